#include "daemon/cli/session.h"

#include <cerrno>
#include <sstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "daemon/cli/run.h"

namespace gailou::cli {
namespace {

/// Streams that keep what was written, with an errno to fail with.
struct Kept {
  explicit Kept(int fault = 0)
      : out([this, fault](std::string_view text) {
          if (fault == 0) printed += text;
          return fault;
        }),
        err([this](std::string_view text) {
          said += text;
          return 0;
        }) {}
  std::string printed{};
  std::string said{};
  std::istringstream in{};
  Output out;
  Output err;
  Streams streams{.in = in, .out = out, .err = err};
};

TEST(Tally, some_of_several_failed_is_2) {
  Tally all_well;
  all_well.add(0);
  all_well.add(0);
  EXPECT_EQ(all_well.exit_code(), 0);
  Tally some;
  some.add(0);
  some.add(75);
  EXPECT_EQ(some.exit_code(), 2);
  Tally all_alike;
  all_alike.add(75);
  all_alike.add(75);
  EXPECT_EQ(all_alike.exit_code(), 75);
  Tally all_differ;
  all_differ.add(75);
  all_differ.add(2);
  EXPECT_EQ(all_differ.exit_code(), 1);
  EXPECT_EQ(Tally().exit_code(), 0);
}

TEST(Times, are_told_as_distances_at_a_glance) {
  using namespace std::chrono;
  const digest::Instant now = digest::from_ms(1'000'000'000'000);
  EXPECT_EQ(distance_text(std::nullopt, now), "-");
  EXPECT_EQ(distance_text(now, now), "0s ago");
  EXPECT_EQ(distance_text(now - seconds{119}, now), "119s ago");
  EXPECT_EQ(distance_text(now - minutes{2}, now), "2m ago");
  EXPECT_EQ(distance_text(now + minutes{119}, now), "in 119m");
  EXPECT_EQ(distance_text(now + hours{5}, now), "in 5h");
  EXPECT_EQ(distance_text(now - days{3}, now), "3d ago");
}

TEST(Output, a_fault_is_kept_and_nothing_more_is_written) {
  int calls = 0;
  Output output([&](std::string_view) {
    ++calls;
    return ENOSPC;
  });
  output.write("a");
  EXPECT_EQ(output.flush(), ENOSPC);
  output.write("b");
  EXPECT_EQ(output.flush(), ENOSPC);
  EXPECT_EQ(calls, 1);
}

TEST(Output, much_text_goes_out_in_between) {
  std::string written;
  Output output([&](std::string_view text) {
    written += text;
    return 0;
  });
  output.write(std::string(100'000, 'x'));
  EXPECT_EQ(written.size(), 100'000U);
}

TEST(Output, a_full_disk_is_an_error_and_a_gone_reader_is_none) {
  Kept full(ENOSPC);
  full.out.write("answer");
  EXPECT_EQ(finish_output(0, full.streams), 74);
  EXPECT_NE(full.said.find("No space left on device"), std::string::npos);
  Kept gone(EPIPE);
  gone.out.write("answer");
  EXPECT_EQ(finish_output(2, gone.streams), 0);
  EXPECT_TRUE(gone.said.empty());
  Kept well;
  well.out.write("answer");
  EXPECT_EQ(finish_output(2, well.streams), 2);
  EXPECT_EQ(well.printed, "answer");
}

TEST(Output, a_pipe_without_a_reader_is_noticed_before_anything_is_written) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  EXPECT_FALSE(has_lost_reader(ends[1]));
  ::close(ends[0]);
  EXPECT_TRUE(has_lost_reader(ends[1]));
  ::close(ends[1]);
  EXPECT_FALSE(has_lost_reader(-1));
}

TEST(Errors, say_what_on_one_line_and_the_hint_on_the_next) {
  Kept kept;
  const GlobalArguments global;
  const std::string verb = "add";
  const Places places;
  Session session{.global = global, .verb = verb, .places = places, .streams = kept.streams, .client = Client("")};
  print_error(session, {.code = digest::Code::malformed, .what = "no\x1b[2J topic", .where = "here", .hint = "try"});
  EXPECT_EQ(kept.said, "gailou: add: here: no\\u{1b}[2J topic\ntry\n");
  EXPECT_TRUE(kept.printed.empty());
}

TEST(Errors, are_a_problem_object_on_stdout_with_json) {
  Kept kept;
  const GlobalArguments global{.json = true};
  const std::string verb = "add";
  const Places places;
  Session session{.global = global, .verb = verb, .places = places, .streams = kept.streams, .client = Client("")};
  print_error(session, {.code = digest::Code::malformed, .what = "what"});
  kept.out.flush();
  EXPECT_TRUE(kept.said.starts_with("gailou: add: what"));
  EXPECT_TRUE(kept.printed.starts_with(R"({"type":"/problems/bad-request")")) << kept.printed;
}

TEST(Errors, quiet_leaves_notes_out) {
  Kept kept;
  const GlobalArguments global{.quiet = true};
  const std::string verb = "list";
  const Places places;
  Session session{.global = global, .verb = verb, .places = places, .streams = kept.streams, .client = Client("")};
  session.note("by the way");
  EXPECT_TRUE(kept.said.empty());
}

}  // namespace
}  // namespace gailou::cli
