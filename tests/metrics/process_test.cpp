#include "daemon/metrics/process.h"

#include <gtest/gtest.h>

namespace gailou::metrics {
namespace {

TEST(ProcessFigures, are_read_behind_a_name_that_holds_anything) {
  const auto figures = parse_stat(
      "4711 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 9 0 77 1048576 300 18446744073709551615 1 1", 100, 4096);
  EXPECT_DOUBLE_EQ(figures.cpu_seconds, 3);
  EXPECT_DOUBLE_EQ(figures.virtual_bytes, 1048576);
  EXPECT_DOUBLE_EQ(figures.resident_bytes, 300 * 4096);
}

TEST(ProcessFigures, of_a_text_that_is_cut_or_empty_are_what_there_is) {
  EXPECT_EQ(parse_stat("", 100, 4096).cpu_seconds, 0);
  EXPECT_EQ(parse_stat("4711 (gailou", 100, 4096).virtual_bytes, 0);
  EXPECT_DOUBLE_EQ(parse_stat("1 (x) S 1 2 3 4 5 6 7 8 9 10 250", 100, 4096).cpu_seconds, 2.5);
}

TEST(ProcessFigures, of_this_process_are_plausible) {
  const auto figures = process_figures();
  EXPECT_GT(figures.virtual_bytes, figures.resident_bytes);
  EXPECT_GT(figures.resident_bytes, 1 << 20);
  ASSERT_TRUE(figures.open_descriptors);
  EXPECT_GE(*figures.open_descriptors, 3);
}

}  // namespace
}  // namespace gailou::metrics
