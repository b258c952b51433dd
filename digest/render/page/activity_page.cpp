// A thread in figures: how fast it grew, who wrote, where each floor went.
#include <algorithm>
#include <map>

#include "digest/render/blocks/escape.h"
#include "digest/render/page/bars_part.h"
#include "digest/render/page/coverage_part.h"
#include "digest/render/page/figures_part.h"
#include "digest/render/page/frame.h"
#include "digest/render/page/places.h"
#include "digest/render/page/state_part.h"
#include "digest/render/pages.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

constexpr int kTallBars = 140;  // px
constexpr std::size_t kAuthorsMax = 30;
constexpr std::int64_t kMeterWidth = 100;

struct Author {
  std::string name{};
  std::int64_t floors = 0;
  digest::Floor first{};
};

/// Who wrote most first; of equals, who came first.
std::vector<Author> authors_of(const std::vector<digest::FloorFact>& facts) {
  std::map<std::string, std::size_t, std::less<>> places;
  std::vector<Author> authors;
  for (const auto& fact : facts) {
    if (fact.state != digest::PostState::visible) continue;
    const auto [found, is_new] = places.try_emplace(fact.author, authors.size());
    if (is_new) authors.push_back({.name = fact.author, .first = fact.floor});
    ++authors[found->second].floors;
  }
  std::stable_sort(authors.begin(), authors.end(),
                   [](const Author& a, const Author& b) { return a.floors > b.floors; });
  return authors;
}

/// A bar as long as the share; the number beside it says the same.
Node meter_of(std::int64_t part, std::int64_t most) {
  const std::int64_t length = std::max<std::int64_t>(1, part * kMeterWidth / std::max<std::int64_t>(most, 1));
  return make(Tag::svg,
              Node(Tag::path).with(Attr::d, "M0 0h" + std::to_string(length) + "v8h-" + std::to_string(length) + "z"))
      .with(Attr::aria_hidden, "true")
      .with(Attr::view_box, "0 0 100 8")
      .with(Attr::preserve_aspect_ratio, "none")
      .with(Attr::height, "8");
}

Node authors_part(const std::vector<Author>& authors, const Places& places, const Site& site) {
  const bool english = site.language == digest::Language::en;
  const std::string many = grouped(std::ssize(authors));
  Node section = make(Tag::section, make(Tag::h2, english ? many + " authors" : "发言者 " + many + " 人"));
  Node rows(Tag::tbody);
  const std::size_t shown = std::min(authors.size(), kAuthorsMax);
  for (std::size_t at = 0; at < shown; ++at) {
    const Author& author = authors[at];
    const auto target = places.local(author.first);
    const std::string first = "#" + std::to_string(author.first.value);
    rows.add(make(Tag::tr, make(Tag::th, make(Tag::bdi, one_line(author.name))).with(Attr::scope, "row"),
                  make(Tag::td, floor_count(author.floors, site.language)),
                  make(Tag::td, target ? link_to(*target, first) : Node::text(first)),
                  make(Tag::td, meter_of(author.floors, authors.front().floors)).with(Attr::classes, "meter")));
  }
  section.add(make(
      Tag::table,
      make(Tag::caption, english ? "Floors by author; the number leads to the first" : "各人的楼数；编号是其首次发言"),
      std::move(rows)));
  if (shown < authors.size()) {
    const std::string rest = grouped(std::ssize(authors) - static_cast<std::int64_t>(shown));
    section.add(make(Tag::p, english ? "and " + rest + " more" : "另有 " + rest + " 人").with(Attr::classes, "note"));
  }
  return std::move(section).with(Attr::id, "authors");
}

Node rhythm_part(const Rhythm& rhythm, const Site& site) {
  Node section = make(Tag::section, make(Tag::h2, bars_title(rhythm, site.language)));
  section.add(bars_figure(rhythm, kTallBars, site));
  section.add(
      make(Tag::details, make(Tag::summary, said(site.language, "列成表", "As a table")), bars_table(rhythm, site)));
  return std::move(section).with(Attr::id, "rhythm");
}

}  // namespace

std::string activity_page(const ThreadView& view, const Site& site) {
  const Places places(view, site);
  const Account account = account_of(view);
  const auto facts = facts_of(view);
  const Rhythm rhythm = rhythm_of(facts, site.zone, kBarsMax);
  const std::string title = one_line(view.digest.thread.title);
  const std::string_view name = said(site.language, "活跃度与逐楼去向", "Activity and coverage");
  Node main = make(
      Tag::main,
      make(Tag::p,
           link_to(places.page(), title.empty() ? std::string(said(site.language, "（无题）", "(no title)")) : title))
          .with(Attr::classes, "kicker"),
      make(Tag::h1, name), facts_line(view, places, site));
  if (rhythm.bars.empty()) {
    main.add(
        make(Tag::p, said(site.language, "还没有楼层，收到后这里会有图。", "No floor yet; the plots come with them."))
            .with(Attr::classes, "none"));
  } else {
    main.add(rhythm_part(rhythm, site));
    main.add(authors_part(authors_of(facts), places, site));
    Node coverage = make(Tag::section, make(Tag::h2, said(site.language, "逐楼去向", "Where each floor went")),
                         strip_figure(account, site.language), coverage_table(account, places));
    main.add(std::move(coverage).with(Attr::id, "coverage"));
  }
  Frame frame{.title = std::string(name) + " · " + title, .edition = view.digest.thread.source, .style = "pages.css"};
  frame.path = places.path() + "/activity";
  if (view.digest.revision.value > 0) frame.dated = view.digest.generated_at;
  return framed(site, std::move(frame), std::move(main).with(Attr::classes, "activity"));
}

}  // namespace gailou::render
