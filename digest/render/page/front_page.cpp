// The front page: the tracked threads with what changed last, newest change first (the order is the view's).
#include "digest/render/blocks/escape.h"
#include "digest/render/entry_text.h"
#include "digest/render/page/bars_part.h"
#include "digest/render/page/frame.h"
#include "digest/render/page/state_part.h"
#include "digest/render/pages.h"
#include "digest/render/paths.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

constexpr std::size_t kSparkBars = 40;
constexpr int kSparkHeight = 26;  // px

std::string path_of(const FrontRow& row) {
  return thread_path(row.source, row.topic);
}

Node facts_of(const FrontRow& row, digest::Instant dated, const Site& site) {
  Node line = make(Tag::p, one_line(row.source) + " · " + floor_count(row.floors, site.language));
  if (row.changed_at) {
    line.add(said(site.language, " · 更新 ", " · updated "));
    line.add(time_of(*row.changed_at, dated, site));
  }
  if (row.revision.value > 0)
    line.add(std::string(said(site.language, " · 修订 r", " · revision r")) + std::to_string(row.revision.value));
  if (const auto word = state_word(row.state, site.language); !word.empty()) line.add(" · " + std::string(word));
  return std::move(line).with(Attr::classes, "facts");
}

Node newest_of(const FrontRow& row, const Site& site) {
  Node list(Tag::ul);
  for (const auto& entry : row.newest) {
    const std::string marker = marker_text(entry.marker, site.language);
    Node item(Tag::li);
    if (!marker.empty()) {
      const auto target = Target::local(site.base_path, path_of(row) + "#" + entry_id(entry.seq));
      item.add(link_to(target, marker).with(Attr::classes, "marker"));
      item.add(marker_colon(site));
    }
    item.add(one_line(entry.text));
    list.add(std::move(item));
  }
  return std::move(list).with(Attr::classes, "entries");
}

/// How lively it was: beside its text where there is a margin.
std::vector<Node> sparkline_of(const FrontRow& row, const Site& site) {
  const Rhythm rhythm = rhythm_of(row.facts, site.zone, kSparkBars);
  std::vector<Node> nodes;
  if (rhythm.bars.size() < 2) return nodes;
  nodes.push_back(make(Tag::figure, bars_of(rhythm, kSparkHeight, site), axis_of(rhythm, site),
                       make(Tag::figcaption, make(Tag::span, bars_title(rhythm, site.language)), " ",
                            make(Tag::span, bars_peak(rhythm, site.language))))
                      .with(Attr::classes, "spark"));
  return nodes;
}

/// "12 12 11": the newest entries' revisions, for gailou.js to count those that this reader hasn't seen.
std::string revs_of(const FrontRow& row) {
  std::string text;
  for (const auto rev : row.revs) text += (text.empty() ? "" : " ") + std::to_string(rev.value);
  return text;
}

Node article_of(const FrontRow& row, digest::Instant dated, const Site& site) {
  const std::string title = one_line(row.title);
  const std::string summary = one_line(row.summary);
  Node article = make(
      Tag::article,
      make(Tag::h2,
           link_to(Target::local(site.base_path, path_of(row)),
                   title.empty() ? std::string(said(site.language, "（尚未读到标题）", "(no title yet)")) : title)),
      sparkline_of(row, site), facts_of(row, dated, site));
  if (!summary.empty()) article.add(make(Tag::p, summary).with(Attr::classes, "lead"));
  if (summary.empty())
    article.add(make(Tag::p, said(site.language, "还没有摘要。", "No digest yet.")).with(Attr::classes, "none"));
  if (!row.newest.empty()) article.add(newest_of(row, site));
  if (row.revs.empty()) return std::move(article).with(Attr::classes, "thread");
  return std::move(article)
      .with(Attr::classes, "thread")
      .with(Attr::data_thread, row.source + "/" + std::to_string(row.topic.value))
      .with(Attr::data_revs, revs_of(row));
}

std::optional<digest::Instant> newest_change(const FrontView& view) {
  std::optional<digest::Instant> newest;
  for (const auto& row : view.rows) {
    if (row.changed_at && (!newest || *row.changed_at > *newest)) newest = row.changed_at;
  }
  return newest;
}

void add_empty_state(Node& main, const Site& site) {
  main.add(make(Tag::p,
                said(site.language, "今天还没有新闻：这里还没有跟踪任何帖子。", "No news yet: no thread is tracked."))
               .with(Attr::classes, "lead"));
  main.add(make(Tag::p, said(site.language, "添加一个，几分钟后这里就有它的摘要：",
                             "Add one; its digest is here a few minutes later:")));
  main.add(make(Tag::pre, make(Tag::code, "gailou add https://forum.example/t/some-topic/12345")));
}

/// What else there is to read today.
std::vector<Node> also_part(const FrontView& view, const Site& site) {
  const bool english = site.language == digest::Language::en;
  Node list(Tag::ul);
  const auto add = [&](std::string_view path, std::string_view name, std::string_view words) {
    list.add(make(Tag::li, link_to(Target::local(site.base_path, path), name), words));
  };
  if (site.has("/daily")) {
    add("/daily", english ? "The daily edition" : "每日精选", english ? ", one a day" : "，一天一期，过后不改");
  }
  if (view.deals) {
    add("/deals", english ? "Deals still open" : "还能上车的羊毛", english ? ", soonest end first" : "，按截止日排列");
  }
  std::vector<Node> nodes;
  if (!list.children().empty()) nodes.push_back(std::move(list).with(Attr::classes, "also"));
  return nodes;
}

}  // namespace

std::string front_page(const FrontView& view, const Site& site) {
  Node main = make(Tag::main, make(Tag::h1, said(site.language, "有新动静的帖子", "Threads that moved")));
  main.add(also_part(view, site));
  if (view.rows.empty()) add_empty_state(main, site);
  const auto dated = newest_change(view);
  for (const auto& row : view.rows) main.add(article_of(row, dated.value_or(digest::Instant{}), site));
  Frame frame{.dated = dated, .path = "/", .style = "pages.css", .grand = true};
  if (!view.rows.empty()) frame.description = one_line(view.rows.front().title);
  return framed(site, std::move(frame), std::move(main).with(Attr::classes, "front"));
}

}  // namespace gailou::render
