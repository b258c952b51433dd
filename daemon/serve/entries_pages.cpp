#include "daemon/serve/entries_pages.h"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>
#include <variant>

#include "daemon/serve/parameters.h"
#include "daemon/serve/since.h"
#include "daemon/serve/stored_thread.h"
#include "digest/render/pages.h"
#include "digest/render/paths.h"

namespace gailou::serve {

namespace {

// A digest never has more entries than its thread has floors, times the sections that one floor can tell of.
constexpr std::int64_t kPlaceMax = (std::int64_t{1} << 31) - 1;

struct Wish {
  std::optional<std::size_t> section{};
  std::int64_t from = 1;
  MaybeSince since{};
};

Problem not_found(Words detail) {
  Problem problem;
  problem.kind = ProblemKind::not_found;
  problem.detail = std::move(detail);
  return problem;
}

Words no_digest() {
  return {"这个帖子还没有摘要", "this thread has no digest yet"};
}

Words entries_there_are(std::int64_t entries) {
  const auto count = std::to_string(entries);
  return {"这一节只有 " + count + " 条", "this section has " + count + (entries == 1 ? " entry" : " entries")};
}

digest::Result<Outcome> build_page(storage::Reader& reader, const storage::ThreadRecord& record, const Look& look,
                                   const Wish& wish) {
  if (record.revision.value == 0) return Outcome(not_found(no_digest()));
  auto digest = reader.digest(record.id, std::nullopt);
  if (!digest) return digest.error();
  if (wish.section) {
    const auto key = digest::kSections[*wish.section].key;
    const auto there = std::ranges::count(digest->entries, key, &digest::Entry::section);
    if (wish.from > std::max<std::int64_t>(there, 1)) return Outcome(not_found(entries_there_are(there)));
  }
  auto viewed = view_of(record, std::move(*digest), {});
  if (wish.since) {
    auto caught = caught_since(reader, record, *wish.since);
    if (!caught) return caught.error();
    if (auto* problem = std::get_if<Problem>(&*caught)) return Outcome(std::move(*problem));
    viewed.view.caught = std::get<digest::CatchUp>(std::move(*caught));
  }
  const auto shown = viewed.view.digest.revision.value;
  const render::EntriesPage page{.thread = std::move(viewed.view), .section = wish.section, .from = wish.from};
  return Outcome(Built{.page = represent(render::entries_page(page, look.site), "text/html; charset=utf-8", shown,
                                         viewed.modified, look.compress),
                       .thread = record.id});
}

digest::Result<Outcome> build_way(storage::Reader& reader, const storage::ThreadRecord& record, digest::EntrySeq seq) {
  if (record.revision.value == 0) return Outcome(not_found(no_digest()));
  const auto digest = reader.digest_outline(record.id, std::nullopt);
  if (!digest) return digest.error();
  auto place = render::place_of_entry(*digest, seq);
  if (place) return Outcome(Redirect{.location = std::move(*place)});
  const auto last = digest->entries.empty() ? std::string("e0") : digest::entry_id(digest->entries.back().seq);
  return Outcome(not_found({"没有这一条，最后一条是 " + last, "no such entry; the last is " + last}));
}

std::optional<std::size_t> section_named(std::string_view key) {
  const auto found = std::ranges::find(digest::kSections, key, &digest::Section::key);
  if (found == std::ranges::end(digest::kSections)) return std::nullopt;
  return static_cast<std::size_t>(std::ranges::distance(std::ranges::begin(digest::kSections), found));
}

}  // namespace

Plan plan_entries_page(const Visit& visit) {
  Parameters parameters(visit.request);
  const auto since = since_in(parameters, visit);
  Wish wish{.section = section_named(visit.target.name)};
  if (wish.section) wish.from = parameters.number("from", {.least = 1, .most = kPlaceMax}).value_or(1);
  if (!parameters.sound()) return parameters.problem();
  if (since) wish.since = since->place;
  Order order;
  order.key = key_since(visit.target.path + "?from=" + std::to_string(wish.from), since);
  const storage::ThreadName name{.source = visit.target.source, .topic = visit.target.topic};
  order.build = [look = visit.look, name, wish](storage::Reader& reader) {
    return with_thread(reader, name,
                       [&](const storage::ThreadRecord& record) { return build_page(reader, record, *look, wish); });
  };
  return order;
}

Plan plan_entry(const Visit& visit) {
  Order order;
  order.key = visit.target.path;
  const storage::ThreadName name{.source = visit.target.source, .topic = visit.target.topic};
  const digest::EntrySeq seq{visit.target.number};
  order.build = [name, seq](storage::Reader& reader) {
    return with_thread(reader, name,
                       [&](const storage::ThreadRecord& record) { return build_way(reader, record, seq); });
  };
  return order;
}

}  // namespace gailou::serve
