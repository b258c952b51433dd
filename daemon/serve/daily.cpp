#include "daemon/serve/daily.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include "daemon/serve/parameters.h"
#include "digest/render/daily/daily.h"

namespace gailou::serve {

namespace {

using digest::Day;

Problem not_found(Words detail) {
  Problem problem;
  problem.kind = ProblemKind::not_found;
  problem.detail = std::move(detail);
  return problem;
}

Problem no_source(const std::string& name) {
  return not_found({"没有这个来源：" + name, "there is no such source: " + name});
}

bool is_for_programs(const Visit& visit) {
  return visit.target.path.starts_with("/api/");
}

/// The source whose edition is meant: of a page by its path, of an API's answer by `?source=`; empty = all.
std::string source_of(const Visit& visit, Parameters& parameters) {
  if (!is_for_programs(visit)) return visit.target.source;
  const auto word = parameters.word("source");
  if (word && !is_source_name(*word)) parameters.fault("source", {"应为来源的名字", "must be a source's name"});
  return word.value_or("");
}

std::optional<std::string> wanted(const std::string& source) {
  return source.empty() ? std::nullopt : std::optional(source);
}

struct DailyQuery {
  Day day{};
  bool over = false;
  bool json = false;
  std::string source{};
};

/// A source that nothing was ever heard of has no editions.
digest::Result<bool> is_known(storage::Reader& reader, const std::string& source) {
  if (source.empty()) return true;
  const auto sources = reader.sources();
  if (!sources) return sources.error();
  return std::ranges::any_of(*sources, [&](const auto& record) { return record.name == source; });
}

/// A withdrawal changes what an old edition says.
digest::Result<digest::Instant> changed_at(storage::Reader& reader, const digest::EditionThread& thread) {
  const auto& of = thread.day.thread;
  if (thread.withdrawn == 0 && !thread.day.summary.cites.empty()) return thread.day.changed_at;
  const auto record = reader.thread(storage::ThreadName{.source = of.source, .topic = of.topic});
  if (!record) return record.error();
  return *record ? (*record)->digest_at.value_or(thread.day.changed_at) : thread.day.changed_at;
}

digest::Result<Outcome> represented(storage::Reader& reader, const Look& look, const DailyQuery& query,
                                    const render::DailyView& view) {
  auto modified = view.from;
  std::int64_t revision = 0;
  for (const auto& thread : view.threads) {
    const auto changed = changed_at(reader, thread);
    if (!changed) return changed.error();
    modified = std::max(modified, *changed);
    revision = std::max(revision, thread.day.revision.value);
  }
  std::string bytes = query.json ? render::daily_json(view, look.site) : render::daily_page(view, look.site);
  const std::string_view type = query.json ? "application/json" : "text/html; charset=utf-8";
  return Outcome(Built{.page = represent(std::move(bytes), type, revision, modified, look.compress)});
}

digest::Result<Outcome> build_daily(storage::Reader& reader, const Look& look, const DailyQuery& query) {
  const auto known = is_known(reader, query.source);
  if (!known) return known.error();
  if (!*known) return Outcome(no_source(query.source));
  const std::string& zone = look.site.zone;
  render::DailyView view{
      .day = query.day, .from = digest::start_of(query.day, zone), .over = query.over, .source = query.source};
  const auto until = digest::start_of(query.day + std::chrono::days{1}, zone);
  auto found = reader.digested_between({.from = view.from, .to = until}, wanted(query.source));
  if (!found) return found.error();
  const auto first = found->first ? std::optional(digest::local_day(*found->first, zone)) : std::nullopt;
  // Before anything was digested there is today's edition alone.
  if (query.over && (!first || query.day < *first)) {
    if (!first) return Outcome(not_found({"还没有任何摘要", "there is no digest yet"}));
    const auto day = digest::to_string(*first);
    return Outcome(not_found({"最早的一期是 " + day, "the first edition is that of " + day}));
  }
  view.first = !first || query.day <= *first;
  view.threads = digest::edition_of(std::move(found->threads), until);
  return represented(reader, look, query, view);
}

digest::Result<Outcome> build_archive(storage::Reader& reader, const Look& look, const std::string& source, bool json) {
  const auto known = is_known(reader, source);
  if (!known) return known.error();
  if (!*known) return Outcome(no_source(source));
  const auto counts = reader.commit_counts(wanted(source));
  if (!counts) return counts.error();
  const render::ArchiveView view{.source = source, .days = digest::days_of(*counts, look.site.zone)};
  std::int64_t revisions = 0;
  for (const auto& count : *counts) revisions += count.revisions;
  const auto modified = counts->empty() ? digest::Instant{} : counts->back().from;
  std::string bytes = json ? render::archive_json(view, look.site) : render::archive_page(view, look.site);
  return Outcome(Built{.page = represent(std::move(bytes), json ? "application/json" : "text/html; charset=utf-8",
                                         revisions, modified, look.compress)});
}

void add_canonical(const Visit& visit, Order& order) {
  if (is_for_programs(visit)) {
    order.delivery.cache = CacheClass::api;
  } else if (!visit.look->public_url.empty()) {
    order.delivery.headers.emplace_back("Link",
                                        "<" + visit.look->public_url + visit.target.path + ">; rel=\"canonical\"");
  }
}

}  // namespace

Plan plan_daily(const Visit& visit) {
  Parameters parameters(visit.request);
  DailyQuery query{.json = is_for_programs(visit), .source = source_of(visit, parameters)};
  if (!parameters.sound()) return parameters.problem();
  const auto day = digest::day_of(visit.target.date);
  if (!day) return not_found({"没有这一天：" + visit.target.date, "there is no such day: " + visit.target.date});
  const auto today = digest::local_day(visit.now, visit.look->site.zone);
  if (*day > today)
    return not_found({"这一天还没到：" + visit.target.date, "that day is yet to come: " + visit.target.date});
  query.day = *day;
  query.over = *day < today;

  Order order;
  order.key = visit.target.path + "?over=" + (query.over ? "1" : "0") + "&source=" + query.source;
  add_canonical(visit, order);
  order.build = [look = visit.look, query](storage::Reader& reader) { return build_daily(reader, *look, query); };
  return order;
}

Plan plan_archive(const Visit& visit) {
  Parameters parameters(visit.request);
  const auto source = source_of(visit, parameters);
  if (!parameters.sound()) return parameters.problem();
  Order order;
  order.key = visit.target.path + "?source=" + source;
  add_canonical(visit, order);
  order.build = [look = visit.look, source, json = is_for_programs(visit)](storage::Reader& reader) {
    return build_archive(reader, *look, source, json);
  };
  return order;
}

Plan plan_today(const Visit& visit) {
  const auto today = digest::local_day(visit.now, visit.look->site.zone);
  return Redirect{.status = 302, .location = render::daily_path(visit.target.source, today)};
}

}  // namespace gailou::serve
