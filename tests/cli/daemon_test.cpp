// Verbs that ask a daemon: what they send it, and what they make of its answers.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/cli/ran.h"
#include "tests/support/scripted_daemon.h"
#include "tests/support/temp_folder.h"

namespace gailou::cli {
namespace {

using namespace std::chrono_literals;
using protocol::Condition;
using protocol::dump;

const digest::Instant kNow = *digest::parse_iso("2026-05-08T12:00:00Z");

storage::ThreadRecord thread_record(std::int64_t topic = 7) {
  storage::ThreadRecord thread;
  thread.id = {topic};
  thread.source = "forum";
  thread.origin = "https://forum.example";
  thread.topic = {topic};
  thread.header = {.title = "盖楼", .slug = "lou", .posts_count = 12};
  thread.added_at = kNow - 24h;
  thread.complete = true;
  thread.posts_stored = 12;
  thread.poll = {.last_poll = kNow - 1min, .last_success = kNow - 1min, .next_poll = kNow + 3min};
  return thread;
}

storage::ThreadRecord paused_record(std::optional<digest::Instant> until, std::int64_t topic = 7) {
  storage::ThreadRecord thread = thread_record(topic);
  thread.state = storage::ThreadState::paused;
  thread.paused_until = until;
  return thread;
}

protocol::SourceLine source_line() {
  protocol::SourceLine line{.source = {.name = "forum", .origin = "https://forum.example"},
                            .threads = 3,
                            .active = 2,
                            .asleep = 1,
                            .requests = 40,
                            .requests_today = 120,
                            .day_budget = 21'600,
                            .request_spacing = 1000,
                            .gate = true,
                            .last_poll = kNow - 30s,
                            .next_poll = kNow + 5min};
  protocol::judge(line, kNow);
  return line;
}

protocol::SourceLine challenged_line() {
  protocol::SourceLine line = source_line();
  line.state = {.cooldown_until = kNow + 1h,
                .cooldown_reason = "a challenge page\x1b[31m stands before the forum",
                .failures = 1,
                .trouble = "challenged"};
  line.failing = 1;
  line.last_error = "GET https://forum.example/t/7: 403";
  protocol::judge(line, kNow);
  return line;
}

protocol::StatusReply status_reply() {
  return {.version = "1.2.3",
          .pid = 77,
          .started_at = kNow - 3h,
          .now = kNow,
          .threads = 3,
          .states = {{storage::ThreadState::active, 2}, {storage::ThreadState::paused, 1}},
          .last_poll = kNow - 1min,
          .sources = {source_line()},
          .store = {.folder = "/state", .figures = {.schema = 3, .database_bytes = 1 << 20, .posts = 99}},
          .listening = {"127.0.0.1:8488"}};
}

class WithDaemon : public testing::Test {
 protected:
  Ran run(std::vector<std::string> words, bool terminal = false, int columns = 100) {
    words.insert(words.begin() + 1, "--color=never");
    const Setting setting{
        .places = {.socket = folder_.file("admin.sock"), .state = folder_.path(), .site = {.zone = "UTC"}},
        .terminal = terminal,
        .columns = columns,
        .now = kNow};
    return run_words(std::move(words), setting);
  }
  template <class Reply>
  void answer(const std::string& verb, const Reply& reply) {
    daemon_.answer(verb, dump(protocol::document_of(reply)));
  }

  support::TempFolder folder_;
  support::ScriptedDaemon daemon_{folder_.file("admin.sock")};
};

using Pause = WithDaemon;

TEST_F(Pause, tells_until_when) {
  answer("pause", protocol::PauseReply{.thread = paused_record(kNow + 48h), .changed = true});
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
  answer("pause", protocol::PauseReply{.thread = paused_record(kNow + 1h), .changed = true});
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
  answer("list", protocol::ListReply{.threads = {paused_record(kNow + 72h)}});
  const Ran piped = run({"list"});
  EXPECT_NE(piped.out.find("2026-05-11 12:00:00 UTC\tpaused\n"), std::string::npos) << piped.out;
  const Ran terminal = run({"list"}, true);
  EXPECT_NE(terminal.out.find("in 3d  paused"), std::string::npos) << terminal.out;
  answer("show", protocol::ShowReply{.thread = paused_record(kNow + 72h)});
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
  thread.poll.missing_since = kNow - 24h;
  thread.poll.notice = "27 floors vanished at once\n\x1b]0;x\x07 and are not believed";
  answer("show", protocol::ShowReply{.thread = thread});
  const Ran ran = run({"show", "7"}, true);
  EXPECT_NE(ran.out.find("active, closed, unlisted"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("shown nothing of it since 2026-05-07 12:00:00 UTC"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("27 floors vanished at once"), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos);
  EXPECT_EQ(ran.out.find('\x07'), std::string::npos);
}

using Sources = WithDaemon;

TEST_F(Sources, are_listed_with_what_they_do) {
  answer("sources", protocol::SourcesReply{.now = kNow, .sources = {source_line()}});
  const Ran piped = run({"sources"});
  EXPECT_EQ(piped.exit_code, 0) << piped.err;
  EXPECT_TRUE(piped.out.starts_with("forum\thttps://forum.example\tok\t3\t1\t0\t0\t120/21600\t1/s\tgate\t"))
      << piped.out;
  const Ran terminal = run({"sources", "list"}, true, 160);
  EXPECT_NE(terminal.out.find("SOURCE"), std::string::npos) << terminal.out;
  EXPECT_NE(terminal.out.find("120/21600"), std::string::npos) << terminal.out;
  EXPECT_NE(terminal.out.find("in 5m"), std::string::npos) << terminal.out;
}

TEST_F(Sources, tell_their_trouble_below_the_table_without_steering_the_terminal) {
  answer("sources", protocol::SourcesReply{.now = kNow, .sources = {source_line(), challenged_line()}});
  const Ran ran = run({"sources"}, true, 120);
  EXPECT_NE(ran.out.find("challenged"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("forum: left alone until 2026-05-08 13:00:00 UTC: a challenge page"), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("forum: a page that wants a browser"), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos) << ran.out;
  const Ran piped = run({"sources"});
  EXPECT_NE(piped.out.find("\t2026-05-08 13:00:00 UTC\ta challenge page"), std::string::npos) << piped.out;
}

TEST_F(Sources, fit_a_narrow_terminal) {
  answer("sources", protocol::SourcesReply{.now = kNow, .sources = {source_line()}});
  std::istringstream lines(run({"sources"}, true, 60).out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 60U) << line;
}

TEST_F(Sources, are_json_when_asked) {
  answer("sources", protocol::SourcesReply{.now = kNow, .sources = {challenged_line()}});
  const auto document = nlohmann::json::parse(run({"sources", "--json"}).out);
  const auto& source = document["sources"][0];
  EXPECT_EQ(source["state"], "challenged");
  EXPECT_EQ(source["requests_today"], 120);
  EXPECT_EQ(source["day_budget"], 21'600);
  EXPECT_EQ(source["cooldown_until"], "2026-05-08T13:00:00.000Z");
  EXPECT_TRUE(source["gate"] == true && source["live"] == false);
}

TEST_F(Sources, are_none_at_first) {
  answer("sources", protocol::SourcesReply{.now = kNow});
  const Ran ran = run({"sources"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_TRUE(ran.out.empty());
  EXPECT_NE(ran.err.find("gailou add URL"), std::string::npos) << ran.err;
}

TEST_F(Sources, are_added_and_removed) {
  const storage::SourceRecord source{.name = "forum", .origin = "https://forum.example"};
  answer("add-source", protocol::SourceReply{.source = source, .changed = true});
  EXPECT_EQ(run({"sources", "add", "https://forum.example", "--source", "forum"}).out,
            "forum (https://forum.example) added\n");
  EXPECT_EQ(daemon_.bodies_of("add-source").at(0), R"({"url":"https://forum.example","name":"forum"})");
  answer("add-source", protocol::SourceReply{.source = source, .changed = false});
  EXPECT_EQ(run({"sources", "add", "https://forum.example"}).out,
            "forum (https://forum.example) is a source already\n");
  answer("remove-source", protocol::SourceReply{.source = source, .changed = true});
  EXPECT_EQ(run({"sources", "remove", "forum"}).out, "forum (https://forum.example) removed\n");
}

TEST_F(Sources, that_cannot_be_removed_say_why) {
  daemon_.answer("remove-source", R"({"code":"conflict","detail":"the source forum has 2 tracked threads"})", 409);
  const Ran ran = run({"sources", "remove", "forum"});
  EXPECT_EQ(ran.exit_code, 1);
  EXPECT_NE(ran.err.find("2 tracked threads"), std::string::npos) << ran.err;
}

TEST_F(Sources, are_tried_out) {
  const storage::SourceRecord source{.name = "forum", .origin = "https://forum.example"};
  answer("test-source", protocol::TestReply{.source = source, .title = "A \x1b[31mforum", .took_ms = 120});
  const Ran ran = run({"sources", "test", "forum"}, true);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_NE(ran.out.find("https://forum.example is the Discourse forum"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("120 ms"), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos) << ran.out;
  EXPECT_EQ(daemon_.bodies_of("test-source").at(0), R"({"source":"forum"})");
  answer("test-source", protocol::TestReply{.source = source, .title = "A forum", .login_required = true});
  const Ran closed = run({"sources", "test", "https://forum.example"});
  EXPECT_EQ(closed.exit_code, 2);
  EXPECT_NE(closed.out.find("without a login"), std::string::npos) << closed.out;
  EXPECT_EQ(nlohmann::json::parse(run({"sources", "test", "forum", "--json"}).out)["login_required"], true);
}

TEST_F(Sources, that_refuse_tell_why_by_words_and_exit_code) {
  const auto code_for = [this](const char* problem, int status) {
    daemon_.answer("test-source", problem, status);
    return run({"sources", "test", "forum"}).exit_code;
  };
  EXPECT_EQ(code_for(R"({"code":"challenged","detail":"a challenge page"})", 502), 1);
  EXPECT_EQ(code_for(R"({"code":"forbidden","detail":"robots.txt forbids it"})", 502), 1);
  EXPECT_EQ(code_for(R"({"code":"malformed","detail":"no Discourse forum"})", 400), 65);
  EXPECT_EQ(code_for(R"({"code":"cooldown","detail":"not before 12:00"})", 503), 75);
  EXPECT_EQ(code_for(R"({"code":"not_found","detail":"no source"})", 404), 2);
  EXPECT_EQ(code_for(R"({"code":"unavailable","detail":"no such host"})", 503), 69);
}

TEST_F(Sources, asked_wrongly_are_wrong_usage) {
  EXPECT_EQ(run({"sources", "lst"}).exit_code, 64);
  EXPECT_NE(run({"sources", "lst"}).err.find("did you mean `gailou sources list`?"), std::string::npos);
  EXPECT_EQ(run({"sources", "add"}).exit_code, 64);
  EXPECT_EQ(run({"sources", "remove"}).exit_code, 64);
  EXPECT_EQ(run({"sources", "list", "forum"}).exit_code, 64);
  EXPECT_EQ(run({"sources", "remove", "forum", "--source", "x"}).exit_code, 64);
  EXPECT_EQ(run({"sources", "add", "https://forum.example", "--source", "A b"}).exit_code, 64);
  EXPECT_EQ(run({"sources", "add", "forum"}).exit_code, 65);
  EXPECT_EQ(run({"sources", "test"}).exit_code, 64);
  EXPECT_EQ(run({"sources", "test", "A b"}).exit_code, 65);
  EXPECT_EQ(run({"sources", "test", "gopher://forum.example"}).exit_code, 65);
  EXPECT_EQ(run({"sources", "add", "https://a.example", "b"}).exit_code, 64);
  EXPECT_TRUE(daemon_.asked().empty());
}

using Status = WithDaemon;

TEST_F(Status, of_a_healthy_daemon_is_0) {
  answer("status", status_reply());
  const Ran ran = run({"status"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  for (const char* part :
       {"healthy, version 1.2.3, pid 77, up 3h", "3 tracked: 2 active, 1 paused, 0 failing", "nothing due",
        "forum https://forum.example: ok, 3 threads, 120/21600 requests today", "/state: 99 posts", "127.0.0.1:8488"}) {
    EXPECT_NE(ran.out.find(part), std::string::npos) << part << "\n" << ran.out;
  }
}

TEST_F(Status, of_a_degraded_one_is_2_and_says_why_and_what_to_do) {
  protocol::StatusReply status = status_reply();
  status.sources = {challenged_line()};
  status.degraded = {"source forum is left alone until 2026-05-08T13:00:00.000Z"};
  status.due = 2;
  status.overdue_ms = 170'000;
  status.notices = {{.thread = "forum/7", .title = "盖\x1b[0m楼", .what = "27 floors vanished at once"}};
  answer("status", status);
  const Ran ran = run({"status"}, true);
  EXPECT_EQ(ran.exit_code, 2);
  for (const char* part :
       {"degraded, version", "          source forum is left alone until", "2 due, the first for 3m",
        "          left alone until 2026-05-08 13:00:00 UTC", "ask the forum's owner", "27 floors vanished at once"}) {
    EXPECT_NE(ran.out.find(part), std::string::npos) << part << "\n" << ran.out;
  }
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos);
}

TEST_F(Status, as_json_has_stable_keys) {
  protocol::StatusReply status = status_reply();
  status.last_error = "forum/7: 404";
  answer("status", status);
  const auto document = nlohmann::json::parse(run({"status", "--json"}).out);
  for (const char* key :
       {"state", "degraded", "version", "pid", "started_at", "now", "threads", "states", "due", "overdue_ms", "failing",
        "last_poll", "last_error", "notices", "listening", "sources", "store"}) {
    EXPECT_TRUE(document.contains(key)) << key;
  }
  EXPECT_EQ(document["state"], "healthy");
  EXPECT_EQ(document["states"][1]["state"], "paused");
  EXPECT_EQ(document["store"]["folder"], "/state");
}

}  // namespace
}  // namespace gailou::cli
