#include "digest/render/blocks/node.h"

#include <array>
#include <iterator>

namespace gailou::render {
namespace {

// In the order of the enumerations.
constexpr auto kTags = std::to_array<std::string_view>(
    {"",     "",      "a",      "abbr",     "article", "bdi",     "blockquote", "body",   "br",     "cite",
     "code", "dd",    "desc",   "details",  "div",     "dl",      "dt",         "footer", "h1",     "h2",
     "h3",   "head",  "header", "html",     "li",      "link",    "main",       "meta",   "nav",    "ol",
     "p",    "path",  "pre",    "progress", "script",  "section", "small",      "span",   "strong", "summary",
     "svg",  "table", "td",     "th",       "time",    "title",   "tr",         "ul"});
static_assert(kTags.size() == static_cast<std::size_t>(Tag::ul) + 1);

constexpr auto kAttributes = std::to_array<std::string_view>({"aria-current",
                                                              "aria-hidden",
                                                              "aria-label",
                                                              "aria-labelledby",
                                                              "charset",
                                                              "class",
                                                              "content",
                                                              "d",
                                                              "datetime",
                                                              "defer",
                                                              "hidden",
                                                              "id",
                                                              "lang",
                                                              "max",
                                                              "media",
                                                              "name",
                                                              "preserveAspectRatio",
                                                              "rel",
                                                              "role",
                                                              "tabindex",
                                                              "title",
                                                              "type",
                                                              "value",
                                                              "viewBox",
                                                              "data-base",
                                                              "data-forum",
                                                              "data-id",
                                                              "data-key",
                                                              "data-rev",
                                                              "data-source"});
static_assert(kAttributes.size() == static_cast<std::size_t>(Attr::data_source) + 1);

}  // namespace

std::string_view name_of(Tag tag) {
  return kTags[static_cast<std::size_t>(tag)];
}

std::string_view name_of(Attr attr) {
  return kAttributes[static_cast<std::size_t>(attr)];
}

Node Node::text(std::string_view text) {
  Node node(Tag::text);
  node.characters_ = text;
  return node;
}

Node&& Node::with(Attr attr, std::string_view value) && {
  attributes_.emplace_back(attr, std::string(value));
  return std::move(*this);
}

Node&& Node::to(Place place, Target target) && {
  targets_.emplace_back(place, std::move(target));
  return std::move(*this);
}

void Node::add(std::vector<Node> children) {
  children_.insert(children_.end(), std::make_move_iterator(children.begin()), std::make_move_iterator(children.end()));
}

void Node::add(std::string_view characters) {
  if (!characters.empty()) children_.push_back(text(characters));
}

}  // namespace gailou::render
