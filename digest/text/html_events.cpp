#include "digest/text/html_events.h"

#include <algorithm>
#include <cstddef>
#include <memory>

#include <libxml/HTMLparser.h>

#include "digest/text/blanks.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kBytesMax = std::size_t{1} << 20;
constexpr std::size_t kDepthMax = 256;
constexpr std::size_t kNodesMax = 100'000;
constexpr std::size_t kAttributesMax = 128;
// The parser gets the text in pieces, so that it can be stopped; what it holds back of an unfinished tag is bounded,
// because it looks through a tag's attributes in quadratic time.
constexpr std::size_t kPieceBytes = 256;
constexpr std::size_t kPieceBytesSought = 4 * 1024;
constexpr std::size_t kTagBytesMax = 8 * 1024;

struct Reading {
  HtmlEvents& events;
  htmlParserCtxtPtr parser = nullptr;
  std::size_t depth = 0;
  std::size_t nodes = 0;
  bool passed_bound = false;

  void stop() {
    passed_bound = true;
    xmlStopParser(parser);
  }
  bool counts_one_more() {
    if (++nodes > kNodesMax || events.is_full()) stop();
    return !passed_bound;
  }
};

std::string_view view(const xmlChar* text) {
  return text == nullptr ? std::string_view{} : std::string_view(reinterpret_cast<const char*>(text));
}

void on_start(void* user, const xmlChar* name, const xmlChar** pairs) {
  Reading& reading = *static_cast<Reading*>(user);
  if (!reading.counts_one_more()) return;
  if (++reading.depth > kDepthMax) return reading.stop();
  Attributes attributes;
  std::size_t count = 0;
  for (const xmlChar** at = pairs; at != nullptr && *at != nullptr; at += 2) {
    if (++count > kAttributesMax) return reading.stop();
    attributes.add(view(at[0]), view(at[1]));
  }
  reading.events.opened(view(name), attributes);
}

void on_end(void* user, const xmlChar*) {
  Reading& reading = *static_cast<Reading*>(user);
  if (reading.passed_bound || reading.depth == 0) return;
  --reading.depth;
  reading.events.closed();
}

void on_text(void* user, const xmlChar* words, int length) {
  Reading& reading = *static_cast<Reading*>(user);
  if (!reading.counts_one_more()) return;
  reading.events.text({reinterpret_cast<const char*>(words), static_cast<std::size_t>(length)});
}

// Faults in the HTML are the parser's to repair; it must not print them.
void on_fault(void*, const char*, ...) {}

htmlSAXHandler handlers() {
  htmlSAXHandler sax{};
  sax.startElement = on_start;
  sax.endElement = on_end;
  sax.characters = on_text;
  sax.ignorableWhitespace = on_text;
  sax.warning = on_fault;
  sax.error = on_fault;
  sax.fatalError = on_fault;
  return sax;
}

struct FreeParser {
  void operator()(htmlParserCtxtPtr parser) const { htmlFreeParserCtxt(parser); }
};

bool holds_back_a_huge_tag(const htmlParserCtxt& parser) {
  const xmlParserInput* input = parser.input;
  if (input == nullptr || input->cur >= input->end || *input->cur != '<') return false;
  return static_cast<std::size_t>(input->end - input->cur) > kTagBytesMax;
}

/// A piece ends behind a tag: in one that comes in two pieces libxml2 2.9.14 can lose its place and waits for the end
/// of everything. A '>' before a line's end or the next tag is hardly ever one inside an attribute.
std::size_t piece_end(std::string_view html, std::size_t from) {
  const std::size_t first = html.find('>', from + kPieceBytes);
  for (std::size_t at = first; at < from + kPieceBytesSought; at = html.find('>', at + 1)) {
    if (at + 1 == html.size() || html[at + 1] == '<' || html[at + 1] == '\n') return at + 1;
  }
  return first == std::string_view::npos ? html.size() : first + 1;
}

/// Whether the last tag of a piece is over the bound, counted from the '<' after the tag before.
bool ends_in_a_huge_tag(std::string_view piece) {
  const std::string_view inside = piece.substr(0, piece.size() - 1);
  const std::size_t before = inside.rfind('>');
  const std::size_t start = inside.find('<', before == std::string_view::npos ? 0 : before + 1);
  return start != std::string_view::npos && piece.size() - start > kTagBytesMax;
}

void feed(std::string_view html, Reading& reading) {
  for (std::size_t from = 0; from < html.size() && !reading.passed_bound;) {
    const std::size_t end = piece_end(html, from);
    const std::string_view piece = html.substr(from, end - from);
    if (ends_in_a_huge_tag(piece)) return reading.stop();
    htmlParseChunk(reading.parser, piece.data(), static_cast<int>(piece.size()), 0);
    if (holds_back_a_huge_tag(*reading.parser)) reading.stop();
    from = end;
  }
  if (!reading.passed_bound) htmlParseChunk(reading.parser, "", 0, 1);
}

}  // namespace

std::string_view Attributes::get(std::string_view name) const {
  for (const auto& [key, value] : all_) {
    if (key == name) return value;
  }
  return {};
}

bool Attributes::has(std::string_view name) const {
  return std::any_of(all_.begin(), all_.end(), [&](const auto& pair) { return pair.first == name; });
}

bool Attributes::has_class(std::string_view name) const {
  std::string_view classes = get("class");
  while (!classes.empty()) {
    const std::size_t end = std::min(classes.find_first_of(" \t\n\f\r"), classes.size());
    if (classes.substr(0, end) == name) return true;
    classes.remove_prefix(std::min(end + 1, classes.size()));
  }
  return false;
}

bool read_html(std::string_view html, HtmlEvents& events) {
  if (html.size() > kBytesMax) return false;
  htmlSAXHandler sax = handlers();
  Reading reading{.events = events};
  const std::unique_ptr<htmlParserCtxt, FreeParser> parser(
      htmlCreatePushParserCtxt(&sax, &reading, nullptr, 0, nullptr, XML_CHAR_ENCODING_UTF8));
  if (!parser) return false;
  reading.parser = parser.get();
  // IGNORE_ENC: a <meta charset> in a post must not turn its text into another encoding's.
  htmlCtxtUseOptions(parser.get(),
                     HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_IGNORE_ENC);
  feed(html, reading);
  return !reading.passed_bound;
}

}  // namespace gailou::digest
