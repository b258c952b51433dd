#include "daemon/metrics/exposition.h"

#include <limits>

#include <gtest/gtest.h>

namespace gailou::metrics {
namespace {

TEST(Exposition, a_family_has_its_help_and_type_once_and_then_its_samples) {
  Exposition text;
  text.begin("gailou_threads", Type::gauge, "Threads that are followed.");
  text.sample({{"source", "a"}, {"state", "active"}}, 3);
  text.sample({{"source", "b"}, {"state", "paused"}}, 0);
  text.begin("gailou_reloads_total", Type::counter, "Reloads.");
  text.sample({}, std::int64_t{1} << 53);
  EXPECT_EQ(text.take(),
            "# HELP gailou_threads Threads that are followed.\n"
            "# TYPE gailou_threads gauge\n"
            "gailou_threads{source=\"a\",state=\"active\"} 3\n"
            "gailou_threads{source=\"b\",state=\"paused\"} 0\n"
            "# HELP gailou_reloads_total Reloads.\n"
            "# TYPE gailou_reloads_total counter\n"
            "gailou_reloads_total 9007199254740992\n");
  EXPECT_EQ(text.take(), "");
}

TEST(Exposition, a_family_without_a_sample_is_left_out) {
  Exposition text;
  text.begin("gailou_empty", Type::gauge, "Nothing.");
  text.begin("gailou_full", Type::gauge, "Something.");
  text.sample({}, 1.5);
  text.begin("gailou_last", Type::gauge, "Nothing again.");
  EXPECT_EQ(text.take(), "# HELP gailou_full Something.\n# TYPE gailou_full gauge\ngailou_full 1.5\n");
}

TEST(Exposition, hostile_label_values_stay_values) {
  Exposition text;
  text.begin("x", Type::gauge, "One\nline, a back\\slash, \"quoted\".");
  text.sample({{"a", "q\" 1\n# TYPE y gauge\\"}}, 1);
  EXPECT_EQ(text.take(),
            "# HELP x One\\nline, a back\\\\slash, \"quoted\".\n# TYPE x gauge\n"
            "x{a=\"q\\\" 1\\n# TYPE y gauge\\\\\"} 1\n");
}

TEST(Exposition, buckets_of_a_histogram_count_up_and_end_with_everything) {
  digest::Histogram<3> histogram({0.1, 1, 10});
  for (const double seconds : {0.05, 0.1, 0.5, 20.0, 30.0}) histogram.observe(seconds);
  histogram.observe(digest::Duration{250});
  Exposition text;
  text.begin("took_seconds", Type::histogram, "How long.");
  text.sample({{"source", "a"}}, histogram.view());
  EXPECT_EQ(text.take(),
            "# HELP took_seconds How long.\n# TYPE took_seconds histogram\n"
            "took_seconds_bucket{source=\"a\",le=\"0.1\"} 2\n"
            "took_seconds_bucket{source=\"a\",le=\"1\"} 4\n"
            "took_seconds_bucket{source=\"a\",le=\"10\"} 4\n"
            "took_seconds_bucket{source=\"a\",le=\"+Inf\"} 6\n"
            "took_seconds_sum{source=\"a\"} 50.9\n"
            "took_seconds_count{source=\"a\"} 6\n");
}

TEST(Exposition, numbers_are_written_as_the_format_has_them) {
  EXPECT_EQ(number_text(0), "0");
  EXPECT_EQ(number_text(0.0005), "0.0005");
  EXPECT_EQ(number_text(1'777'593'600), "1777593600");
  EXPECT_EQ(number_text(std::numeric_limits<double>::infinity()), "+Inf");
  EXPECT_EQ(number_text(-std::numeric_limits<double>::infinity()), "-Inf");
  EXPECT_EQ(number_text(std::numeric_limits<double>::quiet_NaN()), "NaN");
}

}  // namespace
}  // namespace gailou::metrics
