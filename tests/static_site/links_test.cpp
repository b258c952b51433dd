// A page's links exchanged for others.
#include "daemon/static_site/links.h"

#include <gtest/gtest.h>

namespace gailou::static_site {
namespace {

/// "/there" exists and "/there?a=1&b=2", nothing else.
std::optional<std::string> exchange(std::string_view target) {
  if (target.starts_with("/there")) return "to" + std::string(target.substr(6));
  return std::nullopt;
}
std::string changed(std::string_view html, std::string_view base = "") {
  return with_links(html, base, exchange);
}

TEST(StaticLinks, a_link_into_the_site_is_exchanged_with_its_fragment) {
  EXPECT_EQ(changed(R"(<p><a class="out" href="/there#p9" rel="x">9</a></p>)"),
            R"(<p><a class="out" href="to#p9" rel="x">9</a></p>)");
}

TEST(StaticLinks, ampersands_are_read_and_written_as_attributes_have_them) {
  EXPECT_EQ(changed(R"(<a href="/there?a=1&amp;b=2">x</a>)"), R"(<a href="to?a=1&amp;b=2">x</a>)");
}

TEST(StaticLinks, other_sites_and_places_on_the_page_stay) {
  for (const auto* html : {R"(<a href="https://forum.example/t/7">x</a>)", R"(<a href="#p9">x</a>)",
                           R"(<a href="//there">x</a>)", R"(<link href="data:,">)"}) {
    EXPECT_EQ(changed(html), html);
  }
}

TEST(StaticLinks, a_link_to_nowhere_is_text) {
  EXPECT_EQ(changed(R"(<a class="c" href="/gone">x &lt; y</a> z)"), R"(<a class="c">x &lt; y</a> z)");
}

TEST(StaticLinks, what_loads_or_sends_to_nowhere_goes) {
  EXPECT_EQ(changed(R"(<link rel="alternate" href="/gone"><p>x</p>)"), "<p>x</p>");
  EXPECT_EQ(changed(R"(<script src="/gone" defer></script><p>x</p>)"), "<p>x</p>");
  EXPECT_EQ(changed(R"(<form action="/gone"><input name="q"><button>找</button></form><p>x</p>)"), "<p>x</p>");
}

TEST(StaticLinks, a_site_below_a_prefix_is_told_from_its_neighbours) {
  EXPECT_EQ(changed(R"(<a href="/gailou/there">x</a><a href="/there">y</a>)", "/gailou"),
            R"(<a href="to">x</a><a href="/there">y</a>)");
}

TEST(StaticLinks, a_script_that_is_loaded_later_has_a_place_too) {
  EXPECT_EQ(changed(R"(<button id="keys" data-src="/there.js">?</button>)"),
            R"(<button id="keys" data-src="to.js">?</button>)");
}

TEST(StaticLinks, a_page_no_longer_says_where_its_server_is) {
  EXPECT_EQ(changed(R"(<main data-base data-id="7">x</main>)"), R"(<main data-id="7">x</main>)");
  EXPECT_EQ(changed(R"(<main data-base="/gailou" data-id="7">x</main>)", "/gailou"), R"(<main data-id="7">x</main>)");
}

TEST(StaticLinks, text_and_other_attributes_that_look_like_links_stay) {
  const std::string_view html =
      R"(<p title='x' data-base="/there" class="a > b">href="/there" &lt;a href="/there"></p>)";
  EXPECT_EQ(changed(html), html);
}

TEST(StaticLinks, a_page_that_breaks_off_is_kept_as_it_is) {
  for (const auto* html : {"", "<", "<a", "<a href=\"/there", "<a href=", "x<"}) EXPECT_EQ(changed(html), html);
}

/// Each target with a query becomes a file, "/place" leads to an entry.
std::string addressed(std::string_view text) {
  return with_targets(text, "https://a.example/x", [](const std::string& target) -> std::optional<std::string> {
    if (target == "/place") return "/page#e1";
    const auto mark = target.find('?');
    if (mark == std::string::npos) return std::nullopt;
    return target.substr(0, mark) + "." + target.substr(mark + 1);
  });
}

TEST(StaticLinks, whole_addresses_are_exchanged_in_whatever_text) {
  EXPECT_EQ(addressed(R"(<link href="https://a.example/x/f?b=1&amp;c=2"/>)"),
            R"(<link href="https://a.example/x/f.b=1&c=2"/>)");
  EXPECT_EQ(addressed(R"({"url":"https://a.example/x/f?b=1","html":"<a href=\"https://a.example/x/g?b=2\">"})"),
            R"({"url":"https://a.example/x/f.b=1","html":"<a href=\"https://a.example/x/g.b=2\">"})");
  EXPECT_EQ(addressed("&lt;a href=&quot;https://a.example/x/f?b=1&quot;&gt;"),
            "&lt;a href=&quot;https://a.example/x/f.b=1&quot;&gt;");
}

TEST(StaticLinks, a_whole_address_keeps_its_place_unless_another_is_named) {
  EXPECT_EQ(addressed("https://a.example/x/f?b=1#p9 "), "https://a.example/x/f.b=1#p9 ");
  EXPECT_EQ(addressed("https://a.example/x/place#old."), "https://a.example/x/page#e1");
  EXPECT_EQ(addressed("https://a.example/x/place"), "https://a.example/x/page#e1");
}

TEST(StaticLinks, whole_addresses_of_other_sites_and_plain_ones_stay) {
  for (const auto* text : {"https://b.example/x/f?b=1", "https://a.example/xy/f?b=1", "https://a.example/x/f", ""}) {
    EXPECT_EQ(addressed(text), text);
  }
}

}  // namespace
}  // namespace gailou::static_site
