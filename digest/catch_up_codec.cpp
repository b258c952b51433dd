#include "digest/catch_up_codec.h"

#include <charconv>
#include <cstdint>

#include <nlohmann/json.hpp>

#include "digest/codec.h"

namespace gailou::digest {
namespace {

using nlohmann::ordered_json;

ordered_json head_of(const DigestThread& thread) {
  ordered_json out;
  out["source"] = thread.source;
  out["id"] = thread.topic.value;
  out["title"] = thread.title;
  out["url"] = thread.url;
  out["posts_count"] = thread.posts_count;
  out["last_number"] = thread.last_number.value;
  return out;
}

ordered_json entries_of(const std::vector<Entry>& entries) {
  ordered_json out = ordered_json::array();
  for (const Entry& entry : entries) out.push_back(to_document(entry));
  return out;
}

std::optional<std::int64_t> number_in(std::string_view digits) {
  std::int64_t value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (fault != std::errc{} || end != digits.data() + digits.size() || value < 0) return std::nullopt;
  return value;
}

ordered_json floors_of(const CatchUp& caught) {
  ordered_json out;
  out["read"] = caught.floors_read;
  out["in_entries"] = caught.floors_in_entries;
  out["skipped"] = ordered_json::object();
  for (const auto& [reason, floors] : caught.skipped) out["skipped"][std::string(name_of(reason))] = floors;
  return out;
}

}  // namespace

std::string to_string(const Since& since) {
  if (const auto* rev = std::get_if<Revision>(&since)) return "r" + std::to_string(rev->value);
  if (const auto* floor = std::get_if<Floor>(&since)) return "#" + std::to_string(floor->value);
  return to_iso(std::get<Instant>(since));
}

std::optional<Since> since_of(std::string_view text) {
  if (text.starts_with('r') || text.starts_with('#')) {
    const auto number = number_in(text.substr(1));
    if (!number) return std::nullopt;
    return text.front() == 'r' ? Since(Revision{*number}) : Since(Floor{*number});
  }
  const auto at = parse_iso(text);
  return at ? std::optional<Since>(*at) : std::nullopt;
}

ordered_json to_document(const CatchUp& caught) {
  ordered_json out;
  out["schema"] = "gailou.catch_up/1";
  out["thread"] = head_of(caught.thread);
  out["since"] = {{"asked", to_string(caught.since)}, {"rev", caught.point.rev.value}};
  if (caught.point.floor) out["since"]["floor"] = caught.point.floor->value;
  out["until"] = {{"rev", caught.until.value}, {"generated_at", to_iso(caught.until_at)}};
  out["floors"] = floors_of(caught);
  out["corrections"] = corrections_in(caught);
  out["entries"] = entries_of(caught.entries);
  out["withdrawn"] = entries_of(caught.withdrawn);
  if (!caught.summary) return out;
  ordered_json cites = ordered_json::array();
  for (const Floor cite : caught.summary->cites) cites.push_back(cite.value);
  out["summary"] = {{"text", caught.summary->text}, {"rev", caught.summary->rev.value}, {"cites", std::move(cites)}};
  return out;
}

}  // namespace gailou::digest
