// The list of offers for programs.
#include <nlohmann/json.hpp>

#include "digest/render/deals/deals.h"

namespace gailou::render {
namespace {

using Json = nlohmann::ordered_json;

Json numbers_of(const std::vector<digest::Floor>& floors) {
  Json list = Json::array();
  for (const auto floor : floors) list.push_back(floor.value);
  return list;
}

Json ids_of(const std::vector<digest::EntrySeq>& entries) {
  Json list = Json::array();
  for (const auto seq : entries) list.push_back(digest::entry_id(seq));
  return list;
}

void put(Json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

Json offer_object(const OfferRow& row) {
  const auto& offer = row.offer;
  const auto& state = offer.state;
  Json object;
  object["thread"] = {{"source", offer.source}, {"id", offer.topic.value}, {"title", offer.title}};
  object["offer"] = state.offer;
  object["status"] = digest::name_of(state.status);
  object["status_shown"] = shown_status(row);
  put(object, "amount", state.amount);
  if (!state.terms.empty()) object["terms"] = state.terms;
  put(object, "starts", state.starts);
  put(object, "ends", state.ends);
  if (row.days_left) object["days_left"] = *row.days_left;
  object["data_points"] = {{"success", numbers_of(state.data_points.success)},
                           {"failure", numbers_of(state.data_points.failure)},
                           {"pending", numbers_of(state.data_points.pending)}};
  object["people"] = {
      {"success", offer.people.success}, {"failure", offer.people.failure}, {"pending", offer.people.pending}};
  if (offer.last_report) {
    object["last_report"] = {{"floor", offer.last_report->floor.value}, {"at", digest::to_iso(offer.last_report->at)}};
  }
  object["entries"] = ids_of(offer.entries);
  object["cites"] = numbers_of(offer.cites);
  object["rev"] = offer.changed.value;
  object["changed_at"] = digest::to_iso(offer.changed_at);
  return object;
}

}  // namespace

std::string deals_json(const DealsView& view) {
  Json document;
  document["schema"] = "gailou.deals/1";
  document["today"] = digest::to_string(view.today.day);
  put(document, "zone", view.today.zone);
  document["offers"] = Json::array();
  for (const auto& row : view.rows) document["offers"].push_back(offer_object(row));
  // Bytes that aren't UTF-8 were repaired at the border; should one have slipped through, it becomes U+FFFD.
  constexpr auto kReplace = Json::error_handler_t::replace;
  return document.dump(-1, ' ', false, kReplace) + "\n";
}

}  // namespace gailou::render
