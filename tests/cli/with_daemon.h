// A scripted daemon and what it may have to tell: one thread, one forum, a forum behind a challenge page.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/cli/ran.h"
#include "tests/support/scripted_daemon.h"
#include "tests/support/temp_folder.h"

namespace gailou::cli {

using namespace std::chrono_literals;

inline const digest::Instant kNoon = *digest::parse_iso("2026-05-08T12:00:00Z");

inline storage::ThreadRecord thread_record(std::int64_t topic = 7) {
  storage::ThreadRecord thread;
  thread.id = {topic};
  thread.source = "forum";
  thread.origin = "https://forum.example";
  thread.topic = {topic};
  thread.header = {.title = "盖楼", .slug = "lou", .posts_count = 12};
  thread.added_at = kNoon - 24h;
  thread.complete = true;
  thread.posts_stored = 12;
  thread.poll = {.last_poll = kNoon - 1min, .last_success = kNoon - 1min, .next_poll = kNoon + 3min};
  return thread;
}

inline storage::ThreadRecord paused_record(std::optional<digest::Instant> until, std::int64_t topic = 7) {
  storage::ThreadRecord thread = thread_record(topic);
  thread.state = storage::ThreadState::paused;
  thread.paused_until = until;
  return thread;
}

inline protocol::SourceLine source_line() {
  protocol::SourceLine line{.source = {.name = "forum", .origin = "https://forum.example"},
                            .threads = 3,
                            .active = 2,
                            .asleep = 1,
                            .requests = 40,
                            .requests_today = 120,
                            .day_budget = 21'600,
                            .request_spacing = 1000,
                            .gate = true,
                            .last_poll = kNoon - 30s,
                            .next_poll = kNoon + 5min};
  protocol::judge(line, kNoon);
  return line;
}

inline protocol::SourceLine challenged_line() {
  protocol::SourceLine line = source_line();
  line.state = {.cooldown_until = kNoon + 1h,
                .cooldown_reason = "a challenge page\x1b[31m stands before the forum",
                .failures = 1,
                .trouble = "challenged"};
  line.failing = 1;
  line.last_error = "GET https://forum.example/t/7: 403";
  protocol::judge(line, kNoon);
  return line;
}

inline protocol::StatusReply status_reply() {
  return {.version = "1.2.3",
          .pid = 77,
          .started_at = kNoon - 3h,
          .now = kNoon,
          .threads = 3,
          .states = {{storage::ThreadState::active, 2}, {storage::ThreadState::paused, 1}},
          .last_poll = kNoon - 1min,
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
        .now = kNoon};
    return run_words(std::move(words), setting);
  }
  template <class Reply>
  void answer(const std::string& verb, const Reply& reply) {
    daemon_.answer(verb, protocol::dump(protocol::document_of(reply)));
  }

  support::TempFolder folder_;
  support::ScriptedDaemon daemon_{folder_.file("admin.sock")};
};

}  // namespace gailou::cli
