#include "daemon/serve/search.h"

#include <utility>

#include "daemon/serve/base_url.h"
#include "daemon/serve/negotiate.h"
#include "digest/render/search/search.h"
#include "digest/text/blanks.h"
#include "storage/search.h"

namespace gailou::serve {

namespace {

constexpr NumberRange kSearchLimits{.least = 1, .most = storage::kSearchPageMax};
constexpr NumberRange kSearchPlaces{.least = 1, .most = std::int64_t{1} << 53};
constexpr std::int64_t kHitsPerPage = 20;
// Longer ones are a fault of the query's own, with better words.
constexpr std::size_t kTypedMax = 8 * digest::kSearchQueryMax;

storage::SearchPage search_page_in(Parameters& parameters) {
  storage::SearchPage page;
  page.limit = parameters.number("limit", kSearchLimits).value_or(kHitsPerPage);
  if (const auto after = parameters.number("after", kSearchPlaces)) page.after = storage::SearchPlace{*after};
  return page;
}

Words words_of(const digest::SearchFault& fault) {
  const auto error = digest::in_english(fault);
  return {digest::in_chinese(fault), error.hint.empty() ? error.what : error.what + ": " + error.hint};
}

/// What a search answers with, beside its hits.
render::SearchView asked_view(const digest::SearchQuery& query, const storage::SearchPage& page) {
  return {.typed = query.text, .is_later = page.after.has_value(), .has_feed = !looks_for_floors(query)};
}

digest::Result<render::SearchView> found_by(storage::Reader& reader, const digest::SearchQuery& query,
                                            const storage::SearchPage& page) {
  const auto found = reader.search(query, page);
  if (!found) return found.error();
  auto view = asked_view(query, page);
  view.incomplete = found->incomplete;
  for (const auto& hit : found->hits) view.hits.push_back(storage::line_of(hit, query));
  if (found->next) view.next = found->next->value;
  return view;
}

// Made for this request alone, so gzip is made only if it asks for it.
bool compresses(const Visit& visit) {
  return visit.look->compress && wants_gzip(visit.request.accept_encoding);
}

std::string api_target(const digest::SearchQuery& query, const storage::SearchPage& page,
                       std::optional<std::int64_t> after) {
  return "/api/v1" + render::search_path(query.text, after) + "&limit=" + std::to_string(page.limit);
}

digest::Result<Outcome> build_search_json(storage::Reader& reader, const Look& look, const digest::SearchQuery& query,
                                          const storage::SearchPage& page, digest::Instant now, bool compress) {
  const auto view = found_by(reader, query, page);
  if (!view) return view.error();
  Built built;
  // A deletion changes what was found without anything new in it: no earlier time could be told.
  built.page = represent(render::search_json(*view, look.base()), "application/json", 0, now, compress);
  std::string links = "<" + look.base() + api_target(query, page, std::nullopt) + ">; rel=\"first\"";
  if (view->next) links += ", <" + look.base() + api_target(query, page, view->next) + ">; rel=\"next\"";
  built.headers.emplace_back("Link", std::move(links));
  return Outcome(std::move(built));
}

digest::Result<Outcome> build_search_page(storage::Reader& reader, const Look& look, const digest::ParsedSearch& parsed,
                                          const storage::SearchPage& page, digest::Instant now, bool compress) {
  render::SearchView view{.typed = parsed.query.text};
  const bool is_asked = !parsed.query.text.empty();
  if (parsed.fault) {
    // Before anything was typed there is nothing wrong with it.
    if (is_asked) view.fault = words_of(*parsed.fault).in(look.site.language);
  } else {
    auto found = found_by(reader, parsed.query, page);
    if (!found) return found.error();
    view = std::move(*found);
  }
  Built built;
  built.page = represent(render::search_page(view, look.site), "text/html; charset=utf-8", 0, now, compress);
  return Outcome(std::move(built));
}

}  // namespace

bool looks_for_floors(const digest::SearchQuery& query) {
  return query.in == digest::SearchQuery::In::floors || query.author.has_value();
}

std::optional<digest::SearchQuery> query_in(const Visit& visit, Parameters& parameters) {
  const auto typed = parameters.text("q", kTypedMax);
  if (!parameters.sound()) return std::nullopt;
  auto parsed = digest::parse_search(typed.value_or(std::string()), visit.now, visit.look->site.zone);
  if (!parsed.fault) return std::move(parsed.query);
  parameters.fault("q", words_of(*parsed.fault));
  return std::nullopt;
}

Plan plan_search(const Visit& visit) {
  Parameters parameters(visit.request);
  const auto page = search_page_in(parameters);
  const auto typed = parameters.text("q", kTypedMax);
  if (!parameters.sound()) return parameters.problem();
  auto parsed = digest::parse_search(typed.value_or(std::string()), visit.now, visit.look->site.zone);
  Order order;
  order.build = [look = visit.look, parsed = std::move(parsed), page, now = visit.now, compress = compresses(visit)](
                    storage::Reader& reader) { return build_search_page(reader, *look, parsed, page, now, compress); };
  return order;
}

Plan plan_opensearch(const Visit& visit) {
  Order order;
  order.delivery.cache = CacheClass::page;
  order.build = [look = visit.look, base = whole_base_url(visit),
                 now = visit.now](storage::Reader&) -> digest::Result<Outcome> {
    return Outcome(
        Built{.page = represent(render::opensearch(look->site, base),
                                "application/opensearchdescription+xml; charset=utf-8", 0, now, look->compress)});
  };
  return order;
}

Plan plan_api_search(const Visit& visit) {
  Parameters parameters(visit.request);
  const auto page = search_page_in(parameters);
  auto query = query_in(visit, parameters);
  if (!query) return parameters.problem();
  Order order;
  order.delivery.cache = CacheClass::api;
  order.build = [look = visit.look, query = std::move(*query), page, now = visit.now, compress = compresses(visit)](
                    storage::Reader& reader) { return build_search_json(reader, *look, query, page, now, compress); };
  return order;
}

}  // namespace gailou::serve
