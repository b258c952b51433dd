#include "tests/replay/cook.h"

namespace gailou::replay {
namespace {

using digest::Block;
using digest::Span;

std::string words(const Block& block) {
  std::string html;
  for (const auto& span : block.spans) {
    switch (span.kind) {
      case Span::Kind::link:
        html += "<a href=\"" + escape(span.url) + "\" rel=\"noopener nofollow ugc\">" + escape(span.text) + "</a>";
        break;
      case Span::Kind::image:
        html += escape(span.url.empty() ? span.text : span.url);
        break;
      case Span::Kind::text:
      case Span::Kind::emoji:
      case Span::Kind::mention:
      case Span::Kind::code:
        html += escape(span.text);
        break;
    }
  }
  return html;
}

std::string quote(const Block& block, std::int64_t topic) {
  std::string html = "<aside class=\"quote no-group\" data-username=\"" + escape(block.author) + "\"";
  if (block.floor > 0)
    html += " data-post=\"" + std::to_string(block.floor) + "\" data-topic=\"" + std::to_string(topic) + "\"";
  return html + ">\n<div class=\"title\">\n<div class=\"quote-controls\"></div>\n" + escape(block.author) +
         ":</div>\n<blockquote>\n<p>" + words(block) + "</p>\n</blockquote>\n</aside>\n";
}

std::string preview(const Block& block) {
  const std::string url = escape(block.url);
  return "<aside class=\"onebox allowlistedgeneric\" data-onebox-src=\"" + url +
         "\">\n<header class=\"source\">\n<a href=\"" + url + "\" target=\"_blank\" rel=\"noopener nofollow ugc\">" +
         url + "</a>\n</header>\n<article class=\"onebox-body\">\n<p>" + words(block) + "</p>\n</article>\n</aside>\n";
}

}  // namespace

std::string escape(std::string_view text) {
  std::string html;
  for (const char c : text) {
    switch (c) {
      case '&':
        html += "&amp;";
        break;
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '"':
        html += "&quot;";
        break;
      default:
        html += c;
    }
  }
  return html;
}

std::string cook(const digest::Body& body, std::int64_t topic) {
  std::string html;
  for (const auto& block : body.blocks) {
    if (block.kind == Block::Kind::quote) {
      html += quote(block, topic);
    } else if (block.kind == Block::Kind::onebox) {
      html += preview(block);
    } else {
      html += "<p>" + words(block) + "</p>\n";
    }
  }
  return html;
}

}  // namespace gailou::replay
