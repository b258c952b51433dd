#include "digest/render/blocks/node.h"

#include <array>
#include <iterator>

namespace gailou::render {
namespace {

// In the order of the enumerations.
constexpr auto kTags = std::to_array<std::string_view>(
    {"",       "",        "a",          "abbr",    "article", "aside", "bdi",      "blockquote", "body",   "br",
     "button", "caption", "cite",       "code",    "dd",      "del",   "desc",     "details",    "dialog", "div",
     "dl",     "dt",      "figcaption", "figure",  "footer",  "form",  "g",        "h1",         "h2",     "h3",
     "head",   "header",  "html",       "input",   "ins",     "label", "li",       "link",       "main",   "mark",
     "meta",   "nav",     "ol",         "p",       "path",    "pre",   "progress", "script",     "search", "section",
     "small",  "span",    "strong",     "summary", "svg",     "table", "tbody",    "td",         "th",     "thead",
     "time",   "title",   "tr",         "ul"});
static_assert(kTags.size() == static_cast<std::size_t>(Tag::ul) + 1);

constexpr auto kAttributes = std::to_array<std::string_view>({"aria-current",
                                                              "aria-describedby",
                                                              "aria-hidden",
                                                              "aria-label",
                                                              "aria-labelledby",
                                                              "autocomplete",
                                                              "charset",
                                                              "class",
                                                              "content",
                                                              "d",
                                                              "datetime",
                                                              "defer",
                                                              "height",
                                                              "hidden",
                                                              "id",
                                                              "lang",
                                                              "max",
                                                              "maxlength",
                                                              "media",
                                                              "method",
                                                              "name",
                                                              "open",
                                                              "placeholder",
                                                              "preserveAspectRatio",
                                                              "property",
                                                              "rel",
                                                              "role",
                                                              "scope",
                                                              "tabindex",
                                                              "title",
                                                              "type",
                                                              "value",
                                                              "vector-effect",
                                                              "viewBox",
                                                              "width",
                                                              "data-base",
                                                              "data-forum",
                                                              "data-id",
                                                              "data-key",
                                                              "data-rev",
                                                              "data-revs",
                                                              "data-source",
                                                              "data-src",
                                                              "data-thread"});
static_assert(kAttributes.size() == static_cast<std::size_t>(Attr::data_thread) + 1);

}  // namespace

std::string_view name_of(Tag tag) {
  return kTags[static_cast<std::size_t>(tag)];
}

std::string_view name_of(Attr attr) {
  return kAttributes[static_cast<std::size_t>(attr)];
}

std::string_view name_of(Place place) {
  switch (place) {
    case Place::action:
      return "action";
    case Place::href:
      return "href";
    case Place::src:
      return "src";
  }
  return {};
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
