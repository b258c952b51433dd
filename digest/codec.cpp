#include "digest/codec.h"

#include <nlohmann/json.hpp>

namespace gailou::digest {
namespace {

using nlohmann::ordered_json;

ordered_json numbers_of(const std::vector<Floor>& floors) {
  ordered_json out = ordered_json::array();
  for (const Floor floor : floors) out.push_back(floor.value);
  return out;
}

ordered_json to_document(const Link& link) {
  ordered_json out;
  out["rel"] = name_of(link.rel);
  if (link.entry.empty()) {
    out["floor"] = link.floor.value;
  } else {
    out["entry"] = link.entry;
  }
  return out;
}

ordered_json to_document(const Deal& deal) {
  ordered_json out;
  out["offer"] = deal.offer;
  out["status"] = name_of(deal.status);
  if (!deal.amount.empty()) out["amount"] = deal.amount;
  if (!deal.terms.empty()) out["terms"] = deal.terms;
  if (!deal.starts.empty()) out["starts"] = deal.starts;
  if (!deal.ends.empty()) out["ends"] = deal.ends;
  if (deal.data_points.empty()) return out;
  ordered_json& points = out["data_points"];
  const auto put = [&](const char* kind, const std::vector<Floor>& floors) {
    if (!floors.empty()) points[kind] = numbers_of(floors);
  };
  put("success", deal.data_points.success);
  put("failure", deal.data_points.failure);
  put("pending", deal.data_points.pending);
  return out;
}

ordered_json to_document(const DigestThread& thread) {
  ordered_json out;
  out["source"] = thread.source;
  out["id"] = thread.topic.value;
  out["title"] = thread.title;
  out["url"] = thread.url;
  out["posts_count"] = thread.posts_count;
  out["last_number"] = thread.last_number.value;
  return out;
}

ordered_json to_document(const Summary& summary) {
  ordered_json out;
  out["text"] = summary.text;
  out["rev"] = summary.rev.value;
  out["cites"] = numbers_of(summary.cites);
  return out;
}

ordered_json sections() {
  ordered_json out = ordered_json::array();
  for (const Section& section : kSections) out.push_back({{"key", section.key}, {"title", section.title}});
  return out;
}

ordered_json to_document(const Coverage& coverage) {
  ordered_json out;
  out["visible"] = coverage.visible;
  out["in_entries"] = coverage.in_entries;
  out["nothing_new"] = coverage.nothing_new;
  return out;
}

ordered_json versions_of(const StoredPost& stored) {
  ordered_json out = ordered_json::array();
  for (const StoredVersion& old : stored.versions) {
    ordered_json version;
    version["version"] = old.version;
    version["text"] = old.text;
    version["first_seen"] = to_iso(old.first_seen);
    version["until"] = to_iso(old.until);
    out.push_back(std::move(version));
  }
  return out;
}

void put_time(ordered_json& out, const char* key, const std::optional<Instant>& at) {
  if (at) out[key] = to_iso(*at);
}

/// What isn't visible says that it is there and nothing else: no text, no earlier texts.
ordered_json to_document(const StoredPost& stored, const std::string& thread_url) {
  const bool visible = stored.post.state == PostState::visible;
  ordered_json out;
  out["id"] = stored.post.id.value;
  out["number"] = stored.post.floor.value;
  out["author"] = stored.post.author;
  // A forum's clock may run ahead of ours; nothing was written after we saw it.
  out["created_at"] = to_iso(std::min(stored.post.created_at, stored.first_seen));
  out["text"] = visible ? stored.text : std::string();
  if (stored.post.reply_to) out["reply_to"] = stored.post.reply_to->value;
  put_time(out, "updated_at", stored.edited_at);
  put_time(out, "deleted_at", stored.deleted_at);
  put_time(out, "restored_at", stored.restored_at);
  out["first_seen"] = to_iso(stored.first_seen);
  out["version"] = stored.version;
  out["state"] = name_of(stored.post.state);
  out["likes"] = stored.post.likes;
  if (!thread_url.empty()) out["url"] = thread_url + "/" + std::to_string(stored.post.floor.value);
  if (visible && !stored.versions.empty()) out["versions"] = versions_of(stored);
  return out;
}

/// Where the topic is at the forum; Discourse finds it by its number alone.
std::string url_of(const DigestThread& thread, std::string_view origin) {
  if (!thread.url.empty() || origin.empty()) return thread.url;
  return std::string(origin) + "/t/" + std::to_string(thread.topic.value);
}

}  // namespace

ordered_json to_document(const Entry& entry) {
  ordered_json out;
  out["id"] = entry_id(entry.seq);
  out["section"] = entry.section;
  out["rev"] = entry.rev.value;
  out["marker"] = to_string(entry.marker);
  out["text"] = entry.text;
  out["cites"] = numbers_of(entry.cites);
  out["floors"] = numbers_of(entry.floors);
  out["links"] = ordered_json::array();
  for (const Link& link : entry.links) out["links"].push_back(to_document(link));
  out["evidence"] = ordered_json::array();
  for (const Evidence& piece : entry.evidence) {
    ordered_json evidence;
    evidence["floor"] = piece.floor.value;
    evidence["quote"] = piece.quote;
    out["evidence"].push_back(std::move(evidence));
  }
  if (entry.deal) out["deal"] = to_document(*entry.deal);
  return out;
}

ordered_json to_document(const Digest& digest) {
  ordered_json out;
  out["schema"] = "gailou.digest/1";
  out["thread"] = to_document(digest.thread);
  out["revision"] = digest.revision.value;
  out["generated_at"] = to_iso(digest.generated_at);
  out["summary"] = to_document(digest.summary);
  out["sections"] = sections();
  out["entries"] = ordered_json::array();
  for (const Entry& entry : digest.entries) out["entries"].push_back(to_document(entry));
  out["nothing_new"] = ordered_json::array();
  for (const NothingNew& quiet : digest.nothing_new) {
    ordered_json item;
    item["floor"] = quiet.floor.value;
    item["reason"] = name_of(quiet.reason);
    out["nothing_new"].push_back(std::move(item));
  }
  out["coverage"] = to_document(digest.coverage);
  return out;
}

std::string canonical_entry(const Entry& entry) {
  return to_document(entry).dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

ordered_json to_document(const DigestThread& thread, const std::vector<StoredPost>& posts, std::string_view zone,
                         std::string_view origin) {
  ordered_json out;
  out["schema"] = "gailou.thread/1";
  out["thread"] = to_document(thread);
  if (!zone.empty()) out["thread"]["zone"] = zone;
  out["posts"] = ordered_json::array();
  const std::string thread_url = url_of(thread, origin);
  for (const StoredPost& stored : posts) {
    // An event of the thread (closed, split, …) has a floor but nothing to read.
    if (!stored.post.small_action) out["posts"].push_back(to_document(stored, thread_url));
  }
  return out;
}

}  // namespace gailou::digest
