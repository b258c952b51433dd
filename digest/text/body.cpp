// A Body as flat text: all of it, or only what its author says.
#include "digest/text/body.h"

#include <algorithm>
#include <cstddef>

#include "digest/text/blanks.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kOwnCodeLines = 2;

std::string shown_link(const Span& link) {
  if (link.url.empty() || link.text == link.url) return link.text;
  if (link.text.empty()) return " " + link.url + " ";
  return " " + link.url + " " + link.text;
}

std::string shown(const Span& span) {
  switch (span.kind) {
    case Span::Kind::link:
      return shown_link(span);
    case Span::Kind::image:
      return " " + (span.url.empty() ? span.text : span.url) + " ";
    case Span::Kind::text:
    case Span::Kind::emoji:
    case Span::Kind::mention:
    case Span::Kind::code:
      return span.text;
  }
  return span.text;
}

std::string shown(const Block& block) {
  std::string text;
  for (const Span& span : block.spans) text += shown(span);
  text = collapse_blanks(text);
  if (block.kind == Block::Kind::quote && !block.author.empty()) return collapse_blanks(block.author + ": " + text);
  if (block.kind == Block::Kind::onebox && !block.url.empty())
    return collapse_blanks(block.url + " " + block.url + " " + text);
  return text;
}

std::string own_words(const Block& block) {
  std::string text;
  for (const Span& span : block.spans) {
    if (span.kind == Span::Kind::image) {
      text += ' ';
    } else {
      text += span.kind == Span::Kind::link && span.text.empty() ? span.url : span.text;
    }
  }
  return collapse_blanks(text);
}

/// The first lines with something on them.
std::string first_lines(const Block& code) {
  std::string whole;
  for (const Span& span : code.spans) whole += span.text;
  std::string kept;
  std::size_t lines = 0;
  for (std::size_t from = 0; from < whole.size() && lines < kOwnCodeLines;) {
    const std::size_t end = std::min(whole.find('\n', from), whole.size());
    const std::string line = collapse_blanks(std::string_view(whole).substr(from, end - from));
    if (!line.empty()) {
      if (lines++ > 0) kept += '\n';
      kept += line;
    }
    from = end + 1;
  }
  return kept;
}

void add_line(std::string& text, const std::string& line) {
  if (line.empty()) return;
  if (!text.empty()) text += '\n';
  text += line;
}

}  // namespace

std::string text_of(const Body& body) {
  std::string text;
  for (const Block& block : body.blocks) add_line(text, shown(block));
  return text;
}

std::string own_text_of(const Body& body) {
  std::string text;
  for (const Block& block : body.blocks) {
    switch (block.kind) {
      case Block::Kind::quote:
      case Block::Kind::onebox:
        break;
      case Block::Kind::code:
        add_line(text, first_lines(block));
        break;
      case Block::Kind::paragraph:
      case Block::Kind::heading:
      case Block::Kind::item:
      case Block::Kind::row:
      case Block::Kind::option:
      case Block::Kind::spoiler:
        add_line(text, own_words(block));
        break;
    }
  }
  return text;
}

}  // namespace gailou::digest
