#include "digest/render/page/coverage_part.h"

#include <algorithm>

#include "digest/render/page/frame.h"
#include "digest/render/reason_words.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

using digest::Floor;

// A list of floors that nobody would read to its end is cut with a count of the rest.
constexpr std::size_t kRangesMax = 60;

Node floor_list(const std::vector<Floor>& sorted, const Places& places) {
  Node list(Tag::td);
  const auto ranges = ranges_of(sorted);
  for (std::size_t at = 0; at < std::min(ranges.size(), kRangesMax); ++at) {
    const auto& [first, last] = ranges[at];
    std::string label = "#" + std::to_string(first.value);
    if (last != first) label += "–" + std::to_string(last.value);
    if (at > 0) list.add(", ");
    const auto target = places.local(first);
    list.add(target ? link_to(*target, label) : Node::text(label));
  }
  if (ranges.size() > kRangesMax) list.add(said(places.language(), " 等", " and more"));
  return list;
}

void add_row(Node& rows, std::string_view name, const std::vector<Floor>& floors, const Places& places) {
  if (floors.empty()) return;
  rows.add(make(Tag::tr, make(Tag::th, name).with(Attr::scope, "row"),
                make(Tag::td, floor_count(static_cast<std::int64_t>(floors.size()), places.language())),
                floor_list(floors, places)));
}

}  // namespace

Node coverage_table(const Account& account, const Places& places) {
  const digest::Language language = places.language();
  Node rows(Tag::tbody);
  add_row(rows, said(language, "收入条目", "in entries"), account.in_entries, places);
  for (const auto& [reason, floors] : account.nothing_new) {
    add_row(rows,
            std::string(said(language, "无新内容：", "nothing new: ")) + std::string(reason_word(reason, language)),
            floors, places);
  }
  add_row(rows, said(language, "待摘", "pending"), account.pending, places);
  add_row(rows, said(language, "已删除或移走", "deleted or moved"), account.gone, places);
  return make(Tag::table, make(Tag::caption, said(language, "逐楼去向", "Where each floor went")), std::move(rows));
}

std::string coverage_sum(const Account& account, digest::Language language) {
  const auto kept = grouped(std::ssize(account.in_entries));
  const auto quiet = grouped(account.quiet());
  return language == digest::Language::en ? kept + " in entries · " + quiet + " nothing new"
                                          : "收入条目 " + kept + " 楼 · 无新内容 " + quiet + " 楼";
}

}  // namespace gailou::render
