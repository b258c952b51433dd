#include "daemon/serve/front.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "daemon/serve/stored_thread.h"
#include "digest/render/pages.h"

namespace gailou::serve {

namespace {

constexpr std::int64_t kNewestEntries = 3;
// So many of the newest floors and entries the sparkline and the count of what is new look at.
constexpr std::int64_t kSparkFloors = 300;
constexpr std::size_t kCountedEntries = 50;
// A summary costs the reading of where a digest's entries stand: the threads further down do without.
constexpr std::size_t kRowsWithSummary = 50;

digest::Instant changed_at(const storage::ThreadRecord& record) {
  return record.digest_at.value_or(record.added_at);
}

digest::Result<render::FrontRow> row_of(storage::Reader& reader, const storage::ThreadRecord& record,
                                        bool with_summary) {
  render::FrontRow row;
  row.source = record.source;
  row.topic = record.topic;
  row.title = record.header.title;
  row.state = storage::name_of(record.state);
  row.revision = record.revision;
  row.floors = record.posts_stored;
  row.changed_at = record.digest_at;
  if (record.revision.value == 0 || !with_summary) return row;
  auto digest = reader.digest_outline(record.id, std::nullopt);
  if (!digest) return digest.error();
  row.summary = std::move(digest->summary.text);
  for (auto entry = digest->entries.rbegin(); entry != digest->entries.rend(); ++entry) {
    if (row.revs.size() == kCountedEntries) break;
    row.revs.push_back(entry->rev);
  }
  auto facts = reader.floor_facts(record.id, kSparkFloors);
  if (!facts) return facts.error();
  row.facts = std::move(*facts);
  auto newest = reader.newest_entries(record.id, kNewestEntries);
  if (!newest) return newest.error();
  row.newest = std::move(*newest);
  return row;
}

digest::Result<Outcome> build_front(storage::Reader& reader, const Look& look) {
  auto records = reader.threads();
  if (!records) return records.error();
  std::ranges::stable_sort(*records, [](const auto& a, const auto& b) { return changed_at(a) > changed_at(b); });

  render::FrontView view;
  const auto deals = reader.has_deals();
  if (!deals) return deals.error();
  view.deals = *deals;
  digest::Instant modified{};
  std::int64_t commit = 0;
  for (const auto& record : *records) {
    auto row = row_of(reader, record, view.rows.size() < kRowsWithSummary);
    if (!row) return row.error();
    view.rows.push_back(std::move(*row));
    modified = std::max(modified, changed_at(record));
    commit = std::max(commit, record.commit.value);
  }
  return Outcome(Built{.page = represent(render::front_page(view, look.site), "text/html; charset=utf-8", commit,
                                         modified, look.compress)});
}

}  // namespace

Plan plan_front(const Visit& visit) {
  Order order;
  order.key = "/";
  order.build = [look = visit.look](storage::Reader& reader) { return build_front(reader, *look); };
  if (!visit.look->public_url.empty()) {
    order.delivery.headers.emplace_back("Link", "<" + visit.look->public_url + "/>; rel=\"canonical\"");
  }
  return order;
}

Plan plan_latest(const Visit&) {
  Order order;
  order.build = [](storage::Reader& reader) -> digest::Result<Outcome> {
    const auto record = reader.latest();
    if (!record) return record.error();
    if (!*record) {
      Problem none;
      none.kind = ProblemKind::not_found;
      none.detail = {"还没有任何摘要", "there is no digest yet"};
      return Outcome(std::move(none));
    }
    return Outcome(Redirect{.status = 302, .location = thread_path((*record)->source, (*record)->topic)});
  };
  return order;
}

}  // namespace gailou::serve
