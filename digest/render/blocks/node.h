// The typed tree that pages and Markdown are written from. Text nodes can only be text, links only checked targets,
// attributes only those of the list below (none of them runs anything): a writer escapes all of it in one place, so
// that a page's author can't forget to.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "digest/render/blocks/target.h"

namespace gailou::render {

enum class Tag : unsigned char {
  text,      // no element: characters
  fragment,  // no element: its children
  a,
  abbr,
  article,
  bdi,
  blockquote,
  body,
  br,
  cite,
  code,
  dd,
  desc,
  details,
  div,
  dl,
  dt,
  footer,
  h1,
  h2,
  h3,
  head,
  header,
  html,
  li,
  link,
  main,
  meta,
  nav,
  ol,
  p,
  path,
  pre,
  progress,
  script,
  section,
  small,
  span,
  strong,
  summary,
  svg,
  table,
  td,
  th,
  time,
  title,
  tr,
  ul,
};

std::string_view name_of(Tag tag);

enum class Attr : unsigned char {
  aria_current,
  aria_hidden,
  aria_label,
  aria_labelledby,
  charset,
  classes,
  content,
  d,
  datetime,
  defer,
  hidden,
  id,
  lang,
  max,
  media,
  name,
  preserve_aspect_ratio,
  rel,
  role,
  tabindex,
  title,
  type,
  value,
  view_box,
  // What gailou.js reads.
  data_base,
  data_forum,
  data_id,
  data_key,
  data_rev,
  data_source,
};

std::string_view name_of(Attr attr);

/// Attributes whose value is a URL: set by a Target, never by a string.
enum class Place : unsigned char { href, src };

class Node {
 public:
  explicit Node(Tag tag) : tag_(tag) {}
  static Node text(std::string_view text);

  Tag tag() const { return tag_; }
  const std::string& characters() const { return characters_; }
  const std::vector<std::pair<Attr, std::string>>& attributes() const { return attributes_; }
  const std::vector<std::pair<Place, Target>>& targets() const { return targets_; }
  const std::vector<Node>& children() const { return children_; }
  std::vector<Node>& children() { return children_; }

  /// `make(Tag::p, …).with(Attr::classes, "facts")`
  Node&& with(Attr attr, std::string_view value = {}) &&;
  Node&& to(Place place, Target target) &&;

  void add(Node child) { children_.push_back(std::move(child)); }
  void add(std::vector<Node> children);
  void add(std::string_view characters);

 private:
  Tag tag_;
  std::string characters_{};
  std::vector<std::pair<Attr, std::string>> attributes_{};
  std::vector<std::pair<Place, Target>> targets_{};
  std::vector<Node> children_{};
};

/// An element with these parts inside: nodes, lists of nodes, or text.
template <class... Parts>
Node make(Tag tag, Parts&&... parts) {
  Node node(tag);
  (node.add(std::forward<Parts>(parts)), ...);
  return node;
}

template <class... Parts>
Node link_to(Target target, Parts&&... parts) {
  return make(Tag::a, std::forward<Parts>(parts)...).to(Place::href, std::move(target));
}

}  // namespace gailou::render
