// The calendar of days that have an edition, the newest month first.
#include <chrono>
#include <vector>

#include "digest/render/daily/daily.h"
#include "digest/render/page/frame.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

using digest::DayCount;
using std::chrono::days;
using std::chrono::year_month;
using std::chrono::year_month_day;

year_month month_of(digest::Day day) {
  const year_month_day date{day};
  return date.year() / date.month();
}

std::string month_words(year_month month, digest::Language language) {
  const auto year = std::to_string(static_cast<int>(month.year()));
  const auto number = static_cast<unsigned>(month.month());
  if (language == digest::Language::en) return year + "-" + (number < 10 ? "0" : "") + std::to_string(number);
  return year + "年" + std::to_string(number) + "月";
}

std::string entries_words(std::int64_t entries, digest::Language language) {
  if (language == digest::Language::en) return grouped(entries) + (entries == 1 ? " entry" : " entries");
  return grouped(entries) + " 条";
}

Node day_cell(const DayCount& count, const ArchiveView& view, const Site& site) {
  const auto number = std::to_string(static_cast<unsigned>(year_month_day{count.day}.day()));
  const auto words = entries_words(count.entries, site.language);
  return make(
      Tag::td,
      link_to(Target::local(site.base_path, daily_path(view.source, count.day)), number)
          .with(Attr::aria_label, digest::to_string(count.day) + said(site.language, "，", ", ").data() + words),
      make(Tag::small, grouped(count.entries)));
}

/// Rows from Monday to Sunday, empty cells outside the month. `counts` are its days, ascending.
Node month_table(const std::vector<DayCount>& counts, const ArchiveView& view, const Site& site) {
  const auto month = month_of(counts.front().day);
  const digest::Day first{month / 1};
  const digest::Day last{month / std::chrono::last};
  Node head(Tag::tr);
  for (const auto* name : {"一", "二", "三", "四", "五", "六", "日"}) head.add(make(Tag::th, name));
  if (site.language == digest::Language::en) {
    head = Node(Tag::tr);
    for (const auto* name : {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"}) head.add(make(Tag::th, name));
  }
  Node table = make(Tag::table, std::move(head));
  auto next = counts.begin();
  const auto monday = [](digest::Day day) { return day - (std::chrono::weekday{day} - std::chrono::Monday); };
  for (digest::Day week = monday(first); week <= last; week += days{7}) {
    Node row(Tag::tr);
    for (digest::Day day = week; day < week + days{7}; day += days{1}) {
      if (day < first || day > last) {
        row.add(make(Tag::td));
      } else if (next != counts.end() && next->day == day) {
        row.add(day_cell(*next++, view, site));
      } else {
        row.add(make(Tag::td, std::to_string(static_cast<unsigned>(year_month_day{day}.day())))
                    .with(Attr::classes, "none"));
      }
    }
    table.add(std::move(row));
  }
  return std::move(table).with(Attr::classes, "month");
}

/// The days of each month, the newest month first.
std::vector<std::vector<DayCount>> months_of(const std::vector<DayCount>& counts) {
  std::vector<std::vector<DayCount>> months;
  for (const auto& count : counts) {
    if (months.empty() || month_of(months.back().front().day) != month_of(count.day)) months.emplace_back();
    months.back().push_back(count);
  }
  return {months.rbegin(), months.rend()};
}

}  // namespace

std::string archive_page(const ArchiveView& view, const Site& site) {
  const std::string_view name = said(site.language, "每日精选 · 往期", "The daily editions");
  Node main = make(Tag::main, make(Tag::h1, name));
  if (view.days.empty()) {
    main.add(make(Tag::p, said(site.language, "还没有一天的版面。有了第一份摘要，这里会出现日历。",
                               "No edition yet. The calendar comes with the first digest."))
                 .with(Attr::classes, "none"));
  }
  for (const auto& month : months_of(view.days)) {
    main.add(make(Tag::h2, month_words(month_of(month.front().day), site.language)));
    main.add(month_table(month, view, site));
  }
  Frame frame{.title = std::string(name), .edition = view.source};
  frame.path = daily_path(view.source);
  frame.style = "pages.css";
  return framed(site, std::move(frame), std::move(main).with(Attr::classes, "front"));
}

}  // namespace gailou::render
