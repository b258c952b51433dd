#include "daemon/track/followed.h"

#include <functional>

namespace gailou::track {

std::size_t title_mark(const std::string& title) {
  return title.empty() ? 0 : std::hash<std::string>{}(title);
}

std::shared_ptr<Followed> follow(const storage::ThreadRecord& record, boost::asio::any_io_executor executor,
                                 Instant now) {
  auto thread = std::make_shared<Followed>(std::move(executor));
  thread->id = record.id;
  thread->topic = record.topic;
  thread->name = record.source + "/" + std::to_string(record.topic.value);
  thread->title = title_mark(record.header.title);
  thread->highest = record.highest;
  thread->complete = record.complete;
  thread->revision = record.revision;
  thread->posts_stored = record.posts_stored;
  thread->expected = record.header.posts_count;
  thread->state = record.state;
  thread->poll = record.poll;
  thread->rhythm.closed = record.header.closed || record.header.archived;
  thread->rhythm.last_activity = record.added_at;
  thread->due = record.poll.next_poll.value_or(now);
  thread->poll.next_poll = thread->due;
  if (record.complete) note_look(thread->gate, record.header);
  thread->paused = record.state == storage::ThreadState::paused;
  thread->paused_until = record.paused_until;
  // Floors may have been left pending by a crash, or edits to settle: look at them at once.
  if (record.pending + record.changed > 0 && record.complete) thread->settles_at = now;
  return thread;
}

}  // namespace gailou::track
