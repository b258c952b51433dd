// Accept, Accept-Encoding and If-None-Match in tables.
#include "daemon/serve/negotiate.h"

#include <array>

#include <gtest/gtest.h>

namespace gailou::serve {
namespace {

constexpr std::array<std::string_view, 4> kOffered = {"text/html; charset=utf-8", "application/json",
                                                      "text/markdown; charset=utf-8", "text/plain; charset=utf-8"};

struct AcceptCase {
  std::string_view accept;
  int best;  // index into kOffered; -1: none
};

TEST(Negotiate, the_most_welcome_type_is_chosen) {
  constexpr AcceptCase kCases[] = {
      {"", 0},
      {"*/*", 0},
      {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 0},
      {"application/json", 1},
      {"APPLICATION/JSON", 1},
      {"application/json;q=0.5, text/plain", 3},
      {"text/*", 0},
      {"text/*;q=0.4, text/markdown", 2},
      {"*/*;q=0.1, text/plain;q=0.2", 3},
      {"text/html;q=0, */*", 1},
      {"text/html;q=0.8, application/json;q=0.8", 0},
      {"text/plain; charset=utf-8; q=0.9", 3},
      {"text/plain;format=\"a,b;q=0\"", 3},
      {"image/png", -1},
      {"image/*, application/pdf", -1},
      {"*/*;q=0", -1},
      {"text/html;q=0.000", -1},
      {"application/json;q=1.0, text/html;q=0.999", 1},
  };
  for (const auto& [accept, best] : kCases) {
    const auto found = best_of(accept, kOffered);
    EXPECT_EQ(found ? static_cast<int>(*found) : -1, best) << accept;
  }
}

TEST(Negotiate, parts_that_are_not_grammatical_are_passed_over) {
  constexpr AcceptCase kCases[] = {
      {",,,", 0},           {";q=1", 0},        {"text/plain;q=2, application/json", 1},      {"text/plain;q=x", 0},
      {"text/plain;q=", 0}, {"\"unclosed", -1}, {"application/json;q=0.1234, text/plain", 3}, {"q=1;;;", -1},
  };
  for (const auto& [accept, best] : kCases) {
    const auto found = best_of(accept, kOffered);
    EXPECT_EQ(found ? static_cast<int>(*found) : -1, best) << accept;
  }
}

TEST(Negotiate, a_list_without_end_is_not_read_to_its_end) {
  std::string accept;
  for (int i = 0; i < 10'000; ++i) accept += "image/png,";
  accept += "application/json";
  EXPECT_FALSE(best_of(accept, kOffered).has_value());
}

TEST(Negotiate, errors_are_html_only_for_who_prefers_it) {
  EXPECT_TRUE(prefers_html("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
  EXPECT_TRUE(prefers_html("text/html"));
  EXPECT_TRUE(prefers_html("text/*"));
  EXPECT_FALSE(prefers_html(""));
  EXPECT_FALSE(prefers_html("*/*"));
  EXPECT_FALSE(prefers_html("application/json"));
  EXPECT_FALSE(prefers_html("text/html;q=0.5, application/problem+json"));
  EXPECT_FALSE(prefers_html("text/html, application/json"));
}

TEST(Negotiate, gzip_is_sent_only_where_it_is_no_less_welcome) {
  struct Case {
    std::string_view header;
    bool gzip;
  };
  constexpr Case kCases[] = {
      {"", false},
      {"gzip", true},
      {"GZip", true},
      {"x-gzip", true},
      {"gzip, deflate, br", true},
      {"gzip;q=0", false},
      {"gzip;q=0.0", false},
      {"gzip; q=0.001", true},
      {"*", true},
      {"*;q=0", false},
      {"*, gzip;q=0", false},
      {"identity", false},
      {"identity, gzip;q=0.5", false},
      {"identity;q=0.5, gzip", true},
      {"gzip;q=0.5", true},
      {"br", false},
      {"identity;q=0", false},
      {"identity;q=0, gzip", true},
      {"gzip;q=nonsense", false},
  };
  for (const auto& [header, gzip] : kCases) EXPECT_EQ(wants_gzip(header), gzip) << header;
}

TEST(Negotiate, a_tag_is_compared_weakly_in_a_list) {
  constexpr std::string_view kTag = "\"7-0a1b2c3d\"";
  for (const auto* header : {"\"7-0a1b2c3d\"", "W/\"7-0a1b2c3d\"", "\"x\", \"7-0a1b2c3d\"", "\"a,b\",W/\"7-0a1b2c3d\"",
                             "*", " * ", ",,\"7-0a1b2c3d\",,"}) {
    EXPECT_TRUE(has_current(header, kTag)) << header;
  }
  for (const auto* header : {"", "\"7-0a1b2c3d-gz\"", "7-0a1b2c3d", "\"7-0a1b2c3d", "w/\"7-0a1b2c3d\"", "\"x\" junk",
                             "\"*\"", "**", "\"7-0A1B2C3D\""}) {
    EXPECT_FALSE(has_current(header, kTag)) << header;
  }
}

}  // namespace
}  // namespace gailou::serve
