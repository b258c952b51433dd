// Structure found again in flat text: quotations that lost their frame, link previews, links, images. Everything is
// decided by what can be shown (the words stand in an earlier floor, the address stands there twice), never by looks.
#include "digest/text/plain.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kNameBytesMax = 180;     // of a user name: 60 characters
constexpr std::size_t kExcerptBytesMax = 400;  // of a link preview's text
constexpr std::size_t kQuotedNamesMax = 16;

// A post may consist of nothing but quotation marks of this kind; looking all of them up must not take minutes.
constexpr std::size_t kSearchedBytes = 256;           // of the words, to find their place
constexpr std::size_t kLookedThroughBytes = 2 << 20;  // of earlier floors, for one body

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}
bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}
bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); }));
}

/// The address at the front: up to a blank, a non-ASCII character or a bracket that was not opened in it.
std::string_view address_at(std::string_view text) {
  if (!text.starts_with("http://") && !text.starts_with("https://")) return {};
  std::size_t end = text.find("://") + 3;
  const auto host = end;
  while (end < text.size() && static_cast<unsigned char>(text[end]) > 0x20 &&
         static_cast<unsigned char>(text[end]) < 0x7F && text[end] != '"' && text[end] != '<' && text[end] != '>')
    ++end;
  while (end > host && std::string_view(".,;:!?'").find(text[end - 1]) != std::string_view::npos) --end;
  while (end > host && text[end - 1] == ')' && text.substr(0, end).find('(') == std::string_view::npos) --end;
  return end == host ? std::string_view{} : text.substr(0, end);
}

/// The upload path at the front.
std::string_view upload_at(std::string_view text) {
  if (!text.starts_with("/uploads/") && !text.starts_with("upload://")) return {};
  std::size_t end = 0;
  while (end < text.size() && static_cast<unsigned char>(text[end]) > 0x20 &&
         static_cast<unsigned char>(text[end]) < 0x7F)
    ++end;
  return text.substr(0, end);
}

/// Latin sentences at the front: up to the last full stop before the first Chinese character, or all if there is none.
std::size_t excerpt_length(std::string_view text) {
  std::size_t limit = std::min(text.size(), kExcerptBytesMax);
  while (limit > 0 && limit < text.size() && is_continuation(text[limit])) --limit;
  std::size_t foreign = 0;
  while (foreign < limit) {
    const auto lead = static_cast<unsigned char>(text[foreign]);
    if (lead >= 0xE3) break;  // U+3000 and above: Chinese characters and their punctuation
    ++foreign;
  }
  if (foreign == text.size()) return foreign;
  for (auto i = foreign; i > 1; --i) {
    if (is_blank(text[i - 1]) && std::string_view(".!?").find(text[i - 2]) != std::string_view::npos) return i - 1;
  }
  return 0;
}

/// Where the name that ends right before the colon at `colon` begins.
std::size_t name_start(std::string_view text, std::size_t colon) {
  std::size_t from = colon;
  while (from > 0 && colon - from < kNameBytesMax) {
    const char c = text[from - 1];
    if (static_cast<unsigned char>(c) <= 0x20 ||
        std::string_view(",;!?()[]{}<>\"':/").find(c) != std::string_view::npos)
      break;
    if (from >= 3) {
      const auto wide = text.substr(from - 3, 3);
      if (wide == "，" || wide == "。" || wide == "！" || wide == "？" || wide == "；" || wide == "：" || wide == "　")
        break;
    }
    --from;
  }
  return from;
}

struct Colon {
  std::size_t at;
  std::size_t after;
};

std::optional<Colon> next_colon(std::string_view text, std::size_t from) {
  for (auto i = from; i < text.size(); ++i) {
    if (text[i] == ':') return Colon{i, i + 1};
    if (text.substr(i, 3) == "：") return Colon{i, i + 3};
  }
  return std::nullopt;
}

/// How far `words` go on as `source` does at `at`.
std::size_t common_length(std::string_view words, std::string_view source, std::size_t at) {
  const auto most = std::min(words.size(), source.size() - at);
  return static_cast<std::size_t>(std::mismatch(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(most),
                                                source.begin() + static_cast<std::ptrdiff_t>(at))
                                      .first -
                                  words.begin());
}

/// How many bytes at the front of `words` stand verbatim in `source`; whole characters and whole Latin words.
std::size_t matched_length(std::string_view words, std::string_view source) {
  // A longer front can only stand where a shorter one does, so its length is found by bisection; up to a bound, behind
  // which the place that was found is simply followed.
  std::size_t good = 0;
  std::size_t place = 0;
  std::size_t bad = std::min({words.size(), source.size(), kSearchedBytes}) + 1;
  while (good + 1 < bad) {
    const auto middle = good + (bad - good) / 2;
    const auto found = source.find(words.substr(0, middle));
    if (found != std::string_view::npos) {
      good = middle;
      place = found;
    } else {
      bad = middle;
    }
  }
  if (good > 0) good = common_length(words, source, place);
  while (good > 0 && good < words.size() && is_continuation(words[good])) --good;
  while (good > 0 && good < words.size() && is_word(words[good - 1]) && is_word(words[good])) --good;
  while (good > 0 && is_blank(words[good - 1])) --good;
  return good;
}

struct Quotation {
  std::size_t from;   // of the name
  std::size_t words;  // of the quoted words
  std::size_t to;
  const EarlierFloor* source;
};

/// One quoted character could be chance; four can't, nor can two that stand alone.
bool is_convincing(std::string_view words, std::size_t length) {
  const auto count = code_points(words.substr(0, length));
  const bool apart = length == words.size() || is_blank(words[length]);
  return count >= 4 || (count >= 2 && apart);
}

/// `allowance`: bytes of earlier floors that may still be looked through.
std::optional<Quotation> quotation_before(std::string_view text, Colon colon, std::size_t lowest,
                                          const std::vector<EarlierFloor>& earlier, std::size_t& allowance) {
  const auto from = std::max(name_start(text, colon.at), lowest);
  const auto name = text.substr(from, colon.at - from);
  if (name.empty()) return std::nullopt;
  const auto start = skip_blanks(text, colon.after);
  const auto words = text.substr(start);
  std::optional<Quotation> best;
  for (const auto& floor : earlier) {
    if (floor.author != name || floor.text.size() > allowance) continue;
    allowance -= floor.text.size();
    const auto length = matched_length(words, floor.text);
    if (length == 0 || !is_convincing(words, length)) continue;
    const Quotation found{from, start, start + length, &floor};
    if (!best || found.to > best->to || (found.to == best->to && floor.floor > best->source->floor)) best = found;
  }
  return best;
}

/// Takes one line of text apart and adds to the blocks; spans that are no text are handed in as they are.
class Reader {
 public:
  Reader(const std::vector<EarlierFloor>& earlier, Block::Kind kind, std::size_t& allowance)
      : earlier_(earlier), kind_(kind), allowance_(allowance) {}

  void text(std::string_view line);
  void span(const Span& span) { spans_.push_back(span); }
  std::vector<Block> done() {
    close();
    return std::move(blocks_);
  }

 private:
  void plain(std::string_view text) {
    if (trim(text).empty() && spans_.empty()) return;
    if (text.empty()) return;
    spans_.push_back({.kind = Span::Kind::text, .text = std::string(text), .url = {}});
  }
  void close();
  std::size_t address(std::string_view text, std::size_t at, std::string_view url);
  void quote(std::string_view text, const Quotation& found);

  const std::vector<EarlierFloor>& earlier_;
  Block::Kind kind_;
  std::size_t& allowance_;
  std::vector<Span> spans_{};
  std::vector<Block> blocks_{};
};

void Reader::close() {
  const auto is_empty = [](const Span& s) { return s.kind == Span::Kind::text && trim(s.text).empty(); };
  while (!spans_.empty() && is_empty(spans_.back())) spans_.pop_back();
  if (spans_.empty()) return;
  blocks_.push_back({.kind = kind_, .spans = std::exchange(spans_, {})});
}

/// A link, or a preview if the same address follows; how far the text was used up.
std::size_t Reader::address(std::string_view text, std::size_t at, std::string_view url) {
  const auto next = skip_blanks(text, at + url.size());
  const auto again = next > at + url.size() ? address_at(text.substr(next)) : std::string_view{};
  if (again != url) {
    spans_.push_back({.kind = Span::Kind::link, .text = std::string(url), .url = std::string(url)});
    return at + url.size();
  }
  close();
  const auto start = skip_blanks(text, next + url.size());
  const auto length = excerpt_length(text.substr(start));
  Block onebox{.kind = Block::Kind::onebox, .url = std::string(url)};
  const auto excerpt = trim(text.substr(start, length));
  if (!excerpt.empty()) onebox.spans.push_back({.kind = Span::Kind::text, .text = std::string(excerpt), .url = {}});
  blocks_.push_back(std::move(onebox));
  return start + length;
}

void Reader::quote(std::string_view text, const Quotation& found) {
  close();
  const auto words = text.substr(found.words, found.to - found.words);
  Block block{.kind = Block::Kind::quote, .author = found.source->author, .floor = found.source->floor};
  block.spans.push_back({.kind = Span::Kind::text, .text = std::string(words), .url = {}});
  blocks_.push_back(std::move(block));
}

void Reader::text(std::string_view line) {
  std::size_t done = 0;  // everything before is in spans or blocks
  std::size_t i = 0;
  const auto flush = [&](std::size_t to) {
    if (to > done)
      plain(spans_.empty() ? line.substr(skip_blanks(line, done), to - std::min(to, skip_blanks(line, done)))
                           : line.substr(done, to - done));
  };
  while (i < line.size()) {
    if (const auto url = address_at(line.substr(i)); !url.empty()) {
      flush(i);
      done = i = address(line, i, url);
      continue;
    }
    if (const auto path = upload_at(line.substr(i)); !path.empty()) {
      flush(i);
      spans_.push_back({.kind = Span::Kind::image, .text = {}, .url = std::string(path)});
      done = i = i + path.size();
      continue;
    }
    const bool wide = line.substr(i, 3) == "：";
    if (wide || line[i] == ':') {
      const Colon colon{i, i + (wide ? 3U : 1U)};
      if (const auto found = quotation_before(line, colon, done, earlier_, allowance_)) {
        flush(found->from);
        quote(line, *found);
        done = i = found->to;
        continue;
      }
    }
    ++i;
  }
  flush(line.size());
}

}  // namespace

Body parse_plain(std::string_view text, const std::vector<EarlierFloor>& earlier) {
  Body body;
  std::size_t allowance = kLookedThroughBytes;
  std::size_t from = 0;
  while (from <= text.size()) {
    const auto end = std::min(text.find('\n', from), text.size());
    Reader reader(earlier, Block::Kind::paragraph, allowance);
    reader.text(trim(text.substr(from, end - from)));
    for (auto& block : reader.done()) body.blocks.push_back(std::move(block));
    from = end + 1;
  }
  return body;
}

Body split_flattened_quotes(const Body& body, const std::vector<EarlierFloor>& earlier) {
  Body out;
  std::size_t allowance = kLookedThroughBytes;
  out.too_complex = body.too_complex;
  for (const auto& block : body.blocks) {
    if (block.kind != Block::Kind::paragraph) {
      out.blocks.push_back(block);
      continue;
    }
    Reader reader(earlier, block.kind, allowance);
    for (const auto& span : block.spans) {
      if (span.kind == Span::Kind::text)
        reader.text(span.text);
      else
        reader.span(span);
    }
    for (auto& part : reader.done()) out.blocks.push_back(std::move(part));
  }
  return out;
}

std::vector<std::string> quoted_names(std::string_view text) {
  std::vector<std::string> names;
  std::size_t from = 0;
  while (names.size() < kQuotedNamesMax) {
    const auto colon = next_colon(text, from);
    if (!colon) break;
    from = colon->after;
    if (text.substr(colon->after, 2) == "//") continue;
    const auto start = name_start(text, colon->at);
    std::string name(text.substr(start, colon->at - start));
    if (name.empty() || std::find(names.begin(), names.end(), name) != names.end()) continue;
    names.push_back(std::move(name));
  }
  return names;
}

}  // namespace gailou::digest
