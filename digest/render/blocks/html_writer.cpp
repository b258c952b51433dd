#include "digest/render/blocks/html_writer.h"

#include "digest/render/blocks/escape.h"

namespace gailou::render {
namespace {

bool is_void(Tag tag) {
  return tag == Tag::br || tag == Tag::input || tag == Tag::link || tag == Tag::meta;
}

/// After these a line break changes nothing for the reader and helps who looks at the source.
bool ends_line(Tag tag) {
  switch (tag) {
    case Tag::article:
    case Tag::aside:
    case Tag::blockquote:
    case Tag::details:
    case Tag::dialog:
    case Tag::dl:
    case Tag::div:
    case Tag::figure:
    case Tag::footer:
    case Tag::form:
    case Tag::h1:
    case Tag::head:
    case Tag::header:
    case Tag::li:
    case Tag::link:
    case Tag::main:
    case Tag::meta:
    case Tag::nav:
    case Tag::ol:
    case Tag::p:
    case Tag::pre:
    case Tag::script:
    case Tag::search:
    case Tag::section:
    case Tag::svg:
    case Tag::table:
    case Tag::tbody:
    case Tag::thead:
    case Tag::title:
    case Tag::tr:
    case Tag::ul:
      return true;
    default:
      return false;
  }
}

void write_attribute(std::string& out, std::string_view name, std::string_view value) {
  out += ' ';
  out += name;
  if (value.empty()) return;
  out += "=\"";
  append_html_attribute(out, value);
  out += '"';
}

void write_open_tag(std::string& out, const Node& node) {
  out += '<';
  out += name_of(node.tag());
  for (const auto& [place, target] : node.targets()) {
    write_attribute(out, name_of(place), target.text());
    if (target.leads_outside() && node.tag() == Tag::a) {
      write_attribute(out, "rel", "nofollow noopener noreferrer ugc");
    }
  }
  for (const auto& [attr, value] : node.attributes()) write_attribute(out, name_of(attr), value);
  out += '>';
}

void write(std::string& out, const Node& node) {
  if (node.tag() == Tag::text) return append_html_text(out, node.characters());
  if (node.tag() == Tag::fragment) {
    for (const Node& child : node.children()) write(out, child);
    return;
  }
  write_open_tag(out, node);
  if (!is_void(node.tag())) {
    for (const Node& child : node.children()) write(out, child);
    out += "</";
    out += name_of(node.tag());
    out += '>';
  }
  if (ends_line(node.tag())) out += '\n';
}

}  // namespace

std::string write_html(const Node& node) {
  std::string out;
  write(out, node);
  return out;
}

std::string write_html_document(const Node& html) {
  return "<!doctype html>\n" + write_html(html) + "\n";
}

}  // namespace gailou::render
