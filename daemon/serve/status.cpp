#include "daemon/serve/status.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "daemon/serve/json_text.h"
#include "daemon/serve/negotiate.h"

namespace gailou::serve {

namespace {

using Json = nlohmann::ordered_json;

digest::Result<Json> sources_array(storage::Reader& reader, const std::vector<storage::ThreadRecord>& threads) {
  const auto sources = reader.sources();
  if (!sources) return sources.error();
  Json array = Json::array();
  for (const auto& source : *sources) {
    const auto state = reader.source_state(source.name);
    if (!state) return state.error();
    Json object;
    object["name"] = source.name;
    object["origin"] = source.origin;
    object["threads"] = std::ranges::count(threads, source.name, &storage::ThreadRecord::source);
    if (state->cooldown_until) {
      object["cooldown_until"] = digest::to_iso(*state->cooldown_until);
      if (!state->trouble.empty()) object["trouble"] = state->trouble;
    }
    array.push_back(std::move(object));
  }
  return digest::Result<Json>(boost::system::in_place_value, std::move(array));
}

digest::Result<Outcome> build_status(storage::Reader& reader, const ServiceState& state, bool compress) {
  const auto threads = reader.threads();
  if (!threads) return threads.error();
  auto sources = sources_array(reader, *threads);
  if (!sources) return sources.error();
  std::int64_t posts = 0;
  digest::CommitNo commit;
  digest::Instant changed{};
  digest::Instant modified{};
  for (const auto& record : *threads) {
    posts += record.posts_stored;
    if (record.commit > commit) changed = record.digest_at.value_or(changed);
    commit = std::max(commit, record.commit);
    modified = std::max({modified, record.added_at, record.digest_at.value_or(record.added_at)});
  }
  Json document;
  document["version"] = state.version;
  document["ready"] = state.degraded.empty();
  document["reasons"] = state.degraded;
  document["threads"] = threads->size();
  document["posts"] = posts;
  document["commit"] = commit.value;
  if (commit.value > 0) document["changed_at"] = digest::to_iso(changed);
  document["sources"] = std::move(*sources);
  return Outcome(Built{.page = represent(json_text(document), "application/json", commit.value, modified, compress)});
}

}  // namespace

Plan plan_api_status(const Visit& visit, ServiceState state) {
  Order order;
  order.delivery.cache = CacheClass::api;
  // A cooldown begins without a page's change being told: read anew each time.
  const bool compress = visit.look->compress && wants_gzip(visit.request.accept_encoding);
  order.build = [state = std::move(state), compress](storage::Reader& reader) {
    return build_status(reader, state, compress);
  };
  return order;
}

}  // namespace gailou::serve
