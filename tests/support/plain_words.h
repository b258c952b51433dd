// The words of a post two ways, for comparing: straight from its HTML by the simplest means, and from its Body. Each is
// a multiset of Latin words, numbers and single other characters.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>

#include "digest/text/body.h"

namespace gailou::support {

using Words = std::map<std::string, int>;

inline Words words_in(std::string_view text) {
  Words words;
  std::string word;
  const auto finish = [&] {
    if (!word.empty()) ++words[word];
    word.clear();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const bool latin = (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
    if (latin) {
      word += text[i];
      continue;
    }
    finish();
    if (byte < 0x80) continue;
    std::string character(1, text[i]);
    while (i + 1 < text.size() && (static_cast<unsigned char>(text[i + 1]) & 0xC0U) == 0x80U) character += text[++i];
    if (character != "\u00a0" && character != "\u2028") ++words[character];
  }
  finish();
  return words;
}

/// Takes `<tag …marker…>` up to its own closing tag out of the HTML, wherever it stands.
inline std::string without_element(std::string html, const std::string& tag, const std::string& marker) {
  const std::string opening = "<" + tag;
  const std::string closing = "</" + tag + ">";
  for (std::size_t at = html.find(opening); at != std::string::npos; at = html.find(opening, at)) {
    const std::size_t head_end = html.find('>', at);
    if (html.substr(at, head_end - at).find(marker) == std::string::npos) {
      at += opening.size();
      continue;
    }
    std::size_t depth = 1;
    std::size_t end = head_end;
    while (depth > 0) {
      const std::size_t close = html.find(closing, end);
      if (close == std::string::npos) return html;
      const std::size_t open = html.find(opening, end);
      depth = open < close ? depth + 1 : depth - 1;
      end = open < close ? open + opening.size() : close + closing.size();
    }
    html.replace(at, end - at, " ");
  }
  return html;
}

inline std::string decoded(std::string text) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kEntities = {{{"&lt;", "<"},
                                                                                       {"&gt;", ">"},
                                                                                       {"&quot;", "\""},
                                                                                       {"&#39;", "'"},
                                                                                       {"&nbsp;", " "},
                                                                                       {"&hellip;", "\u2026"},
                                                                                       {"&amp;", "&"}}};
  for (const auto& [name, character] : kEntities) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1))
      text.replace(at, name.size(), character);
  }
  return text;
}

/// Everything that a reader of the page would read, but for frames of quotes, previews and pictures.
inline Words words_of_html(std::string html) {
  constexpr std::array<std::pair<const char*, const char*>, 9> kFrames = {{{"svg", ""},
                                                                           {"script", ""},
                                                                           {"style", ""},
                                                                           {"div", "class=\"meta\""},
                                                                           {"div", "class=\"title\""},
                                                                           {"header", "class=\"source\""},
                                                                           {"iframe", ""},
                                                                           {"video", ""},
                                                                           {"div", "class=\"poll-info\""}}};
  for (const auto& [tag, marker] : kFrames) html = without_element(std::move(html), tag, marker);
  std::string text;
  for (std::size_t i = 0; i < html.size(); ++i) {
    if (html[i] != '<') {
      text += html[i];
      continue;
    }
    const std::size_t end = html.find('>', i);
    if (end == std::string::npos) break;
    const std::string tag = html.substr(i, end - i);
    const bool is_inline = tag.starts_with("<a") || tag.starts_with("</a") || tag.starts_with("<span") ||
                           tag.starts_with("</span") || tag.starts_with("<em") || tag.starts_with("</em") ||
                           tag.starts_with("<strong") || tag.starts_with("</strong") || tag.starts_with("<code") ||
                           tag.starts_with("</code") || tag.starts_with("<b>") || tag.starts_with("</b>") ||
                           tag.starts_with("<i>") || tag.starts_with("</i>") || tag.starts_with("<s>") ||
                           tag.starts_with("</s>") || tag.starts_with("<u>") || tag.starts_with("</u>") ||
                           tag.starts_with("<sup") || tag.starts_with("</sup");
    const bool is_block_named_like_one = tag.starts_with("<aside") || tag.starts_with("</aside") ||
                                         tag.starts_with("<article") || tag.starts_with("</article");
    if (!is_inline || is_block_named_like_one) text += ' ';
    i = end;
  }
  return words_in(decoded(std::move(text)));
}

inline Words words_of_body(const digest::Body& body) {
  std::string text;
  for (const digest::Block& block : body.blocks) {
    for (const digest::Span& span : block.spans) {
      const bool is_picture = span.kind == digest::Span::Kind::emoji || span.kind == digest::Span::Kind::image;
      text += is_picture ? " " : span.text;
    }
    text += '\n';
  }
  return words_in(text);
}

/// The words that `part` has more often than `whole`; "" if none.
inline std::string missing_words(const Words& part, const Words& whole) {
  std::string missing;
  for (const auto& [word, count] : part) {
    const auto at = whole.find(word);
    const int have = at == whole.end() ? 0 : at->second;
    if (have < count) missing += word + " ";
  }
  return missing;
}

}  // namespace gailou::support
