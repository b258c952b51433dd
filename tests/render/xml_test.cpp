// XML: whatever a text holds, a strict parser reads it back as that text.
#include "digest/render/feed/xml.h"

#include <random>

#include <gtest/gtest.h>

#include "tests/support/xml_page.h"

namespace gailou::render {
namespace {

std::string written(std::string_view text) {
  XmlWriter xml;
  xml.open("a", {{"b", text}});
  xml.element("c", text);
  return std::move(xml).finish();
}

TEST(Xml, a_document_closes_what_it_opened) {
  XmlWriter xml;
  xml.open("a");
  xml.open("b", {{"x", "1"}, {"y", "2"}});
  xml.element("c", "t", {{"z", "3"}});
  xml.close();
  xml.empty("d", {{"w", "4"}});
  EXPECT_EQ(std::move(xml).finish(), R"(<?xml version="1.0" encoding="utf-8"?>
<a>
  <b x="1" y="2">
    <c z="3">t</c>
  </b>
  <d w="4"/>
</a>
)");
}

TEST(Xml, markup_in_a_text_is_text) {
  for (const std::string text : {"</c><evil/>", "a & b &lt; c", "]]>", "\"' onload=\"x", "<!-- -->", "<![CDATA[x]]>",
                                 "<?xml?>", "&#0;", "a\nb", "a\r\nb", "\ta\t"}) {
    const tests::XmlPage page(written(text));
    ASSERT_TRUE(page.is_well_formed()) << text;
    EXPECT_EQ(page.one("/a/c"), text);
    EXPECT_EQ(page.one("/a/@b"), text);
    EXPECT_EQ(page.all("//*").size(), 2u) << text;
  }
}

TEST(Xml, characters_that_xml_forbids_are_dropped) {
  struct Case {
    std::string_view text;
    std::string_view left;
  };
  using namespace std::literals;
  const Case cases[] = {
      {"a\0b"sv, "ab"},
      {"a\x01\x08\x0B\x0C\x0E\x1F z", "a z"},
      {"\xEF\xBF\xBE|\xEF\xBF\xBF", "|"},        // U+FFFE, U+FFFF
      {"\xED\xA0\x80|\xED\xBF\xBF", "|"},        // surrogates
      {"\xC0\x80|\xE0\x80\x80|\xF8\x88", "||"},  // overlong, no lead byte
      {"\xF4\x90\x80\x80|\xE4\xBD", "|"},        // above U+10FFFF; cut short
      {"\x7F\xC2\x85", "\x7F\xC2\x85"},          // discouraged, not forbidden
      {"𠮷😀\xF4\x8F\xBF\xBD", "𠮷😀\xF4\x8F\xBF\xBD"},
  };
  for (const auto& [text, left] : cases) {
    const tests::XmlPage page(written(text));
    ASSERT_TRUE(page.is_well_formed()) << left;
    EXPECT_EQ(page.one("/a/c"), left);
    EXPECT_EQ(page.one("/a/@b"), left);
  }
}

TEST(Xml, no_bytes_break_the_document) {
  std::mt19937 random(7);
  for (int round = 0; round < 2000; ++round) {
    std::string bytes;
    for (auto left = random() % 40; left > 0; --left) {
      // Lead and continuation bytes often, so that they meet.
      bytes += static_cast<char>(random() % 3 == 0 ? random() % 256
                                                   : (random() % 2 == 0 ? 0xE0 + random() % 32 : 0x80 + random() % 64));
    }
    EXPECT_TRUE(tests::XmlPage(written(bytes)).is_well_formed()) << round;
  }
}

}  // namespace
}  // namespace gailou::render
