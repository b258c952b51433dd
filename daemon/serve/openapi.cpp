#include "daemon/serve/openapi.h"

#include <utility>

#include <nlohmann/json.hpp>

#include "daemon/serve/base_url.h"
#include "daemon/serve/json_text.h"
#include "openapi.embedded.h"

namespace gailou::serve {

namespace {

std::string description_for(const std::string& base, const std::string& version) {
  auto document = nlohmann::ordered_json::parse(openapi::kFiles[0].text);
  document["info"]["version"] = version;
  document["info"]["contact"]["url"] = base + "/about";
  document["servers"][0]["url"] = base;
  return json_text(document);
}

}  // namespace

Plan plan_openapi(const Visit& visit, const std::string& version) {
  Order order;
  const auto base = whole_base_url(visit);
  order.key = "/openapi.json " + base;
  order.build = [look = visit.look, base, version](storage::Reader&) -> digest::Result<Outcome> {
    return Outcome(Built{
        .page = represent(description_for(base, version), "application/json", 0, digest::Instant{}, look->compress)});
  };
  return order;
}

}  // namespace gailou::serve
