// The daily edition for programs.
#include <nlohmann/json.hpp>

#include "digest/codec.h"
#include "digest/render/daily/daily.h"

namespace gailou::render {
namespace {

using Json = nlohmann::ordered_json;

Json thread_object(const digest::EditionThread& thread) {
  const auto& day = thread.day;
  Json object;
  object["source"] = day.thread.source;
  object["id"] = day.thread.topic.value;
  object["title"] = day.thread.title;
  object["url"] = day.thread.url;
  object["summary"] = day.summary.text;
  object["since"] = day.before.value;
  object["rev"] = day.revision.value;
  object["changed_at"] = digest::to_iso(day.changed_at);
  object["last_number"] = day.thread.last_number.value;
  object["nothing_new"] = day.quiet;
  object["entries"] = Json::array();
  for (const auto& entry : day.entries) object["entries"].push_back(digest::to_document(entry));
  object["picks"] = Json::array();
  for (const auto index : thread.picks) object["picks"].push_back(digest::entry_id(day.entries[index].seq));
  return object;
}

std::string zone_name(const Site& site) {
  return site.zone.empty() ? "UTC" : site.zone;
}

}  // namespace

std::string daily_json(const DailyView& view, const Site& site) {
  Json document;
  document["schema"] = "gailou.daily/1";
  document["date"] = digest::to_string(view.day);
  document["zone"] = zone_name(site);
  document["over"] = view.over;
  if (!view.source.empty()) document["source"] = view.source;
  document["threads"] = Json::array();
  for (const auto& thread : view.threads) document["threads"].push_back(thread_object(thread));
  return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string archive_json(const ArchiveView& view, const Site& site) {
  Json document;
  document["schema"] = "gailou.days/1";
  document["zone"] = zone_name(site);
  if (!view.source.empty()) document["source"] = view.source;
  document["days"] = Json::array();
  for (const auto& day : view.days) {
    document["days"].push_back(
        {{"date", digest::to_string(day.day)}, {"revisions", day.revisions}, {"entries", day.entries}});
  }
  return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace gailou::render
