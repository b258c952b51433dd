// `list` and `show`: which threads there are and how they stand.
#include <algorithm>

#include "daemon/cli/reads.h"
#include "daemon/cli/source_text.h"
#include "daemon/cli/targets.h"
#include "daemon/cli/verbs.h"
#include "digest/render/local_time.h"

namespace gailou::cli {

namespace {

using digest::Result;
using storage::ThreadRecord;

constexpr int kNothingFits = 2;

/// When it is polled next by itself; a paused thread when its pause ends, if it does.
std::optional<digest::Instant> next_poll(const ThreadRecord& thread) {
  return thread.state == storage::ThreadState::paused ? thread.paused_until : thread.poll.next_poll;
}

void sort_by(const std::string& key, std::vector<ThreadRecord>& threads) {
  const auto next = [](const ThreadRecord& thread) { return next_poll(thread).value_or(digest::Instant::max()); };
  if (key == "title") {
    std::ranges::stable_sort(threads, {}, [](const ThreadRecord& thread) { return thread.header.title; });
  } else if (key == "floors") {
    std::ranges::stable_sort(threads, std::greater{}, &ThreadRecord::posts_stored);
  } else if (key == "changed") {
    std::ranges::stable_sort(threads, std::greater{}, [](const ThreadRecord& thread) { return thread.commit; });
  } else if (key == "next") {
    std::ranges::stable_sort(threads, {}, next);
  } else {
    std::ranges::stable_sort(threads, {}, &ThreadRecord::id);
  }
}

/// The first moment of today in the readers' zone.
std::optional<digest::Instant> today(const Session& session) {
  const std::string& zone = session.places.site.zone;
  const render::LocalTime now = render::to_local(session.streams.now, zone);
  return render::start_of_day(now.year, now.month, now.day, zone);
}

std::int64_t new_today(const protocol::ListReply& reply, digest::ThreadId id) {
  const auto found = std::ranges::find(reply.fresh, id, &storage::FreshReplies::thread);
  return found == reply.fresh.end() ? 0 : found->replies;
}

std::vector<std::string> row_of(const ThreadRecord& thread, std::int64_t fresh, const Session& session) {
  const std::string title = thread.header.title.empty() ? "(not fetched yet)" : thread.header.title;
  return {std::to_string(thread.id.value),
          protocol::text_of(protocol::name_of(thread)),
          title,
          std::to_string(thread.posts_stored),
          std::to_string(fresh),
          std::to_string(thread.pending),
          thread.revision.value == 0 ? "-" : "r" + std::to_string(thread.revision.value),
          glance(thread.poll.last_poll, session),
          glance(next_poll(thread), session),
          std::string(storage::name_of(thread.state))};
}

/// "61, 64–66"
std::string ranges(const std::vector<digest::Floor>& floors) {
  std::string text;
  for (std::size_t i = 0; i < floors.size();) {
    std::size_t end = i + 1;
    while (end < floors.size() && floors[end].value == floors[end - 1].value + 1) ++end;
    text += (text.empty() ? "" : ", ") + std::to_string(floors[i].value);
    if (end - i > 1) text += "–" + std::to_string(floors[end - 1].value);
    i = end;
  }
  return text.empty() ? "none" : text;
}

std::string fact(std::string_view name, std::string_view value) {
  return std::string(name) + std::string(14 - std::min<std::size_t>(13, name.size()), ' ') + cell(value) + "\n";
}

/// "active", "paused until resumed, closed"
std::string state_text(const ThreadRecord& thread, const Session& session) {
  std::string text(storage::name_of(thread.state));
  if (thread.state == storage::ThreadState::paused) text = pause_text(thread, session);
  const auto add = [&](bool is_so, const char* word) {
    if (is_so) text += std::string(", ") + word;
  };
  add(thread.header.closed && thread.state != storage::ThreadState::closed, "closed");
  add(thread.header.archived, "archived");
  add(thread.header.unlisted, "unlisted");
  return text;
}

std::string facts_of_thread(const protocol::ShowReply& shown, const Session& session) {
  const ThreadRecord& thread = shown.thread;
  std::string text = fact(
      "thread", protocol::text_of(protocol::name_of(thread)) + " (number " + std::to_string(thread.id.value) + ")");
  text += fact("title", thread.header.title.empty() ? "(not fetched yet)" : thread.header.title);
  text += fact("url", protocol::forum_url(thread));
  text += fact("state", state_text(thread, session));
  text +=
      fact("floors", std::to_string(thread.posts_stored) + " stored of " + std::to_string(thread.header.posts_count) +
                         (thread.complete ? "" : ", the first fetch is not complete"));
  text += fact("missing", ranges(shown.missing));
  text += fact("pending", std::to_string(thread.pending));
  if (thread.engine) text += fact("engine", *thread.engine + ", chosen by hand");
  text += fact("revision", thread.revision.value == 0 ? "none"
                                                      : "r" + std::to_string(thread.revision.value) + ", " +
                                                            time_text(thread.digest_at, session));
  text += fact("added", time_text(thread.added_at, session) +
                            (thread.added_by.empty() ? "" : " by the rule " + thread.added_by));
  text += fact("last post", time_text(thread.header.last_posted_at, session));
  text += fact("last poll", time_text(thread.poll.last_poll, session));
  text += fact("next poll", time_text(next_poll(thread), session));
  if (thread.poll.failures > 0) {
    text += fact("failures", std::to_string(thread.poll.failures) + " in a row, " +
                                 (thread.poll.last_error.empty() ? "no reason known" : thread.poll.last_error));
  }
  if (thread.poll.missing_since) {
    text +=
        fact("not there", "the forum has shown nothing of it since " + time_text(thread.poll.missing_since, session));
  }
  if (!thread.poll.notice.empty()) text += fact("notice", thread.poll.notice);
  if (shown.delays) text += fact("delay", delays_text(shown.delays));
  if (shown.cooldown_until) {
    text += fact("cooldown", "until " + time_text(shown.cooldown_until, session) + ": " + shown.cooldown_reason);
  }
  return text;
}

}  // namespace

Result<int> run(Session& session, const ListArguments& verb) {
  Reads reads(session);
  auto reply = reads.answer(protocol::ListThreads{.since = today(session)});
  if (!reply) return reply.error();
  auto& threads = reply->threads;
  const bool none_tracked = threads.empty();
  std::erase_if(threads, [&](const ThreadRecord& thread) {
    const bool other_source = !verb.source.empty() && thread.source != verb.source;
    const bool other_state = !verb.state.empty() && storage::name_of(thread.state) != verb.state;
    return other_source || other_state;
  });
  const int exit_code = threads.empty() && !none_tracked ? kNothingFits : 0;
  sort_by(verb.sort, threads);
  if (verb.limit && threads.size() > static_cast<std::size_t>(*verb.limit)) {
    threads.resize(static_cast<std::size_t>(*verb.limit));
  }
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(*reply)) + "\n");
    return exit_code;
  }
  if (threads.empty()) {
    session.note(none_tracked ? "no thread is tracked; add one with: gailou add URL" : "no tracked thread fits");
    return exit_code;
  }
  static const std::vector<Column> kColumns{{.header = "#", .right = true},
                                            {.header = "THREAD"},
                                            {.header = "TITLE", .yields = true},
                                            {.header = "FLOORS", .right = true, .rank = 1},
                                            {.header = "NEW", .right = true, .rank = 2},
                                            {.header = "PENDING", .right = true, .rank = 4},
                                            {.header = "REV", .right = true, .rank = 5},
                                            {.header = "POLLED", .rank = 3},
                                            {.header = "NEXT", .rank = 3},
                                            {.header = "STATE"}};
  std::vector<std::vector<std::string>> rows;
  for (const ThreadRecord& thread : threads) rows.push_back(row_of(thread, new_today(*reply, thread.id), session));
  session.print(table(kColumns, rows, session.table_style()));
  return 0;
}

Result<int> run(Session& session, const ShowArguments& verb) {
  if (auto checked = check_names({verb.thread}); !checked) return checked.error();
  Reads reads(session);
  const auto reply = reads.answer(protocol::ShowThread{.thread = verb.thread});
  if (!reply) return reply.error();
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(*reply)) + "\n");
  } else {
    session.print_long(facts_of_thread(*reply, session));
  }
  return 0;
}

}  // namespace gailou::cli
