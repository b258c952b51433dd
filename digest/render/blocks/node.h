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
  aside,
  bdi,
  blockquote,
  body,
  br,
  button,
  caption,
  cite,
  code,
  dd,
  del,
  desc,
  details,
  dialog,
  div,
  dl,
  dt,
  figcaption,
  figure,
  footer,
  form,
  g,
  h1,
  h2,
  h3,
  head,
  header,
  html,
  input,
  ins,
  label,
  li,
  link,
  main,
  mark,
  meta,
  nav,
  ol,
  p,
  path,
  pre,
  progress,
  script,
  search,
  section,
  small,
  span,
  strong,
  summary,
  svg,
  table,
  tbody,
  td,
  th,
  thead,
  time,
  title,
  tr,
  ul,
};

std::string_view name_of(Tag tag);

enum class Attr : unsigned char {
  aria_current,
  aria_describedby,
  aria_hidden,
  aria_label,
  aria_labelledby,
  autocomplete,
  charset,
  classes,
  content,
  d,
  datetime,
  defer,
  height,
  hidden,
  id,
  lang,
  max,
  maxlength,
  media,
  method,
  name,
  open,
  placeholder,
  preserve_aspect_ratio,
  property,
  rel,
  role,
  scope,
  tabindex,
  title,
  type,
  value,
  vector_effect,
  view_box,
  width,
  // What gailou.js reads.
  data_base,
  data_forum,
  data_id,
  data_key,
  data_rev,
  data_revs,
  data_source,
  data_src,
  data_thread,
};

std::string_view name_of(Attr attr);

/// Attributes whose value is a URL: set by a Target, never by a string.
enum class Place : unsigned char { action, href, src };

std::string_view name_of(Place place);

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
