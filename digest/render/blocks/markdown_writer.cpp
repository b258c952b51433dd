#include "digest/render/blocks/markdown_writer.h"

#include "digest/render/blocks/escape.h"

namespace gailou::render {
namespace {

/// Parentheses end a link's target; encoded they mean the same.
std::string link_target(const Target& target) {
  std::string out;
  for (const char c : target.text()) {
    if (c == '(') {
      out += "%28";
    } else if (c == ')') {
      out += "%29";
    } else {
      out += c;
    }
  }
  return out;
}

std::string characters_of(const Node& node) {
  std::string out = node.characters();
  for (const Node& child : node.children()) out += characters_of(child);
  return out;
}

void write_code(std::string& out, const Node& node) {
  const std::string code = one_line(characters_of(node));
  const std::string fence = markdown_fence(code, 1);
  const bool pad = !code.empty() && (code.front() == '`' || code.back() == '`');
  out += fence + (pad ? " " : "") + code + (pad ? " " : "") + fence;
}

void write_inline(std::string& out, const Node& node) {
  if (node.tag() == Tag::text) return append_markdown_text(out, node.characters());
  if (node.tag() == Tag::code) return write_code(out, node);
  if (node.tag() == Tag::br) {
    out += ' ';
    return;
  }
  // A place on a page, or a path of this site, is nothing that a saved file could lead to.
  const bool link = node.tag() == Tag::a && !node.targets().empty() && node.targets().front().second.leads_outside();
  const std::string_view around = node.tag() == Tag::strong ? "**" : "";
  out += link ? "[" : around;
  for (const Node& child : node.children()) write_inline(out, child);
  out += link ? "](" + link_target(node.targets().front().second) + ")" : std::string(around);
}

std::string line_of(const Node& node) {
  std::string line;
  for (const Node& child : node.children()) write_inline(line, child);
  return line;
}

void write_pre(std::string& out, const Node& node, std::string_view prefix) {
  const std::string code = characters_of(node);
  const std::string fence = markdown_fence(code, 3);
  std::string lines = fence + "\n" + code + (code.ends_with('\n') ? "" : "\n") + fence + "\n";
  for (std::size_t at = 0; at < lines.size();) {
    const std::size_t end = lines.find('\n', at);
    out += std::string(prefix) + lines.substr(at, end - at) + "\n";
    at = end + 1;
  }
  out += "\n";
}

void write_list(std::string& out, const Node& list, std::string_view prefix) {
  for (const Node& item : list.children())
    out += std::string(prefix) + "- " + guarded_markdown_line(line_of(item), true) + "\n";
  out += "\n";
}

void write_block(std::string& out, const Node& node, std::string_view prefix) {
  const auto line = [&](std::string_view mark) {
    const std::string words = guarded_markdown_line(line_of(node), mark.empty());
    if (!words.empty()) out += std::string(prefix) + std::string(mark) + words + "\n\n";
  };
  switch (node.tag()) {
    case Tag::h1:
      return line("# ");
    case Tag::h2:
      return line("## ");
    case Tag::h3:
      return line("### ");
    case Tag::cite:
    case Tag::summary:
    case Tag::p:
      return line("");
    case Tag::ul:
      return write_list(out, node, prefix);
    case Tag::pre:
      return write_pre(out, node, prefix);
    case Tag::blockquote:
      for (const Node& child : node.children()) {
        write_block(out, child, "> ");
        // The blank line between two paragraphs of one quote belongs to it.
        if (out.ends_with("\n\n") && &child != &node.children().back()) out.insert(out.size() - 1, ">");
      }
      return;
    default:
      for (const Node& child : node.children()) write_block(out, child, prefix);
  }
}

}  // namespace

std::string write_markdown(const Node& document) {
  std::string out;
  write_block(out, document, "");
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

}  // namespace gailou::render
