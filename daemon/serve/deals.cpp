#include "daemon/serve/deals.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/serve/base_url.h"
#include "daemon/serve/parameters.h"
#include "daemon/serve/stored_thread.h"
#include "digest/render/deals/deals.h"
#include "digest/render/local_time.h"

namespace gailou::serve {

namespace {

struct DealsQuery {
  Route route = Route::deals;
  std::optional<storage::ThreadName> thread{};
  bool all = false;
  render::Today today{};
  std::string base_url{};  // for the links of a calendar, which stands on no site

  /// The page's own address, below the base path.
  std::string target() const {
    std::string text = "/deals";
    if (thread) text += "?thread=" + thread->source + "/" + std::to_string(thread->topic.value);
    if (all) text += thread ? "&all=1" : "?all=1";
    return text;
  }
  /// The bytes depend on the day too.
  std::string key(const std::string& path) const {
    std::string text = path + "?today=" + digest::to_string(today.day) + "&all=" + (all ? "1" : "0");
    if (thread) text += "&thread=" + thread->source + "/" + std::to_string(thread->topic.value);
    return text + "&base=" + base_url;
  }
};

/// "uscardforum/500101" is read as the router reads it behind "/t/".
std::optional<storage::ThreadName> thread_named(const std::string& text) {
  const Target target = route_of("/t/" + text, "");
  if (target.kind != Target::Kind::found || target.route != Route::thread) return std::nullopt;
  return storage::ThreadName{.source = target.source, .topic = target.topic};
}

struct Found {
  std::vector<digest::OfferStanding> offers{};
  std::vector<digest::OfferGone> gone{};
  std::optional<render::DealsThread> thread{};
  std::optional<digest::ThreadId> id{};
};

Representation rendered(const Found& found, const Look& look, const DealsQuery& query) {
  std::int64_t revision = 0;
  // At midnight the same offers have a day less.
  auto modified = digest::start_of(query.today.day, query.today.zone);
  for (const auto& offer : found.offers) {
    revision = std::max(revision, offer.changed.value);
    modified = std::max(modified, offer.changed_at);
  }
  const auto made = [&](std::string bytes, std::string_view media_type) {
    return represent(std::move(bytes), media_type, revision, modified, look.compress);
  };
  if (query.route == Route::deals_calendar) {
    for (const auto& offer : found.gone) {
      revision = std::max(revision, offer.changed.value);
      modified = std::max(modified, offer.changed_at);
    }
    const render::Events events{.offers = found.offers, .gone = found.gone};
    return made(render::deals_calendar(events, query.today, look.site, query.base_url), "text/calendar; charset=utf-8");
  }
  const render::DealsView view{.rows = render::offer_rows(found.offers, query.today, query.all),
                               .today = query.today,
                               .thread = found.thread,
                               .all = query.all};
  if (query.route == Route::deals_json) return made(render::deals_json(view), "application/json");
  return made(render::deals_page(view, look.site), "text/html; charset=utf-8");
}

digest::Result<Outcome> build_deals(storage::Reader& reader, const Look& look, const DealsQuery& query, Found found) {
  const auto threads = reader.deals(found.id);
  if (!threads) return threads.error();
  for (const auto& thread : *threads) {
    auto offers = digest::standings(thread);
    std::ranges::move(offers, std::back_inserter(found.offers));
    if (query.route == Route::deals_calendar)
      std::ranges::move(digest::gone_offers(thread), std::back_inserter(found.gone));
  }
  return Outcome(Built{.page = rendered(found, look, query), .thread = found.id});
}

}  // namespace

Plan plan_deals(const Visit& visit) {
  Parameters parameters(visit.request);
  DealsQuery query{.route = visit.target.route, .today = render::today_at(visit.now, visit.look->site.zone)};
  query.all = parameters.flag("all");
  if (const auto word = parameters.word("thread")) {
    query.thread = thread_named(*word);
    if (!query.thread) parameters.fault("thread", {"应为 来源/编号", "must be SOURCE/ID"});
  }
  if (!parameters.sound()) return parameters.problem();
  if (query.route == Route::deals_calendar) query.base_url = base_url(visit);

  Order order;
  order.key = query.key(visit.target.path);
  if (query.route == Route::deals_json) order.delivery.cache = CacheClass::api;
  if (query.route == Route::deals && !visit.look->public_url.empty()) {
    order.delivery.headers.emplace_back("Link", "<" + visit.look->public_url + query.target() + ">; rel=\"canonical\"");
  }
  order.build = [look = visit.look, query = std::move(query)](storage::Reader& reader) -> digest::Result<Outcome> {
    if (!query.thread) return build_deals(reader, *look, query, Found{});
    return with_thread(reader, *query.thread, [&](const storage::ThreadRecord& record) {
      Found found{.id = record.id};
      found.thread = render::DealsThread{.source = record.source, .topic = record.topic, .title = record.header.title};
      return build_deals(reader, *look, query, std::move(found));
    });
  };
  return order;
}

}  // namespace gailou::serve
