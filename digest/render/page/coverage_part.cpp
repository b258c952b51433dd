#include "digest/render/page/coverage_part.h"

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "digest/render/page/frame.h"
#include "digest/render/reason_words.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

using digest::Floor;
using digest::Reason;

constexpr std::int64_t kStripFloorsMax = 1000;
// A list of floors that nobody would read to its end is cut with a count of the rest.
constexpr std::size_t kRangesMax = 60;

enum class Fate : unsigned char { missing, entry, nothing_new, pending };

/// The strip tells fates apart by height as well as by tone.
struct Cell {
  Fate fate;
  std::string_view classes;
  int height;  // of kStripHeight
};
constexpr int kStripHeight = 8;
constexpr auto kCells =
    std::to_array<Cell>({{Fate::entry, "in", 8}, {Fate::nothing_new, "none", 4}, {Fate::pending, "pending", 2}});

/// A thread's floors by what became of them, each list ascending.
struct Account {
  std::vector<Floor> in_entries{};
  std::map<Reason, std::vector<Floor>> nothing_new{};
  std::vector<Floor> pending{};
};

bool has(const std::vector<Floor>& sorted, Floor floor) {
  return std::binary_search(sorted.begin(), sorted.end(), floor);
}

Account account_of(const ThreadView& view) {
  Account account;
  std::vector<Floor> settled;
  for (const auto& entry : view.digest.entries) {
    account.in_entries.insert(account.in_entries.end(), entry.floors.begin(), entry.floors.end());
  }
  for (const auto& [floor, reason] : view.digest.nothing_new) {
    account.nothing_new[reason].push_back(floor);
    settled.push_back(floor);
  }
  settled.insert(settled.end(), account.in_entries.begin(), account.in_entries.end());
  std::sort(settled.begin(), settled.end());
  std::sort(account.in_entries.begin(), account.in_entries.end());
  // A long floor may have given several entries.
  const auto repeats = std::unique(account.in_entries.begin(), account.in_entries.end());
  account.in_entries.erase(repeats, account.in_entries.end());
  for (auto& [reason, floors] : account.nothing_new) std::sort(floors.begin(), floors.end());
  for (const auto& stored : view.posts) {
    const bool shown = stored.post.state == digest::PostState::visible && !stored.post.small_action;
    if (shown && !has(settled, stored.post.floor)) account.pending.push_back(stored.post.floor);
  }
  return account;
}

struct Range {
  Floor first{};
  Floor last{};
};

std::vector<Range> ranges_of(const std::vector<Floor>& sorted) {
  std::vector<Range> ranges;
  for (const Floor floor : sorted) {
    if (!ranges.empty() && floor.value <= ranges.back().last.value + 1) {
      ranges.back().last = floor;
    } else {
      ranges.push_back({floor, floor});
    }
  }
  return ranges;
}

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

void add_row(Node& table, std::string_view name, const std::vector<Floor>& floors, const Places& places) {
  if (floors.empty()) return;
  table.add(make(Tag::tr, make(Tag::th, name),
                 make(Tag::td, floor_count(static_cast<std::int64_t>(floors.size()), places.language())),
                 floor_list(floors, places)));
}

Node table_of(const Account& account, const Places& places) {
  Node table(Tag::table);
  const digest::Language language = places.language();
  add_row(table, said(language, "收入条目", "in entries"), account.in_entries, places);
  for (const auto& [reason, floors] : account.nothing_new) {
    add_row(table,
            std::string(said(language, "无新内容：", "nothing new: ")) + std::string(reason_word(reason, language)),
            floors, places);
  }
  add_row(table, said(language, "待摘", "pending"), account.pending, places);
  return table;
}

std::vector<Fate> fates_of(const Account& account, std::int64_t floors) {
  std::vector<Fate> fates(static_cast<std::size_t>(floors), Fate::missing);
  const auto mark = [&](const std::vector<Floor>& marked, Fate fate) {
    for (const Floor floor : marked) {
      if (floor.value >= 1 && floor.value <= floors) fates[static_cast<std::size_t>(floor.value - 1)] = fate;
    }
  };
  mark(account.pending, Fate::pending);
  mark(account.in_entries, Fate::entry);
  for (const auto& [reason, marked] : account.nothing_new) {
    if (reason != Reason::deleted) mark(marked, Fate::nothing_new);
  }
  return fates;
}

/// Runs of one fate as rectangles standing on the strip's floor: "M0 0h6v8h-6z".
std::string path_of(const std::vector<Fate>& fates, const Cell& cell) {
  std::string path;
  for (std::size_t at = 0; at < fates.size();) {
    std::size_t end = at;
    while (end < fates.size() && fates[end] == cell.fate) ++end;
    if (end > at) {
      const std::string run = std::to_string(end - at);
      path += "M" + std::to_string(at) + " " + std::to_string(kStripHeight - cell.height) + "h" + run + "v" +
              std::to_string(cell.height) + "h-" + run + "z";
    }
    at = std::max(end, at + 1);
  }
  return path;
}

Node strip_of(const Account& account, std::int64_t floors, digest::Language language) {
  const auto fates = fates_of(account, floors);
  Node strip = make(
      Tag::svg, make(Tag::title, said(language, "逐楼去向：高格收入条目，半高无新内容，矮格待摘，空格已删除或未收录",
                                      "Where each floor went: tall in entries, half nothing new, low pending, gap "
                                      "deleted or not stored")));
  for (const Cell& cell : kCells) {
    const std::string path = path_of(fates, cell);
    if (!path.empty()) strip.add(Node(Tag::path).with(Attr::classes, cell.classes).with(Attr::d, path));
  }
  return std::move(strip)
      .with(Attr::classes, "strip")
      .with(Attr::role, "img")
      .with(Attr::view_box, "0 0 " + std::to_string(floors) + " " + std::to_string(kStripHeight))
      .with(Attr::preserve_aspect_ratio, "none");
}

std::size_t total(const std::map<Reason, std::vector<Floor>>& lists) {
  std::size_t sum = 0;
  for (const auto& [reason, floors] : lists) sum += floors.size();
  return sum;
}

}  // namespace

std::vector<Node> coverage_part(const ThreadView& view, const Places& places) {
  if (view.digest.revision.value == 0) return {};
  const Account account = account_of(view);
  std::int64_t floors = view.digest.thread.last_number.value;
  if (!account.pending.empty()) floors = std::max(floors, account.pending.back().value);
  const digest::Language language = places.language();
  const auto kept = std::to_string(account.in_entries.size());
  const auto quiet = std::to_string(total(account.nothing_new));
  const std::string sum = language == digest::Language::en ? kept + " in entries · " + quiet + " nothing new"
                                                           : "收入条目 " + kept + " 楼 · 无新内容 " + quiet + " 楼";
  Node part = Node(Tag::details).with(Attr::id, "coverage");
  Node head =
      make(Tag::summary, make(Tag::h2, said(language, "逐楼去向", "Floor by floor")), make(Tag::small, " " + sum));
  if (floors > 0 && floors <= kStripFloorsMax) head.add(strip_of(account, floors, language));
  part.add(std::move(head));
  part.add(table_of(account, places));
  std::vector<Node> nodes;
  nodes.push_back(std::move(part));
  return nodes;
}

}  // namespace gailou::render
