// `add --wait`: the first fetch, followed on stderr.
#include <algorithm>
#include <chrono>

#include "daemon/cli/verbs.h"
#include "daemon/io/log.h"

namespace gailou::cli {

namespace {

using digest::Result;
using storage::ThreadRecord;

// One look at least this often, so that a daemon that has ended is noticed.
constexpr std::int64_t kLookMs = 5'000;
constexpr int kPartial = 2;

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3) {
    text.insert(static_cast<std::size_t>(at), ",");
  }
  return text;
}

/// `盖楼 uscardforum/398231  1,840/5,000 floors  37 %`: redrawn in place on a terminal, else one line per tenth.
class Progress {
 public:
  explicit Progress(Session& session) : session_(session) {}
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() {
    if (drawn_) write("\n");
  }

  void show(const ThreadRecord& thread) {
    if (session_.global.quiet || session_.global.progress == "none" || thread.header.posts_count <= 0) return;
    const std::int64_t share = std::min<std::int64_t>(100, 100 * thread.posts_stored / thread.header.posts_count);
    const std::string line = "盖楼 " + protocol::text_of(protocol::name_of(thread)) + "  " +
                             grouped(thread.posts_stored) + "/" + grouped(thread.header.posts_count) + " floors  " +
                             std::to_string(share) + " %";
    if (session_.streams.err_is_terminal && session_.global.progress == "auto") {
      write("\r" + line + "\x1b[K");
      drawn_ = true;
    } else if (share / 10 != tenth_) {
      write(line + "\n");
      tenth_ = share / 10;
    }
  }

 private:
  void write(const std::string& text) {
    session_.streams.err.write(text);
    session_.streams.err.flush();
  }

  Session& session_;
  bool drawn_ = false;
  std::int64_t tenth_ = -1;
};

}  // namespace

Result<int> wait_for_first_fetch(Session& session, ThreadRecord thread) {
  const std::string name = protocol::text_of(protocol::name_of(thread));
  std::int64_t seen = 0;
  {
    Progress progress(session);
    while (!thread.complete && thread.poll.failures == 0) {
      progress.show(thread);
      const protocol::WaitForChange wait{.thread = name, .seen = seen, .timeout_ms = kLookMs};
      auto reply = session.client.ask(wait);
      if (!reply) return reply.error();
      seen = reply->seen;
      thread = std::move(reply->thread);
    }
    progress.show(thread);
  }
  if (thread.complete) {
    session.note(name + ": " + std::to_string(thread.posts_stored) + " floors fetched");
    return 0;
  }
  session.streams.err.write(io::log::printable("gailou: add: " + name +
                                               ": added, but not fetched yet: " + thread.poll.last_error +
                                               "\ntried again at " + time_text(thread.poll.next_poll, session)) +
                            "\n");
  session.streams.err.flush();
  return kPartial;
}

}  // namespace gailou::cli
