// `watch`: the newest entries of threads, then each new one as it is committed. It asks the daemon to answer at the
// next commit and then for what is new in each thread, so that a restart of either loses and repeats nothing.
#include <algorithm>
#include <chrono>
#include <map>
#include <thread>

#include "daemon/cli/entry_text.h"
#include "daemon/cli/reads.h"
#include "daemon/cli/targets.h"
#include "daemon/cli/verbs.h"

namespace gailou::cli {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;
using storage::ThreadRecord;

// The daemon answers at least so often; one that doesn't hangs.
constexpr std::int64_t kWaitMs = 10'000;
constexpr std::chrono::seconds kPatience{30};
// Between two tries to reach a daemon that has gone.
constexpr std::chrono::seconds kRetry{1};
constexpr int kNothingLeft = 2;

class Watch {
 public:
  Watch(Session& session, const WatchArguments& verb) : session_(session), verb_(verb), reads_(session) {}

  /// Prints the first part.
  Result<void> begin();
  /// Ends only by an error, a closed output or when nothing is left to follow.
  Result<int> follow();

 private:
  /// To follow takes the daemon from the beginning; the first part alone can come from the store.
  template <class Verb>
  Result<typename Verb::Reply> ask(const Verb& verb) {
    return verb_.follow ? session_.client.ask(verb) : reads_.answer(verb);
  }
  Result<std::vector<std::string>> names();
  Result<void> tell_news(std::vector<ThreadRecord> threads);
  Result<void> tell_news_of(const ThreadRecord& thread);
  void forget_removed(const std::vector<ThreadRecord>& threads);
  void print(const std::string& name, const std::vector<protocol::EntryLine>& entries);
  void wait_for_daemon();

  Session& session_;
  const WatchArguments& verb_;
  Reads reads_;
  std::map<std::string, digest::Revision> told_{};  // by SOURCE/ID: everything up to here is printed
  std::int64_t commit_ = 0;
  int failures_ = 0;  // in a row, to reach the daemon
};

/// What was named, or all, the thread that changed last at the end.
Result<std::vector<std::string>> Watch::names() {
  std::vector<ThreadRecord> threads;
  if (verb_.threads.empty()) {
    auto list = ask(protocol::ListThreads{});
    if (!list) return list.error();
    threads = std::move(list->threads);
    std::ranges::stable_sort(threads, {}, &ThreadRecord::commit);
  }
  for (const std::string& named : verb_.threads) {
    auto shown = ask(protocol::ShowThread{.thread = named});
    if (!shown) return shown.error();
    threads.push_back(std::move(shown->thread));
  }
  std::vector<std::string> names;
  for (const ThreadRecord& thread : threads) names.push_back(protocol::text_of(protocol::name_of(thread)));
  return names;
}

Result<void> Watch::begin() {
  const auto watched = names();
  if (!watched) return watched.error();
  for (const std::string& name : *watched) told_[name] = {};
  if (told_.empty()) session_.note("no thread is tracked; add one with: gailou add URL");
  for (const std::string& name : *watched) {
    if (told_[name].value > 0) continue;  // named twice
    const auto newest = ask(protocol::ReadChanges{.thread = name, .newest = verb_.count});
    if (!newest) return newest.error();
    print(name, newest->entries);
    told_[name] = newest->revision;
  }
  return {};
}

void Watch::print(const std::string& name, const std::vector<protocol::EntryLine>& entries) {
  for (const protocol::EntryLine& entry : entries) {
    if (session_.global.json) {
      protocol::ordered_json object{{"thread", name}};
      object.update(protocol::document_of(entry));
      session_.print(protocol::dump(object) + "\n");
    } else {
      session_.print((told_.size() > 1 ? name + " " : "") + entry_text(entry, session_.paint) + "\n");
    }
    session_.streams.out.flush();
  }
}

Result<void> Watch::tell_news_of(const ThreadRecord& thread) {
  const std::string name = protocol::text_of(protocol::name_of(thread));
  const digest::Revision told = told_[name];
  if (thread.revision == told) return {};
  // Fewer revisions than before: it was removed and added again.
  const std::int64_t since = thread.revision < told ? 0 : told.value;
  const auto news = session_.client.ask(protocol::ReadChanges{.thread = name, .since = since});
  if (!news && (news.error().code == Code::not_found || news.error().code == Code::gone)) return {};
  if (!news) return news.error();
  print(name, news->entries);
  print(name, news->tombstones);
  told_[name] = news->revision;
  return {};
}

Result<void> Watch::tell_news(std::vector<ThreadRecord> threads) {
  std::ranges::stable_sort(threads, {}, &ThreadRecord::commit);
  for (const ThreadRecord& thread : threads) {
    const bool watched = verb_.threads.empty() || told_.contains(protocol::text_of(protocol::name_of(thread)));
    if (!watched) continue;
    if (auto told = tell_news_of(thread); !told) return told;
  }
  if (!threads.empty()) commit_ = threads.back().commit.value;
  return {};
}

void Watch::forget_removed(const std::vector<ThreadRecord>& threads) {
  std::erase_if(told_, [&](const auto& told) {
    const bool tracked = std::ranges::any_of(threads, [&](const ThreadRecord& thread) {
      return protocol::text_of(protocol::name_of(thread)) == told.first;
    });
    if (!tracked) session_.note("gailou: watch: " + told.first + " is no longer tracked");
    return !tracked;
  });
}

void Watch::wait_for_daemon() {
  // A quick restart isn't worth a word.
  if (++failures_ == 2) session_.note("gailou: watch: the daemon has gone; going on when it is back");
  std::this_thread::sleep_for(kRetry);
}

/// Errors that a daemon's restart looks like.
bool may_pass(const Error& error) {
  return error.code == Code::unavailable || error.code == Code::timeout || error.code == Code::cancelled;
}

Result<int> Watch::follow() {
  while (session_.streams.out.flush() == 0 && !has_lost_reader(session_.streams.out_fd)) {
    const protocol::WaitForCommit next{.after = commit_, .timeout_ms = kWaitMs};
    auto list = session_.client.ask(next, kPatience);
    if (list) forget_removed(list->threads);
    if (told_.empty() && !verb_.threads.empty()) return kNothingLeft;
    const auto told = list ? tell_news(std::move(list->threads)) : Result<void>(list.error());
    if (!told && !may_pass(told.error())) return told.error();
    if (told) failures_ = 0;
    if (!told) wait_for_daemon();
  }
  return 0;
}

}  // namespace

Result<int> run(Session& session, const WatchArguments& verb) {
  if (auto checked = check_names(verb.threads); !checked) return checked.error();
  Watch watch(session, verb);
  if (auto begun = watch.begin(); !begun) return begun.error();
  if (!verb.follow) return 0;
  return watch.follow();
}

}  // namespace gailou::cli
