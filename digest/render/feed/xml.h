// XML, one element after the other: what was opened is closed in its order, and no text can be anything but text.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gailou::render {

/// Between tags. What XML 1.0 can't hold (controls but tab and line ends, surrogates, U+FFFE, U+FFFF, bytes that are no
/// UTF-8) is dropped.
void append_xml_text(std::string& out, std::string_view text);
/// Inside a double-quoted attribute; tabs and line ends survive there too.
void append_xml_attribute(std::string& out, std::string_view text);

class XmlWriter {
 public:
  using Attributes = std::initializer_list<std::pair<std::string_view, std::string_view>>;

  XmlWriter();
  void open(std::string_view name, Attributes attributes = {});
  void close();
  /// With this text alone inside.
  void element(std::string_view name, std::string_view text, Attributes attributes = {});
  /// With nothing inside.
  void empty(std::string_view name, Attributes attributes);
  /// The document; all that is still open is closed.
  std::string finish() &&;

 private:
  void begin(std::string_view name, Attributes attributes);

  std::string out_;
  std::vector<std::string> open_;
};

}  // namespace gailou::render
