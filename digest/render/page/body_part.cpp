// A floor's body: from its blocks where we have them, from its flat text where only that is known.
#include <algorithm>

#include "digest/render/page/floor_part.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

using digest::Block;
using digest::Span;

/// Upload paths are relative to the forum. "" where that isn't known.
std::string absolute(std::string_view url, const Places& places) {
  if (!url.starts_with('/') || url.starts_with("//")) return std::string(url);
  const auto topic = places.topic();
  return topic ? origin_of(topic->text()) + std::string(url) : std::string();
}

Node linked(std::string_view url, std::string_view label, const Places& places) {
  const auto target = Target::web(absolute(url, places));
  return target ? link_to(*target, label) : Node::text(label);
}

std::string image_words(const std::string& text, digest::Language language) {
  if (language == digest::Language::en) return text.empty() ? "[image]" : "[image: " + text + "]";
  return text.empty() ? "［图片］" : "［图片：" + text + "］";
}

Node span_node(const Span& span, const Places& places) {
  switch (span.kind) {
    case Span::Kind::link:
      return linked(span.url, span.text.empty() ? span.url : span.text, places);
    case Span::Kind::image:
      return linked(span.url, image_words(span.text, places.language()), places);
    case Span::Kind::code:
      return make(Tag::code, span.text);
    case Span::Kind::text:
    case Span::Kind::emoji:
    case Span::Kind::mention:
      return Node::text(span.text);
  }
  return Node::text(span.text);
}

std::vector<Node> span_nodes(const Block& block, const Places& places) {
  std::vector<Node> nodes;
  for (const Span& span : block.spans) nodes.push_back(span_node(span, places));
  return nodes;
}

bool belongs_to_list(const Block& block) {
  return block.kind == Block::Kind::item || block.kind == Block::Kind::option;
}

bool continues(const Block& before, const Block& block) {
  if (belongs_to_list(block)) return belongs_to_list(before);
  const bool quotes = before.kind == Block::Kind::quote && block.kind == Block::Kind::quote;
  return quotes && before.author == block.author && before.floor == block.floor && before.topic == block.topic;
}

/// "收束观测者 #63": whose words these are; a link where that floor is one of this thread.
Node quote_source(const Block& block, const Places& places) {
  Node source = make(Tag::cite, make(Tag::bdi, block.author));
  if (block.floor > 0 && block.topic == 0) {
    const std::string label = "#" + std::to_string(block.floor);
    const auto target = places.local(digest::Floor{block.floor});
    source.add(" ");
    source.add(target ? link_to(*target, label) : Node::text(label));
  }
  return source;
}

Node opened(const Block& block, const Places& places) {
  if (belongs_to_list(block)) return make(Tag::ul, make(Tag::li, span_nodes(block, places)));
  switch (block.kind) {
    case Block::Kind::quote: {
      Node quote(Tag::blockquote);
      if (!block.author.empty()) quote.add(quote_source(block, places));
      quote.add(make(Tag::p, span_nodes(block, places)));
      return quote;
    }
    case Block::Kind::heading:
      return make(Tag::p, make(Tag::strong, span_nodes(block, places)));
    case Block::Kind::code:
      return make(Tag::pre, make(Tag::code, span_nodes(block, places)));
    case Block::Kind::spoiler:
      return make(Tag::details, make(Tag::summary, said(places.language(), "剧透", "Spoiler")),
                  make(Tag::p, span_nodes(block, places)));
    case Block::Kind::onebox: {
      Node preview = make(Tag::p, span_nodes(block, places)).with(Attr::classes, "preview");
      if (const auto target = Target::web(block.url)) {
        return make(Tag::fragment, make(Tag::p, link_to(*target, block.url)), std::move(preview));
      }
      return preview;
    }
    case Block::Kind::paragraph:
    case Block::Kind::row:
    case Block::Kind::item:
    case Block::Kind::option:
      return make(Tag::p, span_nodes(block, places));
  }
  return Node(Tag::fragment);
}

std::vector<Node> from_blocks(const std::vector<Block>& blocks, const Places& places) {
  std::vector<Node> nodes;
  const Block* before = nullptr;
  for (const Block& block : blocks) {
    if (before != nullptr && continues(*before, block)) {
      nodes.back().add(make(belongs_to_list(block) ? Tag::li : Tag::p, span_nodes(block, places)));
    } else {
      nodes.push_back(opened(block, places));
    }
    before = &block;
  }
  return nodes;
}

std::vector<Node> from_flat_text(std::string_view text) {
  std::vector<Node> nodes;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) nodes.push_back(make(Tag::p, text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return nodes;
}

}  // namespace

std::vector<Node> body_blocks(const digest::StoredPost& stored, const Places& places) {
  if (stored.post.body.blocks.empty()) return from_flat_text(stored.text);
  return from_blocks(stored.post.body.blocks, places);
}

}  // namespace gailou::render
