// The thread's page: the digest first, complete without script; the raw floors behind it.
#include <algorithm>
#include <iterator>

#include "digest/render/blocks/escape.h"
#include "digest/render/entry_text.h"
#include "digest/render/formats.h"
#include "digest/render/page/bars_part.h"
#include "digest/render/page/catch_up_part.h"
#include "digest/render/page/coverage_part.h"
#include "digest/render/page/entry_part.h"
#include "digest/render/page/entry_places.h"
#include "digest/render/page/feed_links.h"
#include "digest/render/page/figures_part.h"
#include "digest/render/page/floor_part.h"
#include "digest/render/page/frame.h"
#include "digest/render/page/keys_part.h"
#include "digest/render/page/sections_part.h"
#include "digest/render/page/state_part.h"
#include "digest/render/said.h"
#include "digest/render/writers.h"

namespace gailou::render {
namespace {

Node title_of(const ThreadView& view, const Places& places) {
  const std::string title = one_line(view.digest.thread.title);
  const std::string shown = title.empty() ? std::string(said(places.language(), "（无题）", "(no title)")) : title;
  const auto topic = places.topic();
  return make(Tag::h1, topic ? link_to(*topic, shown) : Node::text(shown));
}

Node summary_of(const ThreadView& view, digest::Language language) {
  Node section = make(Tag::section, make(Tag::h2, said(language, "内容摘要", "Summary"))).with(Attr::id, "summary");
  const std::string summary = one_line(view.digest.summary.text);
  if (!summary.empty()) {
    section.add(make(Tag::p, summary).with(Attr::classes, "lead"));
  } else if (view.digest.revision.value > 0) {
    section.add(nothing_yet(language));
  } else {
    section.add(make(Tag::p, view.posts.empty() ? said(language, "还没有楼层。收到第一批楼层后，这里会出现摘要。",
                                                       "No floor yet. The summary comes with the first of them.")
                                                : said(language, "还没有摘要。首批楼层收齐后，这里会出现摘要。",
                                                       "No summary yet. It comes when the first floors are complete."))
                    .with(Attr::classes, "none"));
  }
  return section;
}

Node raw_part(const ThreadView& view, const Places& places, const Site& site) {
  const auto& floors = places.inline_floors();
  const auto shown = static_cast<std::int64_t>(floors.size());
  Node raw = make(Tag::details, make(Tag::summary, make(Tag::h2, said(site.language, "原始内容", "All floors")),
                                     make(Tag::small, " " + floor_count(places.total(), site.language))));
  if (floors.empty()) raw.add(nothing_yet(site.language));
  if (shown < places.total()) {
    const bool english = site.language == digest::Language::en;
    raw.add(make(Tag::p,
                 english ? "These are the last " + floor_count(shown, site.language) + ". "
                         : "以下是最后 " + grouped(shown) + " 楼。",
                 link_to(places.page("/posts"), english ? "read from floor 1" : "从第 1 楼读起"))
                .with(Attr::classes, "note"));
  }
  raw.add(floor_articles(view, places, site));
  return std::move(raw).with(Attr::id, "raw");
}

std::vector<Node> alternates(const Places& places) {
  std::vector<Node> links;
  for (const Format& format : formats()) {
    if (format.suffix.empty()) continue;
    const auto type = format.media_type.substr(0, format.media_type.find(';'));
    links.push_back(Node(Tag::link)
                        .to(Place::href, places.page(format.suffix))
                        .with(Attr::rel, "alternate")
                        .with(Attr::type, type));
  }
  return links;
}

Node other_forms(const Places& places) {
  Node line = make(Tag::p, said(places.language(), "其他格式：", "Other forms: ")).with(Attr::classes, "forms");
  for (const Format& format : formats()) {
    if (format.suffix.empty()) continue;
    line.add(link_to(places.page(format.suffix), format.name));
    line.add(" ");
  }
  line.add(link_to(places.page("/activity"), said(places.language(), "活跃度", "activity")));
  line.add(" ");
  line.add(link_to(places.page("/posts"), said(places.language(), "全部楼层", "all floors")));
  return line;
}

/// As of an earlier revision: which, and how to go on from there.
std::vector<Node> as_of_part(const ThreadView& view, const Places& places, const Site& site) {
  std::vector<Node> nodes;
  if (!view.latest) return nodes;
  const bool english = site.language == digest::Language::en;
  const std::int64_t rev = view.digest.revision.value;
  const auto to = [&](std::int64_t other, const std::string& label) {
    return link_to(places.page("/r/" + std::to_string(other)), label);
  };
  Node nav = Node(Tag::nav).with(Attr::classes, "pager").with(Attr::aria_label, english ? "Revisions" : "修订");
  nav.add(rev > 1 ? to(rev - 1, "← r" + std::to_string(rev - 1)).with(Attr::rel, "prev") : make(Tag::span));
  nav.add(" ");
  nav.add(link_to(places.page(), english ? "as it is now, r" + std::to_string(view.latest->value)
                                         : "现在的摘要 r" + std::to_string(view.latest->value)));
  nav.add(" ");
  nav.add(rev < view.latest->value ? to(rev + 1, "r" + std::to_string(rev + 1) + " →").with(Attr::rel, "next")
                                   : make(Tag::span));
  nodes.push_back(make(Tag::p, english ? "This is how the digest stood at revision r" + std::to_string(rev) +
                                             ". What has been withdrawn since stays withdrawn here too."
                                       : "这是修订 r" + std::to_string(rev) +
                                             " 时的摘要，该版新增的条目有标记；此后撤回的，这里同样撤回。")
                      .with(Attr::classes, "notice"));
  nodes.push_back(std::move(nav));
  return nodes;
}

/// What the strip and the bars draw, in words.
Node tables_part(const Account& account, const Rhythm& rhythm, const Places& places, const Site& site) {
  Node part = make(Tag::details, make(Tag::summary, make(Tag::h2, said(site.language, "逐楼去向", "Floor by floor")),
                                      make(Tag::small, " " + coverage_sum(account, site.language))));
  part.add(coverage_table(account, places));
  if (!rhythm.bars.empty()) part.add(bars_table(rhythm, site));
  return std::move(part).with(Attr::id, "coverage");
}

Node main_of(const ThreadView& view, const Places& places, const Site& site) {
  const digest::Digest& digest = view.digest;
  const Echoes echoes = echoes_of(digest);
  const auto entries = EntryPlaces::of_thread(digest, places, since_name(view));
  const EntryContext context{
      .places = places, .site = site, .echoes = echoes, .entries = entries, .since = since_of(view)};
  const Account account = account_of(view);
  const Rhythm rhythm = rhythm_of(facts_of(view), site.zone, kBarsMax);
  Node main = make(Tag::main, title_of(view, places), facts_line(view, places, site), state_notices(view, places, site),
                   as_of_part(view, places, site), make(Tag::p).with(Attr::id, "live").with(Attr::role, "status"),
                   news_part(view, context), figures_part(view, account, rhythm, places, site),
                   catch_up_part(view, context), summary_of(view, site.language));
  if (digest.revision.value > 0) {
    main.add(contents_part(entries, site.language));
    for (std::size_t index = 0; index < std::size(digest::kSections); ++index) {
      main.add(section_part(index, digest, context));
    }
    main.add(tables_part(account, rhythm, places, site));
  }
  if (view.raw) main.add(raw_part(view, places, site));
  // What the script follows: an earlier revision has no news.
  if (view.latest) return main;
  return std::move(main)
      .with(Attr::data_base, site.base_path)
      .with(Attr::data_source, digest.thread.source)
      .with(Attr::data_id, std::to_string(digest.thread.topic.value))
      .with(Attr::data_rev, std::to_string(digest.revision.value));
}

}  // namespace

std::string render_html(const ThreadView& view, const Site& site) {
  const Places places(view, site);
  const digest::Digest& digest = view.digest;
  Frame frame{.title = digest.thread.title, .edition = digest.thread.source, .path = places.path()};
  if (view.latest) {
    const std::string rev = std::to_string(digest.revision.value);
    frame.title += " · r" + rev;
    frame.path += "/r/" + rev;
  }
  if (digest.revision.value > 0) frame.dated = digest.generated_at;
  frame.description = one_line(digest.summary.text);
  if (!view.latest) {
    frame.head = thread_feed_links(places, digest.thread.title);
    std::ranges::move(alternates(places), std::back_inserter(frame.head));
  }
  frame.footer.push_back(other_forms(places));
  frame.footer.push_back(thread_feed_line(places));
  frame.footer.push_back(keys_part(site));
  return framed(site, std::move(frame), main_of(view, places, site));
}

}  // namespace gailou::render
