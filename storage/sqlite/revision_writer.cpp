#include "storage/sqlite/revision_writer.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "digest/codec.h"
#include "digest/text/similar.h"
#include "storage/sqlite/chain.h"
#include "storage/sqlite/deals.h"

namespace gailou::storage::sqlite {
namespace {

using digest::Entry;
using digest::EntrySeq;
using digest::Floor;

struct Place {
  std::optional<EntrySeq> entry{};
  std::optional<std::string_view> reason{};
};

/// A long floor can be in several entries of one step: the first stands for it.
std::map<Floor, Place> places_of(const digest::Step& step) {
  std::map<Floor, Place> places;
  for (const auto& entry : step.entries) {
    for (const auto floor : entry.floors) places.try_emplace(floor, Place{.entry = entry.seq});
  }
  for (const auto& quiet : step.nothing_new) places.try_emplace(quiet.floor, Place{.reason = name_of(quiet.reason)});
  return places;
}

/// Where the topic stands at the forum; Discourse accepts any slug.
std::string thread_url(const ThreadCursor& cursor) {
  const std::string slug = cursor.slug.empty() ? "topic" : cursor.slug;
  return cursor.origin + "/t/" + slug + "/" + std::to_string(cursor.topic.value);
}

}  // namespace

Query RevisionWriter::on_thread(std::string_view name) {
  auto query = db_.query(name);
  query.bind(":thread_id", cursor_.id);
  return query;
}

void RevisionWriter::append(const Entry& entry) {
  const std::string content = digest::canonical_entry(entry);
  const auto link = next_link(head_, content);
  on_thread("entry_insert")
      .bind(":seq", entry.seq)
      .bind(":revision", entry.rev)
      .bind(":section", entry.section)
      .bind(":floors", json_of(entry.floors))
      .bind(":content", content)
      .bind_blob(":salt", link.salt)
      .bind_blob(":content_hash", link.content_hash)
      .bind_blob(":link", link.link)
      .run();
  for (const auto floor : entry.cites) {
    on_thread("entry_cite_insert").bind(":floor", floor).bind(":seq", entry.seq).run();
  }
  for (const auto gram : digest::sample_grams(entry.text)) {
    on_thread("entry_gram_insert").bind(":gram", gram).bind(":seq", entry.seq).run();
  }
  if (entry.deal) note_deal(db_, cursor_.id, entry);
  search_.put_entry(cursor_.id, entry, generated_);
  head_ = link.link;
  entries_ = entry.seq.value;
}

void RevisionWriter::dispose(const std::vector<BatchMember>& members, const digest::Step& step) {
  const auto places = places_of(step);
  for (const auto& member : members) {
    const auto at = places.find(member.floor);
    if (at == places.end()) continue;
    on_thread("disposition_insert")
        .bind(":floor", member.floor)
        .bind(":revision", revision_)
        .bind(":seq", at->second.entry)
        .bind(":reason", at->second.reason)
        .run();
    on_thread("post_account")
        .bind(":post_id", member.post)
        .bind(":revision", revision_)
        .bind(":quiet", !at->second.entry)
        .bind(":version", member.version)
        .run();
    last_number_ = std::max(last_number_, member.floor);
  }
}

void RevisionWriter::write_summary(const digest::Summary& summary) {
  on_thread("summary_insert")
      .bind(":revision", revision_)
      .bind(":text", summary.text)
      .bind(":cites", json_of(summary.cites))
      .run();
  for (const auto floor : summary.cites) {
    on_thread("summary_cite_insert").bind(":floor", floor).bind(":revision", revision_).run();
  }
}

void RevisionWriter::withdraw(const Entry& tombstone) {
  search_.take_entry(cursor_.id, tombstone.seq);
  search_.owe_erasure();
  on_thread("entry_withdraw")
      .bind(":seq", tombstone.seq)
      .bind(":floor", tombstone.marker.first)
      .bind(":revision", revision_)
      .bind(":language",
            name_of(tombstone.text == digest::kTombstoneEnglish ? digest::Language::en : digest::Language::zh))
      .run();
  on_thread("entry_cites_delete").bind(":seq", tombstone.seq).run();
  on_thread("entry_grams_delete").bind(":seq", tombstone.seq).run();
}

void RevisionWriter::leave_late_floors() {
  bool is_any_late = false;
  {
    auto query = on_thread("late_floors_seen_later");
    query.bind(":generated_ms", generated_).bind(":last_number", last_number_);
    while (query.next()) is_any_late = true;
  }
  if (is_any_late) on_thread("thread_save_stamp").bind(":stamp_ms", generated_ + digest::Duration{1}).run();
}

void RevisionWriter::blank_summaries(Floor cited, std::optional<digest::Revision> kept, digest::Language language) {
  std::vector<digest::Revision> revisions;
  {
    auto query = on_thread("summaries_citing");
    query.bind(":floor", cited);
    while (query.next()) revisions.push_back(query.row().id<digest::Revision>());
  }
  for (const auto revision : revisions) {
    if (revision != kept) {
      on_thread("summary_blank").bind(":revision", revision).bind(":language", name_of(language)).run();
    }
    on_thread("summary_cites_delete").bind(":revision", revision).run();
  }
}

/// As digest_check recomputes it for generated_at: from the thread's counters, corrected by what happened since, so
/// that no floor is counted one by one.
digest::Coverage RevisionWriter::coverage() {
  digest::Coverage coverage;
  const auto counters = find_cursor(db_, cursor_.id);
  if (!counters) return coverage;
  coverage.in_entries = counters->in_entries;
  coverage.nothing_new = counters->in_quiet;
  const auto correct = [&](std::string_view name, std::int64_t sign) {
    auto query = on_thread(name);
    query.bind(":generated_ms", generated_);
    if (!query.next()) return;
    auto row = query.row();
    coverage.in_entries += sign * row.integer();
    coverage.nothing_new += sign * row.integer();
  };
  correct("coverage_later", 1);
  correct("coverage_restored_later", -1);
  coverage.visible = coverage.in_entries + coverage.nothing_new;
  return coverage;
}

digest::CommitNo RevisionWriter::finish(digest::Instant now) {
  const auto covered = coverage();
  digest::CommitNo commit;
  {
    auto query = on_thread("revision_insert");
    query.bind(":revision", revision_)
        .bind(":generated_ms", generated_)
        .bind(":committed_ms", now)
        .bind(":title", cursor_.title)
        .bind(":url", thread_url(cursor_))
        .bind(":posts_count", cursor_.posts_stored)
        .bind(":last_number", last_number_)
        .bind(":visible", covered.visible)
        .bind(":in_entries", covered.in_entries)
        .bind(":nothing_new", covered.nothing_new)
        .bind(":entries", entries_)
        .bind_blob(":chain_head", head_);
    if (query.next()) commit = query.row().id<digest::CommitNo>();
    query.run();
  }
  on_thread("commit_count").bind(":revision", revision_).bind(":committed_ms", now).bind(":entries", entries_).run();
  on_thread("thread_save_revision")
      .bind(":revision", revision_)
      .bind(":generated_ms", generated_)
      .bind(":commit_no", commit)
      .bind(":last_number", last_number_)
      .bind(":entries", entries_)
      .bind_blob(":chain_head", head_)
      .run();
  return commit;
}

}  // namespace gailou::storage::sqlite
