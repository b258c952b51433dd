// Verbs about threads that ask a daemon: what they send it, and what they make of its answers.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/cli/with_daemon.h"

namespace gailou::cli {
namespace {

using Pause = WithDaemon;

TEST_F(Pause, tells_until_when) {
  answer("pause", protocol::PauseReply{.thread = paused_record(kNoon + 48h), .changed = true});
  const Ran ran = run({"pause", "--until", "2d", "7"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out, "forum/7 is paused until 2026-05-10 12:00:00 UTC\n");
  EXPECT_EQ(daemon_.bodies_of("pause").at(0), R"({"thread":"7","until":"2026-05-10T12:00:00.000Z"})");
}

TEST_F(Pause, without_a_time_lasts_until_resumed) {
  answer("pause", protocol::PauseReply{.thread = paused_record({}), .changed = false});
  EXPECT_EQ(run({"pause", "7"}).out, "forum/7 was already paused until resumed\n");
  EXPECT_EQ(daemon_.bodies_of("pause").at(0), R"({"thread":"7"})");
}

TEST_F(Pause, in_the_past_is_wrong_usage_and_nothing_is_asked) {
  const Ran ran = run({"pause", "--until", "2020-01-01", "7"});
  EXPECT_EQ(ran.exit_code, 64);
  EXPECT_NE(ran.err.find("2020-01-01 00:00:00 UTC has passed"), std::string::npos) << ran.err;
  EXPECT_EQ(run({"pause", "--until", "soon", "7"}).exit_code, 64);
  EXPECT_TRUE(daemon_.asked().empty());
}

TEST_F(Pause, wants_threads_or_all_of_them) {
  EXPECT_EQ(run({"pause"}).exit_code, 64);
  EXPECT_NE(run({"pause"}).err.find("which thread?"), std::string::npos);
  EXPECT_EQ(run({"resume"}).exit_code, 64);
  EXPECT_EQ(run({"pause", "--all", "7"}).exit_code, 64);
  EXPECT_EQ(run({"pause", "what"}).exit_code, 65);
  EXPECT_TRUE(daemon_.asked().empty());
}

TEST_F(Pause, of_all_names_each_tracked_thread) {
  answer("list", protocol::ListReply{.threads = {thread_record(7), paused_record({}, 8)}});
  answer("pause", protocol::PauseReply{.thread = paused_record({}), .changed = true});
  EXPECT_EQ(run({"pause", "--all"}).exit_code, 0);
  EXPECT_EQ(daemon_.bodies_of("pause"),
            (std::vector<std::string>{R"({"thread":"forum/7"})", R"({"thread":"forum/8"})"}));
}

TEST_F(Pause, of_some_that_fail_is_done_in_part) {
  daemon_.answer("pause", R"({"code":"not_found","detail":"no thread 'forum/9' is tracked"})", 404);
  const Ran none = run({"pause", "forum/9"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_NE(none.err.find("no thread 'forum/9' is tracked"), std::string::npos) << none.err;
  const Ran two = run({"pause", "forum/9", "forum/10"});
  EXPECT_EQ(two.exit_code, 2);
  EXPECT_EQ(daemon_.bodies_of("pause").size(), 3U);
}

TEST_F(Pause, is_json_lines_when_asked) {
  answer("pause", protocol::PauseReply{.thread = paused_record(kNoon + 1h), .changed = true});
  const auto document = nlohmann::json::parse(run({"pause", "--json", "7"}).out);
  EXPECT_EQ(document["changed"], true);
  EXPECT_EQ(document["thread"]["state"], "paused");
  EXPECT_EQ(document["thread"]["paused_until"], "2026-05-08T13:00:00.000Z");
}

TEST_F(Pause, ends_for_each_paused_thread_with_all) {
  answer("list", protocol::ListReply{.threads = {thread_record(7), paused_record({}, 8)}});
  answer("resume", protocol::PauseReply{.thread = thread_record(8), .changed = true});
  const Ran ran = run({"resume", "--all"});
  EXPECT_EQ(ran.out, "forum/8 goes on; its next poll is due now\n");
  EXPECT_EQ(daemon_.bodies_of("resume"), std::vector<std::string>{R"({"thread":"forum/8"})"});
  answer("list", protocol::ListReply{.threads = {thread_record(7)}});
  const Ran none = run({"resume", "--all"});
  EXPECT_EQ(none.exit_code, 0);
  EXPECT_NE(none.err.find("no thread is paused"), std::string::npos) << none.err;
}

TEST_F(Pause, that_is_none_can_be_resumed) {
  answer("resume", protocol::PauseReply{.thread = thread_record(), .changed = false});
  EXPECT_EQ(run({"resume", "7"}).out, "forum/7 wasn't paused\n");
}

using Poll = WithDaemon;

TEST_F(Poll, of_all_leaves_paused_threads_out_and_says_so) {
  answer("list", protocol::ListReply{.threads = {thread_record(7), paused_record({}, 8)}});
  answer("poll", protocol::RoundReply{.thread = thread_record(7)});
  const Ran ran = run({"poll"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(daemon_.bodies_of("poll").size(), 1U);
  EXPECT_NE(ran.err.find("1 paused thread is left out"), std::string::npos) << ran.err;
}

TEST_F(Poll, of_a_paused_thread_says_how_to_go_on) {
  daemon_.answer(
      "poll", R"({"code":"conflict","detail":"thread forum/7 is paused","hint":"first: gailou resume forum/7"})", 409);
  const Ran ran = run({"poll", "7"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_EQ(ran.err, "gailou: poll: thread forum/7 is paused\nfirst: gailou resume forum/7\n");
}

TEST_F(Poll, believes_what_vanished_only_of_threads_that_are_named) {
  answer("poll", protocol::RoundReply{.thread = thread_record(7)});
  EXPECT_EQ(run({"poll", "--believe-vanished"}).exit_code, 64);
  EXPECT_TRUE(daemon_.asked().empty());
  EXPECT_EQ(run({"poll", "7", "--believe-vanished"}).exit_code, 0);
  EXPECT_EQ(daemon_.bodies_of("poll").at(0), R"({"thread":"7","believe_vanished":true})");
}

using Shown = WithDaemon;

TEST_F(Shown, a_paused_thread_tells_until_when_in_list_and_show) {
  answer("list", protocol::ListReply{.threads = {paused_record(kNoon + 72h)}});
  const Ran piped = run({"list"});
  EXPECT_NE(piped.out.find("2026-05-11 12:00:00 UTC\tpaused\n"), std::string::npos) << piped.out;
  const Ran terminal = run({"list"}, true);
  EXPECT_NE(terminal.out.find("in 3d  paused"), std::string::npos) << terminal.out;
  answer("show", protocol::ShowReply{.thread = paused_record(kNoon + 72h)});
  const Ran shown = run({"show", "7"});
  EXPECT_NE(shown.out.find("paused until 2026-05-11 12:00:00 UTC"), std::string::npos) << shown.out;
  answer("show", protocol::ShowReply{.thread = paused_record({})});
  EXPECT_NE(run({"show", "7"}).out.find("paused until resumed"), std::string::npos);
}

TEST_F(Shown, a_list_counts_what_came_today_in_the_readers_zone) {
  answer("list", protocol::ListReply{.threads = {thread_record(7), thread_record(8)}, .fresh = {{{8}, 3}}});
  const Ran piped = run({"list"});
  EXPECT_NE(piped.out.find("forum/7\t盖楼\t12\t0\t0\t"), std::string::npos) << piped.out;
  EXPECT_NE(piped.out.find("forum/8\t盖楼\t12\t3\t0\t"), std::string::npos) << piped.out;
  EXPECT_EQ(daemon_.bodies_of("list").at(0), R"({"since":"2026-05-08T00:00:00.000Z"})");
  EXPECT_NE(run({"list"}, true).out.find("NEW"), std::string::npos);
}

TEST_F(Shown, delays_are_told_where_replies_were_seen_to_come) {
  const protocol::DelayFigures delays{.replies = 12, .median_ms = 40'000, .p95_ms = 180'000};
  answer("show", protocol::ShowReply{.thread = thread_record(), .delays = delays});
  const Ran ran = run({"show", "7"});
  EXPECT_NE(ran.out.find("40s median, 3m for 95 of 100, over 12 replies"), std::string::npos) << ran.out;
  answer("show", protocol::ShowReply{.thread = thread_record()});
  EXPECT_EQ(run({"show", "7"}).out.find("median"), std::string::npos);
}

TEST_F(Shown, what_the_owner_should_know_of_a_thread_is_told) {
  storage::ThreadRecord thread = thread_record();
  thread.header.closed = true;
  thread.header.unlisted = true;
  thread.poll.failures = 4;
  thread.poll.last_error = "404";
  thread.poll.missing_since = kNoon - 24h;
  thread.poll.notice = "27 floors vanished at once\n\x1b]0;x\x07 and are not believed";
  answer("show", protocol::ShowReply{.thread = thread});
  const Ran ran = run({"show", "7"}, true);
  EXPECT_NE(ran.out.find("active, closed, unlisted"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("shown nothing of it since 2026-05-07 12:00:00 UTC"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("27 floors vanished at once"), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(ran.out.find('\x07'), std::string::npos);
}

}  // namespace
}  // namespace gailou::cli
