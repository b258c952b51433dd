// The front page: the tracked threads with what changed last, newest change first (the order is the view's).
#include "digest/render/blocks/escape.h"
#include "digest/render/entry_text.h"
#include "digest/render/page/frame.h"
#include "digest/render/page/state_part.h"
#include "digest/render/pages.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

std::string path_of(const FrontRow& row) {
  return "/t/" + row.source + "/" + std::to_string(row.topic.value);
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

Node article_of(const FrontRow& row, digest::Instant dated, const Site& site) {
  const std::string title = one_line(row.title);
  const std::string summary = one_line(row.summary);
  Node article = make(
      Tag::article,
      make(Tag::h2,
           link_to(Target::local(site.base_path, path_of(row)),
                   title.empty() ? std::string(said(site.language, "（尚未读到标题）", "(no title yet)")) : title)),
      facts_of(row, dated, site));
  if (!summary.empty()) article.add(make(Tag::p, summary).with(Attr::classes, "lead"));
  if (summary.empty())
    article.add(make(Tag::p, said(site.language, "还没有摘要。", "No digest yet.")).with(Attr::classes, "none"));
  if (!row.newest.empty()) article.add(newest_of(row, site));
  return std::move(article).with(Attr::classes, "thread");
}

std::optional<digest::Instant> newest_change(const FrontView& view) {
  std::optional<digest::Instant> newest;
  for (const auto& row : view.rows) {
    if (row.changed_at && (!newest || *row.changed_at > *newest)) newest = row.changed_at;
  }
  return newest;
}

}  // namespace

std::string front_page(const FrontView& view, const Site& site) {
  Node main = make(Tag::main, make(Tag::h1, said(site.language, "跟踪中的帖子", "Tracked threads")));
  if (view.rows.empty()) {
    main.add(make(Tag::p, said(site.language, "还没有跟踪任何帖子。添加一个：", "No thread is tracked yet. Add one:"))
                 .with(Attr::classes, "none"));
    main.add(make(Tag::pre, make(Tag::code, "gailou add https://forum.example/t/some-topic/12345")));
  }
  if (view.deals) {
    main.add(make(Tag::p, link_to(Target::local(site.base_path, "/deals"), "还能上车的羊毛"), "，按截止日排列")
                 .with(Attr::classes, "note"));
  }
  const auto dated = newest_change(view);
  for (const auto& row : view.rows) main.add(article_of(row, dated.value_or(digest::Instant{}), site));
  return framed(site, Frame{.dated = dated}, std::move(main).with(Attr::classes, "front"));
}

}  // namespace gailou::render
