#include "digest/render/feed/xml.h"

#include <cstdint>

namespace gailou::render {
namespace {

struct XmlCharacter {
  std::size_t bytes = 1;
  bool is_allowed = false;
};

unsigned byte_of(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

/// Bytes that a lead byte announces; 0: it is none.
std::size_t length_announced(unsigned lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

/// XML 1.0, production 2.
bool may_stand_in_xml(std::uint32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return c < 0xD800 || (c >= 0xE000 && c < 0xFFFE) || (c >= 0x10000 && c <= 0x10FFFF);
}

XmlCharacter xml_character(std::string_view text, std::size_t at) {
  const unsigned lead = byte_of(text, at);
  const std::size_t length = length_announced(lead);
  if (length == 0 || at + length > text.size()) return {};
  std::uint32_t c = length == 1 ? lead : lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const unsigned next = byte_of(text, at + i);
    if ((next & 0xC0U) != 0x80U) return {};
    c = c << 6U | (next & 0x3FU);
  }
  constexpr std::uint32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (c < kLeast[length]) return {};
  return {.bytes = length, .is_allowed = may_stand_in_xml(c)};
}

std::string_view reference_for(char c, bool in_attribute) {
  switch (c) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '\r':
      return "&#13;";  // as itself a parser reads it as a line's end
    default:
      break;
  }
  if (!in_attribute) return {};
  if (c == '"') return "&quot;";
  if (c == '\n') return "&#10;";
  return c == '\t' ? "&#9;" : std::string_view{};
}

void append_xml(std::string& out, std::string_view text, bool in_attribute) {
  for (std::size_t at = 0; at < text.size();) {
    const auto character = xml_character(text, at);
    const auto bytes = text.substr(at, character.bytes);
    at += character.bytes;
    if (!character.is_allowed) continue;
    const auto reference = bytes.size() == 1 ? reference_for(bytes[0], in_attribute) : std::string_view{};
    out += reference.empty() ? bytes : reference;
  }
}

}  // namespace

void append_xml_text(std::string& out, std::string_view text) {
  append_xml(out, text, false);
}

void append_xml_attribute(std::string& out, std::string_view text) {
  append_xml(out, text, true);
}

XmlWriter::XmlWriter() : out_("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n") {}

void XmlWriter::begin(std::string_view name, Attributes attributes) {
  out_.append(open_.size() * 2, ' ');
  out_ += '<';
  out_ += name;
  for (const auto& [attribute, value] : attributes) {
    out_ += ' ';
    out_ += attribute;
    out_ += "=\"";
    append_xml_attribute(out_, value);
    out_ += '"';
  }
}

void XmlWriter::open(std::string_view name, Attributes attributes) {
  begin(name, attributes);
  out_ += ">\n";
  open_.emplace_back(name);
}

void XmlWriter::close() {
  const std::string name = std::move(open_.back());
  open_.pop_back();
  out_.append(open_.size() * 2, ' ');
  out_ += "</" + name + ">\n";
}

void XmlWriter::element(std::string_view name, std::string_view text, Attributes attributes) {
  begin(name, attributes);
  out_ += '>';
  append_xml_text(out_, text);
  out_ += "</";
  out_ += name;
  out_ += ">\n";
}

void XmlWriter::empty(std::string_view name, Attributes attributes) {
  begin(name, attributes);
  out_ += "/>\n";
}

std::string XmlWriter::finish() && {
  while (!open_.empty()) close();
  return std::move(out_);
}

}  // namespace gailou::render
