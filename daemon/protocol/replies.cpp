#include "daemon/protocol/replies.h"

#include "daemon/protocol/thread_json.h"

namespace gailou::protocol {

namespace {

using digest::Error;
using digest::Result;
using Need = ObjectReader::Need;

ordered_json entry_json(const EntryLine& entry) {
  return {{"id", entry.id},
          {"section", entry.section},
          {"marker", entry.marker},
          {"text", entry.text},
          {"cites", floors_json(entry.cites)}};
}

Result<EntryLine> entry_of(const json& value, const std::string& where) {
  ObjectReader object(value, where);
  EntryLine entry;
  object.read("id", entry.id);
  object.read("section", entry.section);
  object.read("marker", entry.marker, Need::optional);
  object.read("text", entry.text);
  object.read("cites", entry.cites);
  if (auto done = object.done(); !done) return done.error();
  return entry;
}

Result<RevisionLine> revision_of(const json& value, const std::string& where) {
  ObjectReader object(value, where);
  RevisionLine line;
  object.read("rev", line.revision);
  object.read_list("entries", line.entries, &entry_of);
  if (auto done = object.done(); !done) return done.error();
  return line;
}

ordered_json entries_json(const std::vector<EntryLine>& entries) {
  ordered_json list = ordered_json::array();
  for (const EntryLine& entry : entries) list.push_back(entry_json(entry));
  return list;
}

template <class Reply>
Result<Reply> finished(const ObjectReader& object, Reply reply) {
  if (auto done = object.done(); !done) return done.error();
  return reply;
}

}  // namespace

ordered_json document_of(const EntryLine& entry) {
  return entry_json(entry);
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

ordered_json document_of(const storage::ThreadRecord& thread) {
  return thread_json(thread);
}

ordered_json document_of(const AddReply& reply) {
  return {{"already_tracked", reply.already_tracked}, {"thread", thread_json(reply.thread)}};
}
template <>
Result<AddReply> reply_of<AddReply>(const json& document) {
  ObjectReader object(document, "");
  AddReply reply;
  object.read("already_tracked", reply.already_tracked);
  object.read_with("thread", reply.thread, &thread_of);
  return finished(object, reply);
}

ordered_json document_of(const RemoveReply& reply) {
  return {{"source", reply.name.source},
          {"id", reply.name.topic.value},
          {"title", reply.title},
          {"data_kept", reply.data_kept}};
}
template <>
Result<RemoveReply> reply_of<RemoveReply>(const json& document) {
  ObjectReader object(document, "");
  RemoveReply reply;
  object.read("source", reply.name.source);
  object.read("id", reply.name.topic);
  object.read("title", reply.title);
  object.read("data_kept", reply.data_kept);
  return finished(object, reply);
}

ordered_json document_of(const RoundReply& reply) {
  ordered_json revisions = ordered_json::array();
  for (const RevisionLine& line : reply.revisions) {
    revisions.push_back({{"rev", line.revision.value}, {"entries", entries_json(line.entries)}});
  }
  return {{"thread", thread_json(reply.thread)},
          {"added", floors_json(reply.added)},
          {"edited", floors_json(reply.edited)},
          {"marked", floors_json(reply.marked)},
          {"revisions", std::move(revisions)}};
}
template <>
Result<RoundReply> reply_of<RoundReply>(const json& document) {
  ObjectReader object(document, "");
  RoundReply reply;
  object.read_with("thread", reply.thread, &thread_of);
  object.read("added", reply.added);
  object.read("edited", reply.edited);
  object.read("marked", reply.marked);
  object.read_list("revisions", reply.revisions, &revision_of);
  return finished(object, reply);
}

ordered_json document_of(const WaitReply& reply) {
  return {{"seen", reply.seen}, {"thread", thread_json(reply.thread)}};
}
template <>
Result<WaitReply> reply_of<WaitReply>(const json& document) {
  ObjectReader object(document, "");
  WaitReply reply;
  object.read("seen", reply.seen);
  object.read_with("thread", reply.thread, &thread_of);
  return finished(object, reply);
}

ordered_json document_of(const ListReply& reply) {
  ordered_json threads = ordered_json::array();
  for (const storage::ThreadRecord& thread : reply.threads) threads.push_back(thread_json(thread));
  return {{"threads", std::move(threads)}};
}
template <>
Result<ListReply> reply_of<ListReply>(const json& document) {
  ObjectReader object(document, "");
  ListReply reply;
  object.read_list("threads", reply.threads, &thread_of);
  return finished(object, reply);
}

ordered_json document_of(const ShowReply& reply) {
  ordered_json object = thread_json(reply.thread);
  object["missing"] = floors_json(reply.missing);
  put(object, "cooldown_until", reply.cooldown_until);
  if (!reply.cooldown_reason.empty()) object["cooldown_reason"] = reply.cooldown_reason;
  return object;
}
template <>
Result<ShowReply> reply_of<ShowReply>(const json& document) {
  auto thread = thread_of(document, "");
  if (!thread) return thread.error();
  ObjectReader object(document, "");
  ShowReply reply{.thread = std::move(*thread)};
  object.read("missing", reply.missing);
  object.read("cooldown_until", reply.cooldown_until);
  object.read("cooldown_reason", reply.cooldown_reason, Need::optional);
  return finished(object, reply);
}

ordered_json document_of(const PostsReply& reply) {
  ordered_json posts = ordered_json::array();
  for (const digest::StoredPost& post : reply.posts) posts.push_back(post_json(post));
  ordered_json object{{"posts", std::move(posts)}};
  if (reply.next) object["next"] = reply.next->value;
  return object;
}
template <>
Result<PostsReply> reply_of<PostsReply>(const json& document) {
  ObjectReader object(document, "");
  PostsReply reply;
  object.read_list("posts", reply.posts, &post_of);
  object.read("next", reply.next);
  return finished(object, reply);
}

ordered_json document_of(const ChangesReply& reply) {
  return {{"rev", reply.revision.value},
          {"entries", entries_json(reply.entries)},
          {"tombstones", entries_json(reply.tombstones)}};
}
template <>
Result<ChangesReply> reply_of<ChangesReply>(const json& document) {
  ObjectReader object(document, "");
  ChangesReply reply;
  object.read("rev", reply.revision);
  object.read_list("entries", reply.entries, &entry_of);
  object.read_list("tombstones", reply.tombstones, &entry_of);
  return finished(object, reply);
}

}  // namespace gailou::protocol
