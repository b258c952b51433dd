#include "daemon/serve/floor_page.h"

#include <string>
#include <utility>

#include "daemon/serve/stored_thread.h"
#include "digest/render/pages.h"

namespace gailou::serve {

namespace {

constexpr std::string_view kHtml = "text/html; charset=utf-8";

Problem no_such_floor(const storage::ThreadRecord& record, digest::Floor floor) {
  Problem problem;
  problem.kind = ProblemKind::not_found;
  const auto asked = std::to_string(floor.value);
  const auto highest = std::to_string(record.highest.value);
  problem.detail = {"没有收录第 " + asked + " 楼，最高到第 " + highest + " 楼",
                    "floor " + asked + " isn't stored; the highest is " + highest};
  return problem;
}

/// The nearest floor on one side of `floor`, if there is one.
digest::Result<std::optional<digest::Floor>> neighbour(storage::Reader& reader, digest::ThreadId id,
                                                       digest::Floor floor, bool before) {
  storage::PostRange range;
  range.limit = 1;
  range.newest = before;
  if (before) {
    range.from = digest::Floor{1};
    range.to = digest::Floor{floor.value - 1};
  } else {
    range.from = digest::Floor{floor.value + 1};
  }
  const auto slice = reader.posts(id, range);
  if (!slice) return slice.error();
  if (slice->posts.empty()) return std::optional<digest::Floor>();
  return std::optional(slice->posts.front().post.floor);
}

digest::Result<Outcome> build_floor(storage::Reader& reader, const storage::ThreadRecord& record, const Look& look,
                                    digest::Floor floor) {
  storage::PostRange range;
  range.from = floor;
  range.to = floor;
  range.versions = true;
  auto slice = reader.posts(record.id, range);
  if (!slice) return slice.error();
  if (slice->posts.empty()) return Outcome(no_such_floor(record, floor));
  auto digest = outline_or_empty(reader, record, floor);
  if (!digest) return digest.error();
  const auto previous = neighbour(reader, record.id, floor, true);
  if (!previous) return previous.error();
  const auto next = neighbour(reader, record.id, floor, false);
  if (!next) return next.error();

  render::FloorPage page;
  page.floor = floor;
  page.state = slice->posts.front().post.state;
  page.previous = *previous;
  page.next = *next;
  auto viewed = view_of(record, std::move(*digest), std::move(slice->posts));
  page.thread = std::move(viewed.view);
  return Outcome(Built{.page = represent(render::floor_page(page, look.site), kHtml, record.revision.value,
                                         viewed.modified, look.compress),
                       .thread = record.id});
}

digest::Result<Outcome> build_activity(storage::Reader& reader, const storage::ThreadRecord& record, const Look& look) {
  auto digest = digest_or_empty(reader, record);
  if (!digest) return digest.error();
  auto facts = reader.floor_facts(record.id, kFactsMax);
  if (!facts) return facts.error();
  auto viewed = view_of(record, std::move(*digest), {});
  viewed.view.facts = std::move(*facts);
  return Outcome(Built{.page = represent(render::activity_page(viewed.view, look.site), kHtml, record.revision.value,
                                         viewed.modified, look.compress),
                       .thread = record.id});
}

template <class Make>
Order order_for(const Visit& visit, Make make) {
  Order order;
  order.key = visit.target.path;
  const storage::ThreadName name{.source = visit.target.source, .topic = visit.target.topic};
  order.build = [look = visit.look, name, make](storage::Reader& reader) {
    return with_thread(reader, name, [&](const storage::ThreadRecord& record) { return make(reader, record, *look); });
  };
  if (!visit.look->public_url.empty()) {
    order.delivery.headers.emplace_back("Link",
                                        "<" + visit.look->public_url + visit.target.path + ">; rel=\"canonical\"");
  }
  return order;
}

}  // namespace

Plan plan_floor_page(const Visit& visit) {
  const digest::Floor floor{visit.target.number};
  return order_for(visit, [floor](storage::Reader& reader, const storage::ThreadRecord& record, const Look& look) {
    return build_floor(reader, record, look, floor);
  });
}

Plan plan_activity(const Visit& visit) {
  return order_for(visit, [](storage::Reader& reader, const storage::ThreadRecord& record, const Look& look) {
    return build_activity(reader, record, look);
  });
}

}  // namespace gailou::serve
