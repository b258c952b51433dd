#include "daemon/io/http_date.h"

#include <gtest/gtest.h>

namespace gailou::io {
namespace {

constexpr digest::Instant kExample = digest::from_ms(784'111'777'000);  // RFC 9110's own

TEST(HttpDate, all_three_forms_are_read) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), kExample);
  EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT"), kExample);
  EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994"), kExample);
}

TEST(HttpDate, what_was_written_is_read_back) {
  const auto at = digest::from_ms(1'778'074'955'000);
  EXPECT_EQ(parse_http_date(http_date(at)), at);
}

TEST(HttpDate, nonsense_is_nothing) {
  for (const auto* text : {"", "yesterday", "Sun, 31 Feb 2026 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
                           "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 08:49:37 PST",
                           "Sun, 06 nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT and more and more and more",
                           "0", "1778074955", "Sun, 06 Nov 99999999999994 08:49:37 GMT"}) {
    EXPECT_EQ(parse_http_date(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace gailou::io
