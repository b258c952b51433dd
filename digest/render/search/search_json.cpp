// What a search found, for programs.
#include <nlohmann/json.hpp>

#include "digest/render/search/search.h"

namespace gailou::render {
namespace {

using Json = nlohmann::ordered_json;

void put_text(Json& object, const char* key, const std::string& text) {
  if (!text.empty()) object[key] = text;
}

Json snippet_of(const digest::SearchLine& line) {
  Json parts = Json::array();
  for (const auto& part : line.snippet) parts.push_back({{"text", part.text}, {"hit", part.hit}});
  return parts;
}

void put_entry(Json& object, const digest::SearchLine& line) {
  object["entry"] = digest::entry_id(*line.entry);
  object["section"] = line.section;
  object["marker"] = digest::to_string(line.marker);
  object["cites"] = Json::array();
  for (const auto floor : line.cites) object["cites"].push_back(floor.value);
}

Json hit_object(const digest::SearchLine& line, std::string_view base_path) {
  Json object;
  object["kind"] = line.entry ? "entry" : "floor";
  object["thread"] = {{"source", line.source}, {"id", line.topic.value}, {"title", line.title}};
  if (line.entry) {
    put_entry(object, line);
  } else {
    object["floor"] = line.floor.value;
    object["author"] = line.author;
  }
  object["at"] = digest::to_iso(line.at);
  object["snippet"] = snippet_of(line);
  object["page"] = std::string(base_path) + page_of(line);
  put_text(object, "url", forum_url_of(line));
  return object;
}

}  // namespace

std::string search_json(const SearchView& view, std::string_view base_path) {
  Json document;
  document["schema"] = "gailou.search/1";
  document["query"] = view.typed;
  document["incomplete"] = view.incomplete;
  document["hits"] = Json::array();
  for (const auto& line : view.hits) document["hits"].push_back(hit_object(line, base_path));
  if (view.next) document["next"] = *view.next;
  // Bytes that aren't UTF-8 were repaired at the border; should one have slipped through, it becomes U+FFFD.
  constexpr auto kReplace = Json::error_handler_t::replace;
  return document.dump(-1, ' ', false, kReplace) + "\n";
}

}  // namespace gailou::render
