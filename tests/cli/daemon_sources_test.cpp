// Verbs about forums and the daemon itself: what they send it, and what they make of its answers.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/cli/with_daemon.h"

namespace gailou::cli {
namespace {

using Sources = WithDaemon;

TEST_F(Sources, are_listed_with_what_they_do) {
  answer("sources", protocol::SourcesReply{.now = kNoon, .sources = {source_line()}});
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
  answer("sources", protocol::SourcesReply{.now = kNoon, .sources = {source_line(), challenged_line()}});
  const Ran ran = run({"sources"}, true, 120);
  EXPECT_NE(ran.out.find("challenged"), std::string::npos) << ran.out;
  EXPECT_NE(ran.out.find("forum: left alone until 2026-05-08 13:00:00 UTC: a challenge page"), std::string::npos)
      << ran.out;
  EXPECT_NE(ran.out.find("forum: a page that wants a browser"), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find('\x1b'), std::string::npos) << ran.out;
  const Ran piped = run({"sources"});
  EXPECT_NE(piped.out.find("\t2026-05-08 13:00:00 UTC\ta challenge page"), std::string::npos) << piped.out;
}

TEST_F(Sources, do_not_tell_the_same_trouble_twice) {
  protocol::SourceLine line = challenged_line();
  line.state.cooldown_reason = "the forum doesn't take our key for a login (make a new one)";
  line.last_error = "GET https://forum.example/t/7.json: " + line.state.cooldown_reason;
  answer("sources", protocol::SourcesReply{.now = kNoon, .sources = {line}});
  const Ran ran = run({"sources"}, true, 120);
  EXPECT_NE(ran.out.find("make a new one"), std::string::npos) << ran.out;
  EXPECT_EQ(ran.out.find("last error"), std::string::npos) << ran.out;
  line.last_error = "GET https://forum.example/t/8.json: the forum fails with status 500";
  answer("sources", protocol::SourcesReply{.now = kNoon, .sources = {line}});
  EXPECT_NE(run({"sources"}, true, 120).out.find("last error: GET https://forum.example/t/8"), std::string::npos);
  line.state.cooldown_reason.clear();
  answer("sources", protocol::SourcesReply{.now = kNoon, .sources = {line}});
  EXPECT_NE(run({"sources"}, true, 120).out.find("last error: GET https://forum.example/t/8"), std::string::npos);
}

TEST_F(Sources, fit_a_narrow_terminal) {
  answer("sources", protocol::SourcesReply{.now = kNoon, .sources = {source_line()}});
  std::istringstream lines(run({"sources"}, true, 60).out);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 60U) << line;
}

TEST_F(Sources, are_json_when_asked) {
  answer("sources", protocol::SourcesReply{.now = kNoon, .sources = {challenged_line()}});
  const auto document = nlohmann::json::parse(run({"sources", "--json"}).out);
  const auto& source = document["sources"][0];
  EXPECT_EQ(source["state"], "challenged");
  EXPECT_EQ(source["requests_today"], 120);
  EXPECT_EQ(source["day_budget"], 21'600);
  EXPECT_EQ(source["cooldown_until"], "2026-05-08T13:00:00.000Z");
  EXPECT_TRUE(source["gate"] == true && source["live"] == false);
}

TEST_F(Sources, are_none_at_first) {
  answer("sources", protocol::SourcesReply{.now = kNoon});
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
