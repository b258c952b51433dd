#include "daemon/serve/search_feed.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "daemon/io/url.h"
#include "daemon/serve/base_url.h"
#include "daemon/serve/negotiate.h"
#include "daemon/serve/search.h"
#include "digest/render/feed/feed.h"
#include "digest/render/search/search.h"
#include "storage/search.h"

namespace gailou::serve {

namespace {

constexpr NumberRange kFoundPlaces{.least = 1, .most = std::int64_t{1} << 53};

struct SearchFeedWish {
  digest::SearchQuery query{};
  storage::SearchPage page{};
  bool json = false;
  bool compress = false;
  std::string base_url{};

  std::string path(bool as_json, std::optional<storage::SearchPlace> after) const {
    std::string text = as_json ? "/search/feed.json?q=" : "/search.atom?q=";
    text += io::encode_component(query.text);
    return after ? text + "&after=" + std::to_string(after->value) : text;
  }
};

render::FeedView view_of_search(const SearchFeedWish& wish, const storage::SearchFound& found, const Look& look) {
  render::FeedView view;
  view.name = "feed:search/" + io::encode_component(wish.query.text);
  view.title = wish.query.text;
  view.base_url = wish.base_url;
  view.language = look.language;
  view.links.page = render::search_path(wish.query.text);
  view.links.self = wish.path(wish.json, wish.page.after);
  view.links.other = wish.path(!wish.json, wish.page.after);
  view.links.other_type = wish.json ? render::kAtomType.substr(0, render::kAtomType.find(';')) : render::kJsonFeedType;
  if (found.next || wish.page.after) view.links.first = wish.path(wish.json, std::nullopt);
  if (found.next) view.links.next = wish.path(wish.json, found.next);
  return view;
}

digest::Result<Outcome> build_search_feed(storage::Reader& reader, const Look& look, const SearchFeedWish& wish) {
  const auto identity = reader.feed_identity();
  if (!identity) return identity.error();
  const auto found = reader.search(wish.query, wish.page);
  if (!found) return found.error();
  std::vector<storage::EntryName> names;
  for (const auto& hit : found->hits) {
    if (hit.entry) names.push_back({.thread = hit.thread, .seq = hit.entry->seq});
  }
  auto items = reader.feed_items(names);
  if (!items) return items.error();

  auto view = view_of_search(wish, *found, look);
  view.identity = *identity;
  view.since = identity->since;
  auto modified = view.since;
  std::int64_t commit = 0;
  for (const auto& item : *items) {
    modified = std::max(modified, item.changed_at);
    commit = std::max(commit, item.changed.value);
  }
  view.items = std::move(*items);
  auto bytes = wish.json ? render::json_feed(view, look.site) : render::atom_feed(view, look.site);
  const auto type = wish.json ? render::kJsonFeedType : render::kAtomType;
  return Outcome(Built{.page = represent(std::move(bytes), type, commit, modified, wish.compress)});
}

}  // namespace

Plan plan_search_feed(const Visit& visit) {
  Parameters parameters(visit.request);
  SearchFeedWish wish{.json = visit.target.route == Route::search_json_feed};
  const auto after = parameters.number("after", kFoundPlaces);
  auto query = query_in(visit, parameters);
  if (query && looks_for_floors(*query))
    parameters.fault(
        "q", {"订阅里只有摘要条目，不能按楼层或作者找", "feeds have entries alone: leave author: and in:floors out"});
  if (!query || !parameters.sound()) return parameters.problem();
  wish.query = std::move(*query);
  wish.query.in = digest::SearchQuery::In::entries;
  wish.page.limit = static_cast<std::int64_t>(visit.look->feed_entries);
  if (after) wish.page.after = storage::SearchPlace{*after};
  wish.compress = visit.look->compress && wants_gzip(visit.request.accept_encoding);
  wish.base_url = whole_base_url(visit);
  Order order;
  order.build = [look = visit.look, wish = std::move(wish)](storage::Reader& reader) {
    return build_search_feed(reader, *look, wish);
  };
  return order;
}

}  // namespace gailou::serve
