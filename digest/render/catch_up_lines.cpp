#include "digest/render/catch_up_lines.h"

#include <algorithm>

#include "digest/render/blocks/escape.h"
#include "digest/render/entry_text.h"
#include "digest/render/local_time.h"
#include "digest/render/reason_words.h"
#include "digest/text/normalize.h"

namespace gailou::render {
namespace {

using digest::CatchUp;
using digest::Language;

std::string counted(std::int64_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

/// "（附和 5、玩笑 3）"
std::string reasons(const CatchUp& caught, Language language) {
  const bool english = language == Language::en;
  std::string out;
  for (const auto& [reason, floors] : caught.skipped) {
    out += out.empty() ? (english ? " (" : "（") : (english ? ", " : "、");
    out += std::string(reason_word(reason, language)) + " " + std::to_string(floors);
  }
  return out.empty() ? out : out + (english ? ")" : "）");
}

std::int64_t skipped_in(const CatchUp& caught) {
  std::int64_t sum = 0;
  for (const auto& skipped : caught.skipped) sum += skipped.floors;
  return sum;
}

std::string chinese_headline(const CatchUp& caught, const std::string& since) {
  std::string line = since;
  const auto entries = static_cast<std::int64_t>(caught.entries.size());
  const auto withdrawn = static_cast<std::int64_t>(caught.withdrawn.size());
  if (is_empty(caught)) line += "没有新内容";
  if (caught.floors_read > 0)
    line += std::string(is_empty(caught) ? "，" : "") + "读了 " + std::to_string(caught.floors_read) + " 楼";
  std::string what;
  if (entries > 0) what += "新增 " + std::to_string(entries) + " 条";
  if (const auto corrections = corrections_in(caught); corrections > 0)
    what += "（其中更正 " + std::to_string(corrections) + " 条）";
  if (withdrawn > 0) what += (what.empty() ? "撤回 " : "，撤回 ") + std::to_string(withdrawn) + " 条";
  if (what.empty() && caught.summary) what = "摘要有改动";
  if (!what.empty()) line += (caught.floors_read > 0 ? "：" : "") + what;
  if (const auto skipped = skipped_in(caught); skipped > 0)
    line += "；略过 " + std::to_string(skipped) + " 楼" + reasons(caught, Language::zh);
  return line + "。";
}

std::string english_headline(const CatchUp& caught, const std::string& since) {
  std::string line = since + ": ";
  const auto entries = static_cast<std::int64_t>(caught.entries.size());
  const auto withdrawn = static_cast<std::int64_t>(caught.withdrawn.size());
  if (is_empty(caught)) line += "nothing new";
  std::string what;
  const auto add = [&](const std::string& part) { what += (what.empty() ? "" : ", ") + part; };
  if (caught.floors_read > 0) add(counted(caught.floors_read, "floor", "floors") + " read");
  if (entries > 0) add(counted(entries, "new entry", "new entries"));
  if (const auto corrections = corrections_in(caught); corrections > 0)
    what += " (" + counted(corrections, "correction", "corrections") + ")";
  if (withdrawn > 0) add(std::to_string(withdrawn) + " withdrawn");
  if (entries == 0 && withdrawn == 0 && caught.summary) add("another summary");
  if (const auto skipped = skipped_in(caught); skipped > 0)
    add(counted(skipped, "floor", "floors") + " skipped" + reasons(caught, Language::en));
  if (is_empty(caught) && !what.empty()) line += "; ";
  return line + what + ".";
}

std::string summary_line(const CatchUp& caught, Language language) {
  if (!caught.summary) return {};
  const bool first = caught.point.rev.value == 0;
  const std::string text = one_line(caught.summary->text);
  if (language == Language::en) return (first ? "Summary: " : "The summary is now: ") + text;
  return (first ? "摘要：" : "摘要改为：") + text;
}

std::string withdrawn_line(const CatchUp& caught, Language language) {
  std::string floors;
  for (const auto& entry : caught.withdrawn) {
    floors += (floors.empty() ? "" : language == Language::en ? ", " : "、");
    floors += "#" + std::to_string(entry.marker.first.value);
  }
  if (floors.empty()) return {};
  return language == Language::en ? "Withdrawn: " + floors + "." : "撤回：" + floors + "。";
}

std::string left_line(std::size_t left, Language language) {
  if (left == 0) return {};
  if (language == Language::en) return counted(static_cast<std::int64_t>(left), "more entry.", "more entries.");
  return "另有 " + std::to_string(left) + " 条。";
}

}  // namespace

std::string since_text(const CatchUp& caught, const Site& site) {
  const bool english = site.language == Language::en;
  if (const auto* rev = std::get_if<digest::Revision>(&caught.since)) {
    if (rev->value == 0) return english ? "So far" : "至今";
    const std::string name = "r" + std::to_string(rev->value);
    return english ? "Since " + name : name + " 以来";
  }
  if (const auto* floor = std::get_if<digest::Floor>(&caught.since)) {
    const std::string number = std::to_string(floor->value);
    return english ? "Since floor " + number : "第 " + number + " 楼之后";
  }
  const LocalTime at = to_local(std::get<digest::Instant>(caught.since), site.zone);
  const int year = to_local(caught.until_at, site.zone).year;
  const std::string time = short_time(at, year, site.language);
  return english ? "Since " + time : time + " 以来";
}

CatchUpLines catch_up_lines(const CatchUp& caught, const Site& site) {
  CatchUpLines lines;
  const std::string since = since_text(caught, site);
  lines.headline = site.language == Language::en ? english_headline(caught, since) : chinese_headline(caught, since);
  lines.summary = summary_line(caught, site.language);
  lines.withdrawn = withdrawn_line(caught, site.language);
  std::size_t length = digest::units(lines.headline) + digest::units(lines.summary);
  for (const auto& entry : caught.entries) {
    length += digest::units(entry.text);
    if (length > kCatchUpUnits && !lines.shown.empty()) break;
    lines.shown.push_back(&entry);
  }
  lines.left = left_line(caught.entries.size() - lines.shown.size(), site.language);
  return lines;
}

}  // namespace gailou::render
