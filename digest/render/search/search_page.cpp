// What a search found, for readers; or how to search.
#include <optional>
#include <utility>

#include "digest/render/blocks/escape.h"
#include "digest/render/entry_text.h"
#include "digest/render/page/feed_links.h"
#include "digest/render/page/frame.h"
#include "digest/render/page/search_part.h"
#include "digest/render/said.h"
#include "digest/render/search/search.h"

namespace gailou::render {
namespace {

struct SearchHint {
  std::string_view typed;
  std::string_view zh;
  std::string_view en;
};
constexpr SearchHint kSearchHints[] = {
    {"算力 涨价", "两个词都要有，先后不论", "both words, in any order"},
    {"\"混合架构\"", "引号里的词连着出现", "words in quotes stand as they are"},
    {"显卡 -二手", "有显卡，没有二手", "the first word without the second"},
    {"clau*", "以 clau 开头的词", "words that begin so"},
    {"作者:alice", "某人写的楼层", "floors by somebody"},
    {"来源:uscardforum 晚于:3d", "某个论坛，最近三天", "of one forum, of the last three days"},
    {"早于:2026-05-01 范围:条目", "某天之前的摘要条目", "entries of digests, before a day"},
};

Node search_hints(const Site& site) {
  Node list(Tag::dl);
  for (const auto& hint : kSearchHints) {
    list.add(make(Tag::dt, link_to(Target::local(site.base_path, search_path(hint.typed)), hint.typed)));
    list.add(make(Tag::dd, said(site.language, hint.zh, hint.en)));
  }
  return std::move(list).with(Attr::classes, "hints");
}

Node snippet_part(const digest::SearchLine& line) {
  Node text(Tag::p);
  for (const auto& part : line.snippet) {
    if (part.hit) {
      text.add(make(Tag::mark, part.text));
    } else {
      text.add(part.text);
    }
  }
  return std::move(text).with(Attr::classes, "snippet");
}

/// "第 12 楼 · alice · 5月6日 14:02 ↗", "新增#59 · 最新动态 · (#59, #62) · …"
Node hit_facts(const digest::SearchLine& line, digest::Instant dated, const Site& site) {
  Node facts(Tag::p);
  const auto local = Target::local(site.base_path, page_of(line));
  if (line.entry) {
    const auto marker = marker_text(line.marker, site.language);
    facts.add(link_to(local, marker.empty() ? said(site.language, "条目", "entry") : std::string_view(marker)));
    facts.add(" · " + std::string(section_title(line.section, site.language)) + " · " + cites_text(line.cites));
  } else {
    const auto number = std::to_string(line.floor.value);
    facts.add(link_to(local, site.language == digest::Language::en ? "floor " + number : "第 " + number + " 楼"));
    facts.add(" · ");
    facts.add(make(Tag::bdi, one_line(line.author)));
  }
  facts.add(" · ");
  facts.add(time_of(line.at, dated, site));
  if (const auto forum = Target::web(forum_url_of(line))) {
    const auto number = std::to_string(line.floor.value);
    facts.add(" ");
    facts.add(link_to(*forum, "↗")
                  .with(Attr::classes, "out")
                  .with(Attr::aria_label, site.language == digest::Language::en
                                              ? "open floor " + number + " at the forum"
                                              : "在论坛打开第 " + number + " 楼"));
  }
  return std::move(facts).with(Attr::classes, "facts");
}

/// The thread's title, once above its hits that stand together.
Node thread_heading(const digest::SearchLine& line, const Site& site) {
  const std::string title = one_line(line.title);
  const std::string name = line.source + "/" + std::to_string(line.topic.value);
  return make(Tag::h2, link_to(Target::local(site.base_path, "/t/" + name), title.empty() ? name : title));
}

Node hit_item(const digest::SearchLine& line, digest::Instant dated, const Site& site) {
  return make(Tag::li, hit_facts(line, dated, site), snippet_part(line));
}

Node search_paging(const SearchView& view, const Site& site) {
  Node nav = Node(Tag::nav).with(Attr::aria_label, said(site.language, "结果的页", "Pages of results"));
  Node line(Tag::p);
  if (view.is_later) {
    line.add(link_to(Target::local(site.base_path, search_path(view.typed)), said(site.language, "最新的", "newest")));
    line.add(" ");
  }
  if (view.next) {
    line.add(link_to(Target::local(site.base_path, search_path(view.typed, view.next)),
                     said(site.language, "更早的结果", "older results"))
                 .with(Attr::rel, "next"));
  }
  nav.add(std::move(line));
  return nav;
}

Node search_note(std::string_view text) {
  return make(Tag::p, text).with(Attr::classes, "note");
}

/// What to try where nothing was found.
void add_nothing(Node& main, const SearchView& view, const Site& site) {
  main.add(make(Tag::p, view.next ? said(site.language, "到这里还没有找到，可以接着往更早的找。",
                                         "Nothing so far; older ones can still be looked through.")
                                  : said(site.language, "没有找到。", "Nothing was found."))
               .with(Attr::classes, "none"));
  if (view.next) return;
  main.add(
      make(Tag::ul,
           make(Tag::li, said(site.language, "换短一点的词：两个字通常就够", "Use shorter words: two characters do")),
           make(Tag::li, said(site.language, "去掉引号、减号和条件再试", "Leave out quotes, minuses and filters")),
           make(Tag::li, said(site.language, "只有跟踪中的帖子会被搜到", "Only tracked threads are searched"))));
  main.add(make(Tag::h2, said(site.language, "可以这样找", "Ways to search")));
  main.add(search_hints(site));
}

void add_found(Node& main, const SearchView& view, const Site& site) {
  const auto dated = view.hits.front().at;
  std::optional<Node> list;
  const digest::SearchLine* before = nullptr;
  for (const auto& line : view.hits) {
    if (before == nullptr || before->source != line.source || before->topic != line.topic) {
      if (list) main.add(std::move(*list));
      main.add(thread_heading(line, site));
      list = Node(Tag::ol).with(Attr::classes, "hits");
    }
    list->add(hit_item(line, dated, site));
    before = &line;
  }
  main.add(std::move(*list));
}

void add_answer(Node& main, const SearchView& view, const Site& site) {
  if (!view.fault.empty()) {
    main.add(make(Tag::p, one_line(view.fault)).with(Attr::classes, "fault").with(Attr::role, "alert"));
    main.add(search_hints(site));
    return;
  }
  if (view.typed.empty()) {
    main.add(search_note(said(site.language, "找楼层原文和摘要条目里的词，新的在前。",
                              "Finds words in floors and entries, the newest first.")));
    main.add(search_hints(site));
    return;
  }
  if (view.incomplete) {
    main.add(search_note(said(site.language, "较早的内容还在建立索引，现在的结果不全。",
                              "Older floors and entries are still being indexed: there may be more to find.")));
  }
  if (view.hits.empty()) {
    add_nothing(main, view, site);
  } else {
    add_found(main, view, site);
  }
  if (view.is_later || view.next) main.add(search_paging(view, site));
}

}  // namespace

std::string search_page(const SearchView& view, const Site& site) {
  const auto heading = said(site.language, "搜索", "Search");
  Node main = make(Tag::main, make(Tag::h1, heading), search_form(one_line(view.typed), site));
  add_answer(main, view, site);
  Frame frame{.title = view.typed.empty() ? std::string(heading) : view.typed + " · " + std::string(heading)};
  frame.path = "/search";
  frame.style = "search.css";
  frame.head.push_back(Node(Tag::meta).with(Attr::name, "robots").with(Attr::content, "noindex"));
  if (!view.typed.empty() && view.fault.empty() && view.has_feed) {
    const auto query = search_path(view.typed).substr(std::string_view("/search").size());
    frame.head.push_back(search_feed_link("/search.atom" + query, view.typed, site));
  }
  return framed(site, std::move(frame), std::move(main).with(Attr::classes, "searching"));
}

}  // namespace gailou::render
