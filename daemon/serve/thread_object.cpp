#include "daemon/serve/thread_object.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "daemon/serve/stored_thread.h"

namespace gailou::serve {

namespace {

using Json = nlohmann::ordered_json;

// More holes than this in a numbering are a forum's oddity, not news.
constexpr std::int64_t kMissingMax = 1000;
// Threads are removed now and then; a memo over so many begins anew.
constexpr std::size_t kKnownMax = 10'000;

void add(Json& object, const char* name, const std::optional<digest::Instant>& at) {
  if (at) object[name] = digest::to_iso(*at);
}

void add(Json& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}

}  // namespace

digest::Result<digest::Coverage> CoverageMemo::of(storage::Reader& reader, const storage::ThreadRecord& record) {
  const auto found = known_.find(record.id);
  if (found != known_.end() && found->second.revision == record.revision) return found->second.coverage;
  const auto digest = reader.digest(record.id, record.revision);
  if (!digest) return digest.error();
  if (known_.size() >= kKnownMax) known_.clear();
  known_.insert_or_assign(record.id, Known{.revision = record.revision, .coverage = digest->coverage});
  return digest->coverage;
}

digest::Result<Json> thread_object(storage::Reader& reader, const storage::ThreadRecord& record, CoverageMemo& memo) {
  const auto missing = reader.missing_floors(record.id, kMissingMax);
  if (!missing) return missing.error();
  Json object;
  object["source"] = record.source;
  object["id"] = record.topic.value;
  add(object, "title", record.header.title);
  add(object, "url", forum_url(record));
  add(object, "slug", record.header.slug);
  add(object, "category", record.header.category);
  object["tags"] = record.header.tags;
  object["state"] = storage::name_of(record.state);
  add(object, "paused_until", record.paused_until);
  object["closed"] = record.header.closed;
  object["archived"] = record.header.archived;
  object["unlisted"] = record.header.unlisted;
  object["posts_count"] = record.posts_stored;
  object["last_number"] = record.last_number.value;
  object["missing"] = Json::array();
  for (const auto floor : *missing) object["missing"].push_back(floor.value);
  object["pending"] = record.pending;
  object["revision"] = record.revision.value;
  if (record.revision.value > 0) {
    const auto coverage = memo.of(reader, record);
    if (!coverage) return coverage.error();
    object["coverage"] = Json{
        {"visible", coverage->visible}, {"in_entries", coverage->in_entries}, {"nothing_new", coverage->nothing_new}};
  }
  add(object, "created_at", record.header.created_at);
  add(object, "last_posted_at", record.header.last_posted_at);
  add(object, "last_poll", record.poll.last_poll);
  add(object, "next_poll", record.poll.next_poll);
  add(object, "last_error", record.poll.last_error);
  add(object, "notice", record.poll.notice);
  // JSON converts to and from everything: said plainly which side of the result it is.
  return digest::Result<Json>(boost::system::in_place_value, std::move(object));
}

}  // namespace gailou::serve
