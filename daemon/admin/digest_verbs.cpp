// Rounds on demand: a poll now, or the pending floors digested at once.
#include "daemon/admin/verbs.h"
#include "daemon/protocol/thread_ref.h"

namespace gailou::admin {

namespace asio = boost::asio;
using digest::Result;

namespace {

std::vector<protocol::RevisionLine> lines_of(const std::vector<storage::Committed>& committed) {
  std::vector<protocol::RevisionLine> lines;
  for (const storage::Committed& each : committed) {
    protocol::RevisionLine& line = lines.emplace_back(protocol::RevisionLine{.revision = each.revision});
    for (const digest::Entry& entry : each.entries) line.entries.push_back(protocol::line_of(entry));
  }
  return lines;
}

/// The report with the thread as it stands after the round.
Answer told(Context& context, storage::ThreadRecord before, Result<track::RoundReport> report) {
  if (!report) co_return report.error().at(protocol::text_of(protocol::name_of(before)));
  auto after = co_await find_thread(context, std::to_string(before.id.value));
  if (!after) co_return after.error();
  const protocol::RoundReply reply{.thread = std::move(*after),
                                   .added = report->added,
                                   .edited = report->edited,
                                   .marked = report->marked,
                                   .revisions = lines_of(report->committed)};
  co_return reply_with(reply);
}

}  // namespace

Answer run(Context& context, protocol::PollThread verb) {
  auto thread = co_await find_thread(context, std::move(verb.thread));
  if (!thread) co_return thread.error();
  const track::PollWish wish{.believe_vanished = verb.believe_vanished};
  auto report = co_await context.tracker.poll(thread->id, wish);
  auto telling = told(context, std::move(*thread), std::move(report));
  co_return co_await std::move(telling);
}

Answer run(Context& context, protocol::DigestNow verb) {
  auto thread = co_await find_thread(context, std::move(verb.thread));
  if (!thread) co_return thread.error();
  auto report = co_await context.tracker.digest_now(thread->id);
  auto telling = told(context, std::move(*thread), std::move(report));
  co_return co_await std::move(telling);
}

}  // namespace gailou::admin
