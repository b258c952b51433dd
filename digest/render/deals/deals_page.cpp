// The list of offers for readers.
#include <algorithm>

#include "digest/render/blocks/escape.h"
#include "digest/render/deals/deals.h"
#include "digest/render/deals/offer_words.h"
#include "digest/render/page/frame.h"
#include "digest/render/pages.h"
#include "digest/render/paths.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

/// "/deals.ics" with what this list is filtered by.
Target deals_target(const DealsView& view, const Site& site, const std::string& path, bool all) {
  std::string query;
  if (view.thread) query = "?thread=" + view.thread->source + "/" + std::to_string(view.thread->topic.value);
  if (all) query += query.empty() ? "?all=1" : "&all=1";
  return Target::local(site.base_path, path + query);
}

Target floor_target(const digest::OfferStanding& offer, digest::Floor floor, const Site& site) {
  return Target::local(site.base_path, floor_path(thread_path(offer.source, offer.topic), floor));
}

Node floors_of(const digest::OfferStanding& offer, const Site& site) {
  Node list = make(Tag::span, "(").with(Attr::classes, "cites");
  bool is_first = true;
  for (const auto floor : offer.cites) {
    if (!is_first) list.add(", ");
    is_first = false;
    list.add(link_to(floor_target(offer, floor, site), "#" + std::to_string(floor.value)));
  }
  list.add(")");
  return list;
}

void add_part(Node& line, Node part) {
  if (!line.children().empty()) line.add(" · ");
  line.add(std::move(part));
}
void add_part(Node& line, std::string_view words) {
  if (!words.empty()) add_part(line, Node::text(words));
}

/// What decides: how much, until when.
Node lead_of(const OfferRow& row, const Today& today, digest::Language language) {
  Node line(Tag::p);
  add_part(line, one_line(row.offer.state.amount));
  const std::string deadline = deadline_words(row, today, language);
  if (const auto last = digest::day_of(row.offer.state.ends)) {
    add_part(line, make(Tag::time, deadline).with(Attr::datetime, digest::to_string(*last)));
  } else {
    add_part(line, deadline);
  }
  add_part(line, people_words(row.offer.people, " / ", language));
  return line;
}

Node source_line(const OfferRow& row, const DealsView& view, const Site& site) {
  const auto& offer = row.offer;
  Node line(Tag::p);
  Node place(Tag::fragment);
  if (!view.thread) {
    const std::string title = one_line(offer.title);
    place.add(link_to(Target::local(site.base_path, thread_path(offer.source, offer.topic)),
                      title.empty() ? thread_words(offer) : title));
    place.add(" ");
  }
  place.add(floors_of(offer, site));
  add_part(line, std::move(place));
  if (offer.last_report) {
    Node report = make(Tag::fragment, said(site.language, "最近报告 ", "last report "));
    report.add(link_to(floor_target(offer, offer.last_report->floor, site),
                       "#" + std::to_string(offer.last_report->floor.value)));
    report.add(said(site.language, "，", ", "));
    report.add(make(Tag::time, day_words(day_in(view.today, offer.last_report->at), view.today))
                   .with(Attr::datetime, digest::to_iso(offer.last_report->at)));
    add_part(line, std::move(report));
  }
  return std::move(line).with(Attr::classes, "facts");
}

Node article_of(const OfferRow& row, const DealsView& view, const Site& site) {
  const auto& offer = row.offer;
  const std::string entry = entry_path(thread_path(offer.source, offer.topic), offer.entries.front());
  Node title = make(Tag::h2, link_to(Target::local(site.base_path, entry), one_line(offer.state.offer)));
  if (const auto status = status_words(row, site.language); !status.empty()) {
    title.add(" ");
    title.add(make(Tag::small, status));
  }
  Node article = make(Tag::article, std::move(title));
  if (Node lead = lead_of(row, view.today, site.language); !lead.children().empty()) article.add(std::move(lead));
  if (const std::string terms =
          terms_words(offer.state.terms, site.full_punctuation && site.language == digest::Language::zh ? "；" : "; ");
      !terms.empty()) {
    article.add(make(Tag::p, terms));
  }
  article.add(source_line(row, view, site));
  return std::move(article).with(Attr::classes, "thread");
}

Node count_line(const DealsView& view, const Site& site) {
  const auto living = std::count_if(view.rows.begin(), view.rows.end(),
                                    [](const auto& row) { return row.status != digest::DealStatus::expired; });
  Node line = make(Tag::p, grouped(living) + std::string(said(site.language, " 个还能上车", " still alive")));
  if (view.all)
    line.add(std::string(said(site.language, "，", ", ")) + grouped(std::ssize(view.rows) - living) +
             std::string(said(site.language, " 个已失效", " dead")));
  line.add(" · ");
  line.add(make(Tag::time, std::string(said(site.language, "今天 ", "today ")) + day_words(view.today.day, view.today))
               .with(Attr::datetime, digest::to_string(view.today.day)));
  if (view.thread) {
    const std::string title = one_line(view.thread->title);
    const std::string path = thread_path(view.thread->source, view.thread->topic);
    line.add(" · ");
    line.add(link_to(Target::local(site.base_path, path), title.empty() ? path.substr(3) : title));
  }
  return std::move(line).with(Attr::classes, "facts");
}

Node other_lists(const DealsView& view, const Site& site) {
  Node line =
      make(Tag::p, link_to(deals_target(view, site, "/deals.ics", false), said(site.language, "订阅日历", "calendar")),
           " ", link_to(deals_target(view, site, "/deals.json", view.all), "json"), " ");
  line.add(link_to(deals_target(view, site, "/deals", !view.all),
                   view.all ? said(site.language, "只看还能上车的", "only those alive")
                            : said(site.language, "连同已失效的", "with the dead")));
  if (view.thread) {
    line.add(" ");
    line.add(link_to(Target::local(site.base_path, "/deals"),
                     said(site.language, "全部帖子的羊毛", "the offers of all threads")));
  }
  return std::move(line).with(Attr::classes, "forms");
}

Node alternate(Target target, std::string_view type) {
  return Node(Tag::link).to(Place::href, std::move(target)).with(Attr::rel, "alternate").with(Attr::type, type);
}

std::optional<digest::Instant> newest_change(const DealsView& view) {
  std::optional<digest::Instant> newest;
  for (const auto& row : view.rows) {
    if (!newest || row.offer.changed_at > *newest) newest = row.offer.changed_at;
  }
  return newest;
}

}  // namespace

std::string deals_page(const DealsView& view, const Site& site) {
  const std::string heading = std::string(view.all ? said(site.language, "羊毛清单", "All offers")
                                                   : said(site.language, "还能上车的羊毛", "Offers still alive"));
  Node main = make(Tag::main, make(Tag::h1, heading), count_line(view, site));
  if (view.rows.empty())
    main.add(make(Tag::p, said(site.language, "眼下没有还能上车的羊毛。", "No offer is alive at the moment."))
                 .with(Attr::classes, "none"));
  for (const auto& row : view.rows) main.add(article_of(row, view, site));
  Frame frame{.title = heading, .dated = newest_change(view), .path = "/deals", .style = "pages.css"};
  if (view.thread) frame.edition = view.thread->source;
  frame.head.push_back(alternate(deals_target(view, site, "/deals.ics", false), "text/calendar"));
  frame.head.push_back(alternate(deals_target(view, site, "/deals.json", view.all), "application/json"));
  frame.footer.push_back(other_lists(view, site));
  return framed(site, std::move(frame), std::move(main).with(Attr::classes, "front deals"));
}

}  // namespace gailou::render
