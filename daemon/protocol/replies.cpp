// The fields of each reply, once for both ways.
#include "daemon/protocol/replies.h"

#include "daemon/protocol/cost_fields.h"
#include "daemon/protocol/engine_fields.h"
#include "daemon/protocol/explanation_fields.h"
#include "daemon/protocol/found_fields.h"
#include "daemon/protocol/offer_fields.h"
#include "daemon/protocol/search_fields.h"
#include "daemon/protocol/source_fields.h"
#include "daemon/protocol/thread_fields.h"

namespace gailou::protocol {

using digest::Result;

template <class Io, Const<EntryLine> T>
void fields(Io& io, T& entry) {
  io.need("id", entry.id);
  io.need("section", entry.section);
  io.need("marker", entry.marker);
  io.need("text", entry.text);
  io.need("cites", entry.cites);
}

template <class Io, Const<RevisionLine> T>
void fields(Io& io, T& line) {
  io.need("rev", line.revision);
  io.need("entries", line.entries);
}

template <class Io, Const<AddReply> T>
void fields(Io& io, T& reply) {
  io.need("already_tracked", reply.already_tracked);
  io.need("thread", reply.thread);
}

template <class Io, Const<RemoveReply> T>
void fields(Io& io, T& reply) {
  io.need("source", reply.name.source);
  io.need("id", reply.name.topic);
  io.need("title", reply.title);
  io.need("data_kept", reply.data_kept);
}

template <class Io, Const<PauseReply> T>
void fields(Io& io, T& reply) {
  io.need("changed", reply.changed);
  io.need("thread", reply.thread);
}

/// What came of reading posts, by a poll or from a file.
template <class Io, class T>
void posts_read(Io& io, T& reply) {
  io.need("added", reply.added);
  io.need("edited", reply.edited);
  io.need("marked", reply.marked);
}

template <class Io, Const<RoundReply> T>
void fields(Io& io, T& reply) {
  io.need("thread", reply.thread);
  posts_read(io, reply);
  io.need("revisions", reply.revisions);
}

template <class Io, Const<SkippedLine> T>
void fields(Io& io, T& skipped) {
  io.may("line", skipped.line);
  io.need("why", skipped.why);
}

template <class Io, Const<ImportReply> T>
void fields(Io& io, T& reply) {
  io.need("already_tracked", reply.already_tracked);
  io.need("form", reply.form);
  io.need("posts", reply.posts);
  posts_read(io, reply);
  io.need("known", reply.known);
  io.need("skipped", reply.skipped);
  io.need("missing", reply.missing);
  io.need("complete", reply.complete);
  io.need("revisions", reply.revisions);
  io.need("thread", reply.thread);
}

template <class Io, Const<WaitReply> T>
void fields(Io& io, T& reply) {
  io.need("seen", reply.seen);
  io.need("thread", reply.thread);
}

template <class Io, Const<storage::FreshReplies> T>
void fields(Io& io, T& fresh) {
  io.need("number", fresh.thread);
  io.need("replies", fresh.replies);
}

template <class Io, Const<ListReply> T>
void fields(Io& io, T& reply) {
  io.need("threads", reply.threads);
  io.may("fresh", reply.fresh);
}

template <class Io, Const<ShowReply> T>
void fields(Io& io, T& reply) {
  fields(io, reply.thread);
  io.need("missing", reply.missing);
  io.may("cooldown_until", reply.cooldown_until);
  io.may("cooldown_reason", reply.cooldown_reason);
  io.may("delays", reply.delays);
}

template <class Io, Const<PostsReply> T>
void fields(Io& io, T& reply) {
  io.need("posts", reply.posts);
  io.may("next", reply.next);
}

template <class Io, Const<ChangesReply> T>
void fields(Io& io, T& reply) {
  io.need("rev", reply.revision);
  io.need("entries", reply.entries);
  io.need("tombstones", reply.tombstones);
}

template <class Io, Const<DealsReply> T>
void fields(Io& io, T& reply) {
  io.need("offers", reply.offers);
}

template <class Io, Const<SearchReply> T>
void fields(Io& io, T& reply) {
  io.need("hits", reply.hits);
  io.may("next", reply.next);
  io.may("incomplete", reply.incomplete);
}

template <class Io, Const<SourcesReply> T>
void fields(Io& io, T& reply) {
  io.need("now", reply.now);
  io.need("sources", reply.sources);
}

template <class Io, Const<SourceReply> T>
void fields(Io& io, T& reply) {
  io.need("changed", reply.changed);
  io.need("source", reply.source);
}

template <class Io, Const<TestReply> T>
void fields(Io& io, T& reply) {
  io.need("source", reply.source);
  io.may("title", reply.title);
  io.need("login_required", reply.login_required);
  io.need("took_ms", reply.took_ms);
}

template <class Io, Const<DiscoverReply> T>
void fields(Io& io, T& reply) {
  io.need("source", reply.source);
  io.need("known", reply.known);
  io.need("now", reply.now);
  io.need("seen_at", reply.seen_at);
  io.need("topics", reply.topics);
}

template <class Io, Const<DraftLine> T>
void fields(Io& io, T& line) {
  io.need("engine", line.engine);
  io.need("entries", line.entries);
  io.need("nothing_new", line.nothing_new);
  io.may("summary", line.summary);
}

template <class Io, Const<TestEngineReply> T>
void fields(Io& io, T& reply) {
  io.need("endpoint", reply.endpoint);
  io.need("works", reply.works);
  io.need("exchanges", reply.exchanges);
  io.need("draft", reply.draft);
  io.may("notes", reply.notes);
  io.need("currency", reply.currency);
}

template <class Io, Const<TryDigestReply> T>
void fields(Io& io, T& reply) {
  io.need("thread", reply.thread);
  io.need("floors", reply.floors);
  io.need("pending", reply.pending);
  io.need("drafts", reply.drafts);
  io.need("exchanges", reply.exchanges);
  io.may("offline", reply.offline);
  io.may("notes", reply.notes);
  io.need("currency", reply.currency);
}

template <class Io, Const<UseEngineReply> T>
void fields(Io& io, T& reply) {
  io.need("thread", reply.thread);
  io.need("engine", reply.engine);
  io.need("own", reply.own);
}

template <class Io, Const<ThreadNotice> T>
void fields(Io& io, T& notice) {
  io.need("thread", notice.thread);
  io.may("title", notice.title);
  io.need("what", notice.what);
}

template <class Io, Const<StateCount> T>
void fields(Io& io, T& count) {
  io.word("state", count.state, &storage::name_of, &storage::thread_state_of);
  io.need("threads", count.threads);
}

template <class Io, Const<StoreLine> T>
void fields(Io& io, T& store) {
  io.may("folder", store.folder);
  io.need("schema", store.figures.schema);
  io.need("database_bytes", store.figures.database_bytes);
  io.need("wal_bytes", store.figures.wal_bytes);
  io.need("threads", store.figures.threads);
  io.need("posts", store.figures.posts);
}

template <class Io, Const<ConfigFault> T>
void fields(Io& io, T& fault) {
  io.may("where", fault.where);
  io.need("what", fault.what);
  io.may("hint", fault.hint);
}

template <class Io, Const<ReloadReply> T>
void fields(Io& io, T& reply) {
  io.need("at", reply.at);
  io.need("accepted", reply.accepted);
  io.need("applied", reply.applied);
  io.need("restart", reply.restart);
  io.need("unchanged", reply.unchanged);
  io.may("faults", reply.faults);
}

template <class Io, Const<StatusReply> T>
void fields(Io& io, T& reply) {
  if constexpr (Io::kWrites) io.beside("state", reply.degraded.empty() ? "healthy" : "degraded");
  io.need("degraded", reply.degraded);
  io.need("version", reply.version);
  io.may("commit", reply.commit);
  io.need("pid", reply.pid);
  io.need("started_at", reply.started_at);
  io.need("now", reply.now);
  io.need("threads", reply.threads);
  io.need("states", reply.states);
  io.need("due", reply.due);
  io.need("overdue_ms", reply.overdue_ms);
  io.need("failing", reply.failing);
  io.may("last_poll", reply.last_poll);
  io.may("last_error", reply.last_error);
  io.need("notices", reply.notices);
  io.need("listening", reply.listening);
  io.need("sources", reply.sources);
  io.need("store", reply.store);
  io.may("engine", reply.engine);
  io.may("reload", reply.reload);
}

EntryLine line_of(const digest::Entry& entry) {
  return {.id = digest::entry_id(entry.seq),
          .section = entry.section,
          .marker = digest::to_string(entry.marker),
          .text = entry.text,
          .cites = entry.cites};
}

std::string forum_url(const storage::ThreadRecord& thread) {
  const std::string id = std::to_string(thread.topic.value);
  const std::string slug = thread.header.slug.empty() ? "" : thread.header.slug + "/";
  return thread.origin + "/t/" + slug + id;
}

storage::ThreadName name_of(const storage::ThreadRecord& thread) {
  return {.source = thread.source, .topic = thread.topic};
}

template <class Record>
ordered_json document_of(const Record& record) {
  return object_of(record);
}

template <class Reply>
Result<Reply> reply_of(const json& document) {
  return record_of<Reply>(document, "");
}

template ordered_json document_of(const digest::Explanation&);
template ordered_json document_of(const AddReply&);
template ordered_json document_of(const RemoveReply&);
template ordered_json document_of(const PauseReply&);
template ordered_json document_of(const RoundReply&);
template ordered_json document_of(const ImportReply&);
template ordered_json document_of(const WaitReply&);
template ordered_json document_of(const ListReply&);
template ordered_json document_of(const ShowReply&);
template ordered_json document_of(const PostsReply&);
template ordered_json document_of(const ChangesReply&);
template ordered_json document_of(const DealsReply&);
template ordered_json document_of(const CostsReply&);
template ordered_json document_of(const SearchReply&);
template ordered_json document_of(const SourcesReply&);
template ordered_json document_of(const SourceReply&);
template ordered_json document_of(const TestReply&);
template ordered_json document_of(const DiscoverReply&);
template ordered_json document_of(const TestEngineReply&);
template ordered_json document_of(const TryDigestReply&);
template ordered_json document_of(const UseEngineReply&);
template ordered_json document_of(const ReloadReply&);
template ordered_json document_of(const StatusReply&);
template ordered_json document_of(const EntryLine&);
template ordered_json document_of(const storage::ThreadRecord&);
template Result<digest::Explanation> reply_of(const json&);
template Result<AddReply> reply_of(const json&);
template Result<RemoveReply> reply_of(const json&);
template Result<PauseReply> reply_of(const json&);
template Result<RoundReply> reply_of(const json&);
template Result<ImportReply> reply_of(const json&);
template Result<WaitReply> reply_of(const json&);
template Result<ListReply> reply_of(const json&);
template Result<ShowReply> reply_of(const json&);
template Result<PostsReply> reply_of(const json&);
template Result<ChangesReply> reply_of(const json&);
template Result<DealsReply> reply_of(const json&);
template Result<CostsReply> reply_of(const json&);
template Result<SearchReply> reply_of(const json&);
template Result<SourcesReply> reply_of(const json&);
template Result<SourceReply> reply_of(const json&);
template Result<TestReply> reply_of(const json&);
template Result<DiscoverReply> reply_of(const json&);
template Result<TestEngineReply> reply_of(const json&);
template Result<TryDigestReply> reply_of(const json&);
template Result<UseEngineReply> reply_of(const json&);
template Result<ReloadReply> reply_of(const json&);
template Result<StatusReply> reply_of(const json&);

}  // namespace gailou::protocol
