// A day's edition for readers.
#include <algorithm>
#include <chrono>

#include "digest/render/blocks/escape.h"
#include "digest/render/daily/daily.h"
#include "digest/render/daily/daily_words.h"
#include "digest/render/entry_text.h"
#include "digest/render/page/frame.h"
#include "digest/render/paths.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

using digest::EditionThread;

std::string path_of(const EditionThread& thread) {
  return thread_path(thread.day.thread.source, thread.day.thread.topic);
}

/// The thread's page with what the day brought marked as new.
std::string path_since(const EditionThread& thread) {
  if (thread.day.before.value == 0) return path_of(thread);
  return path_of(thread) + "?since=r" + std::to_string(thread.day.before.value);
}

Node facts_of(const EditionThread& thread, const DailyView& view, const Site& site) {
  Node line(Tag::p);
  if (view.source.empty()) line.add(one_line(thread.day.thread.source) + " · ");
  line.add(thread_words(thread, site.language));
  line.add(" · ");
  line.add(time_of(thread.day.changed_at, view.from, site));
  return std::move(line).with(Attr::classes, "facts");
}

Node pick_of(const digest::Entry& entry, const EditionThread& thread, const Site& site) {
  const std::string marker = marker_text(entry.marker, site.language);
  const auto place = Target::local(site.base_path, entry_path(path_of(thread), entry.seq));
  Node item(Tag::li);
  if (!marker.empty()) {
    item.add(link_to(place, marker).with(Attr::classes, "marker"));
    item.add(marker_colon(site));
  }
  item.add(one_line(entry.text));
  if (marker.empty()) {
    item.add(" ");
    item.add(link_to(place, cites_text(entry.cites)).with(Attr::classes, "cites"));
  }
  return item;
}

Node article_of(const EditionThread& thread, const DailyView& view, const Site& site) {
  const std::string title = one_line(thread.day.thread.title);
  Node article =
      make(Tag::article,
           make(Tag::h2, link_to(Target::local(site.base_path, path_since(thread)),
                                 title.empty() ? std::string(said(site.language, "（无题）", "(no title)")) : title)),
           facts_of(thread, view, site));
  if (const std::string summary = one_line(thread.day.summary.text); !summary.empty()) {
    article.add(make(Tag::p, summary).with(Attr::classes, "lead"));
  }
  Node list(Tag::ul);
  for (const auto index : thread.picks) list.add(pick_of(thread.day.entries[index], thread, site));
  if (!list.children().empty()) article.add(std::move(list).with(Attr::classes, "entries"));
  const auto left = thread.live - std::ssize(thread.picks);
  if (left > 0) {
    article.add(
        make(Tag::p, link_to(Target::local(site.base_path, path_since(thread)), more_words(left, site.language)))
            .with(Attr::classes, "note"));
  }
  if (thread.live == 0) {
    article.add(make(Tag::p, said(site.language, "当天的条目已随原楼层删除而撤回。",
                                  "The day's entries were withdrawn: their floors have been deleted."))
                    .with(Attr::classes, "none"));
  }
  return std::move(article).with(Attr::classes, "thread");
}

/// The days before and after, and all of them. Each is there whatever came of it, so that an edition never changes.
Node other_days(const DailyView& view, const Site& site) {
  const auto day_link = [&](digest::Day day, std::string_view words) {
    return link_to(Target::local(site.base_path, daily_path(view.source, day)), words);
  };
  Node line(Tag::p);
  if (!view.first) {
    line.add(day_link(view.day - std::chrono::days{1}, said(site.language, "前一天", "The day before")));
    line.add(" ");
  }
  if (view.over) {
    line.add(day_link(view.day + std::chrono::days{1}, said(site.language, "后一天", "The day after")));
    line.add(" ");
  }
  line.add(link_to(Target::local(site.base_path, daily_path(view.source)), said(site.language, "往期", "All days")));
  return make(Tag::nav, std::move(line)).with(Attr::aria_label, said(site.language, "日期", "Days"));
}

}  // namespace

std::string daily_page(const DailyView& view, const Site& site) {
  const std::string_view name = said(site.language, "每日精选", "The day's digest");
  Node main = make(Tag::main, make(Tag::h1, name),
                   make(Tag::p, day_total(view.threads, site.language)).with(Attr::classes, "facts"));
  if (!view.over) {
    main.add(make(Tag::p, said(site.language, "这一天还没结束，新的修订会继续加进来。",
                               "The day isn't over: what is digested until then will be added."))
                 .with(Attr::classes, "notice"));
  }
  if (view.threads.empty()) {
    main.add(make(Tag::p, said(site.language, "这一天没有新内容。", "Nothing new on this day."))
                 .with(Attr::classes, "none"));
  }
  for (const auto& thread : view.threads) main.add(article_of(thread, view, site));
  main.add(other_days(view, site));
  Frame frame{
      .title = std::string(name) + " " + digest::to_string(view.day), .edition = view.source, .dated = view.from};
  frame.path = daily_path(view.source, view.day);
  frame.style = "pages.css";
  frame.grand = true;
  return framed(site, std::move(frame), std::move(main).with(Attr::classes, "front"));
}

std::string daily_path(const std::string& source, std::optional<digest::Day> day) {
  const std::string archive = source.empty() ? "/daily" : "/s/" + source + "/daily";
  return day ? archive + "/" + digest::to_string(*day) : archive;
}

}  // namespace gailou::render
