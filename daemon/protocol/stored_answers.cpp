#include "daemon/protocol/stored_answers.h"

#include <algorithm>
#include <iterator>

#include "daemon/forum/topic_url.h"
#include "digest/catch_up_codec.h"

namespace gailou::protocol {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;
using storage::Reader;
using storage::ThreadRecord;

// Floors that are missing are told one by one; more than this and the list says nothing any more.
constexpr std::int64_t kMissingMax = 500;

Error no_such_thread(std::string_view named) {
  return {.code = Code::not_found,
          .what = "no thread '" + std::string(named) + "' is tracked",
          .hint = "`gailou list` shows those that are"};
}

Error no_digest_yet(const ThreadRecord& thread) {
  return {.code = Code::not_found,
          .what = text_of(name_of(thread)) + " has no digest yet: " + std::to_string(thread.posts_stored) +
                  " floors stored, " + std::to_string(thread.pending) + " pending",
          .hint = thread.poll.last_error.empty() ? "" : "its last poll failed: " + thread.poll.last_error};
}

Result<ThreadRecord> by_name(Reader& reader, const storage::ThreadName& name) {
  auto found = reader.thread(name);
  if (!found) return found.error();
  if (*found) return std::move(**found);
  const auto removed = reader.was_removed(name);
  if (!removed) return removed.error();
  if (*removed)
    return Error{.code = Code::gone, .what = text_of(name) + " was removed", .hint = "`gailou add` tracks it again"};
  return no_such_thread(text_of(name));
}

Result<ThreadRecord> by_url(Reader& reader, const std::string& url) {
  const auto topic = forum::parse_topic_url(url);
  if (!topic) return topic.error();
  auto threads = reader.threads();
  if (!threads) return threads.error();
  const auto found = std::ranges::find_if(*threads, [&](const ThreadRecord& thread) {
    return thread.origin == topic->origin && thread.topic == topic->topic;
  });
  if (found == threads->end()) return no_such_thread(url);
  return std::move(*found);
}

/// Without tombstones: nobody asks for the newest to read that something is gone.
Result<ChangesReply> newest(Reader& reader, const ThreadRecord& thread, std::int64_t limit) {
  ChangesReply reply{.revision = thread.revision};
  if (thread.revision.value == 0 || limit == 0) return reply;
  const auto entries = reader.newest_entries(thread.id, limit);
  if (!entries) return entries.error();
  for (const digest::Entry& entry : *entries) {
    reply.entries.push_back(line_of(entry));
    // A revision may have come between the two queries: what is told counts as seen.
    reply.revision = std::max(reply.revision, entry.rev);
  }
  std::ranges::reverse(reply.entries);
  return reply;
}

/// The tombstones that stand where these entries stood.
Result<std::vector<EntryLine>> tombstones(Reader& reader, digest::ThreadId id,
                                          const std::vector<digest::EntrySeq>& withdrawn) {
  std::vector<EntryLine> lines;
  if (withdrawn.empty()) return lines;
  const auto digest = reader.digest(id, std::nullopt);
  if (!digest) return digest.error();
  for (const digest::Entry& entry : digest->entries) {
    if (std::ranges::find(withdrawn, entry.seq) != withdrawn.end()) lines.push_back(line_of(entry));
  }
  return lines;
}

}  // namespace

Result<ThreadRecord> find_thread(Reader& reader, std::string_view named) {
  const auto ref = parse_thread_ref(named);
  if (!ref) return ref.error();
  if (const auto* url = std::get_if<ThreadUrl>(&*ref)) return by_url(reader, url->text);
  if (const auto* name = std::get_if<storage::ThreadName>(&*ref)) return by_name(reader, *name);
  auto found = reader.thread(std::get<digest::ThreadId>(*ref));
  if (!found) return found.error();
  if (!*found) return no_such_thread(named);
  return std::move(**found);
}

Result<ListReply> answer(Reader& reader, const ListThreads& verb) {
  auto threads = reader.threads();
  if (!threads) return threads.error();
  ListReply reply{.threads = std::move(*threads)};
  if (!verb.since) return reply;
  auto fresh = reader.fresh_replies(*verb.since);
  if (!fresh) return fresh.error();
  reply.fresh = std::move(*fresh);
  return reply;
}

Result<ShowReply> answer(Reader& reader, const ShowThread& verb) {
  auto thread = find_thread(reader, verb.thread);
  if (!thread) return thread.error();
  auto missing = reader.missing_floors(thread->id, kMissingMax);
  if (!missing) return missing.error();
  const auto source = reader.source_state(thread->source);
  if (!source) return source.error();
  const auto delays = reader.delays(thread->id);
  if (!delays) return delays.error();
  return ShowReply{.thread = std::move(*thread),
                   .missing = std::move(*missing),
                   .cooldown_reason = source->cooldown_reason,
                   .cooldown_until = source->cooldown_until,
                   .delays = told(*delays)};
}

Result<digest::Explanation> answer(Reader& reader, const ExplainFloor& verb) {
  return explained(reader, verb, nullptr);
}

Result<digest::Explanation> explained(Reader& reader, const ExplainFloor& verb,
                                      std::shared_ptr<const digest::Pack> pack) {
  const auto thread = find_thread(reader, verb.thread);
  if (!thread) return thread.error();
  auto question = reader.floor_question(thread->id, digest::Floor{verb.floor});
  if (!question) return question.error();
  question->input.settings.zone = verb.zone;
  question->input.settings.pack = std::move(pack);
  return digest::explain(*question);
}

Result<digest::CatchUp> answer(Reader& reader, const ReadCatchUp& verb) {
  const auto since = digest::since_of(verb.since);
  if (!since) return Error{.code = Code::malformed, .what = "is neither r128 nor #62 nor a time", .where = "/since"};
  const auto thread = find_thread(reader, verb.thread);
  if (!thread) return thread.error();
  if (thread->revision.value == 0) return no_digest_yet(*thread);
  const auto input = reader.catch_up(thread->id, *since);
  if (!input) return input.error();
  return digest::catch_up(*input);
}

Result<digest::Digest> answer(Reader& reader, const ReadDigest& verb) {
  const auto thread = find_thread(reader, verb.thread);
  if (!thread) return thread.error();
  if (thread->revision.value == 0) return no_digest_yet(*thread);
  std::optional<digest::Revision> rev;
  if (verb.rev) rev = digest::Revision{*verb.rev};
  return reader.digest(thread->id, rev);
}

Result<PostsReply> answer(Reader& reader, const ReadPosts& verb) {
  const auto thread = find_thread(reader, verb.thread);
  if (!thread) return thread.error();
  storage::PostRange range{.limit = verb.limit, .versions = verb.versions, .undigested = verb.undigested};
  if (verb.from) range.from = digest::Floor{*verb.from};
  if (verb.to) range.to = digest::Floor{*verb.to};
  auto slice = reader.posts(thread->id, range);
  if (!slice) return slice.error();
  return PostsReply{.posts = std::move(slice->posts), .next = slice->next};
}

Result<ChangesReply> answer(Reader& reader, const ReadChanges& verb) {
  const auto thread = find_thread(reader, verb.thread);
  if (!thread) return thread.error();
  if (!verb.since) return newest(reader, *thread, verb.newest);
  const auto changes = reader.changes(thread->id, digest::Revision{*verb.since});
  if (!changes) return changes.error();
  auto gone = tombstones(reader, thread->id, changes->withdrawn);
  if (!gone) return gone.error();
  ChangesReply reply{.revision = changes->revision, .tombstones = std::move(*gone)};
  for (const digest::Entry& entry : changes->entries) reply.entries.push_back(line_of(entry));
  return reply;
}

Result<DealsReply> answer(Reader& reader, const ListDeals& verb) {
  std::optional<digest::ThreadId> id;
  if (!verb.thread.empty()) {
    const auto thread = find_thread(reader, verb.thread);
    if (!thread) return thread.error();
    id = thread->id;
  }
  const auto threads = reader.deals(id);
  if (!threads) return threads.error();
  DealsReply reply;
  for (const digest::ThreadDeals& thread : *threads) {
    std::vector<digest::OfferStanding> offers = digest::standings(thread);
    std::ranges::move(offers, std::back_inserter(reply.offers));
  }
  return reply;
}

Result<SearchReply> answer(Reader& reader, const SearchStore& verb) {
  const auto parsed = digest::parse_search(verb.words, verb.now.value_or(digest::Instant{}), verb.zone);
  if (parsed.fault) return digest::in_english(*parsed.fault);
  storage::SearchPage page{.limit = verb.limit};
  if (verb.after) page.after = storage::SearchPlace{*verb.after};
  const auto found = reader.search(parsed.query, page);
  if (!found) return found.error();
  SearchReply reply{.incomplete = found->incomplete};
  for (const storage::SearchHit& hit : found->hits) reply.hits.push_back(storage::line_of(hit, parsed.query));
  if (found->next) reply.next = found->next->value;
  return reply;
}

}  // namespace gailou::protocol
