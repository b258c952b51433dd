// The ends of offers as a calendar to subscribe to (RFC 5545). The same state gives the same bytes: every time in it is
// the store's.
#include <algorithm>
#include <tuple>

#include "digest/render/blocks/escape.h"
#include "digest/render/deals/calendar_lines.h"
#include "digest/render/deals/deals.h"
#include "digest/render/deals/offer_words.h"
#include "digest/render/paths.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

using digest::DealStatus;
using digest::OfferStanding;

// So long a subscriber is shown what has ended, and told what was called off.
constexpr std::chrono::days kKeptAfter{30};

/// "20260607"
std::string basic_day(digest::Day day) {
  std::string text = digest::to_string(day);
  std::erase(text, '-');
  return text;
}

/// "20260602T160000Z" of "2026-06-02T16:00:00.123Z"
std::string basic_time(digest::Instant at) {
  std::string text = digest::to_iso(at);
  text.resize(text.find('.'));
  std::erase(text, '-');
  std::erase(text, ':');
  return text + "Z";
}

/// "forum.example" of "https://forum.example:8443"; a source without an address goes by its name.
template <class Offer>
std::string host_of(const Offer& offer) {
  const auto scheme = offer.origin.find("://");
  if (scheme == std::string::npos) return offer.source;
  const std::string host = offer.origin.substr(scheme + 3);
  const auto port = host.find_last_not_of("0123456789");
  if (port == std::string::npos || host[port] != ':' || port + 1 == host.size()) return host;
  return host.substr(0, port);
}

std::string_view event_status(DealStatus status) {
  switch (status) {
    case DealStatus::expired:
      return "CANCELLED";
    case DealStatus::unclear:
      return "TENTATIVE";
    case DealStatus::alive:
      break;
  }
  return "CONFIRMED";
}

/// What people reported, and the floors that say so; without reports the floors that tell of the offer.
std::string reports(const OfferStanding& offer, digest::Language language) {
  const auto& points = offer.state.data_points;
  std::vector<digest::Floor> floors = points.success;
  floors.insert(floors.end(), points.failure.begin(), points.failure.end());
  floors.insert(floors.end(), points.pending.begin(), points.pending.end());
  std::sort(floors.begin(), floors.end());
  floors.erase(std::unique(floors.begin(), floors.end()), floors.end());
  const std::string cites = cites_words(floors.empty() ? offer.cites : floors);
  const std::string_view comma = said(language, ",", ", ");
  return people_words(offer.people, comma, language) +
         (cites.empty() ? "" : std::string(said(language, "(", " (")) + cites + ")");
}

std::string description(const OfferStanding& offer, digest::Language language) {
  std::string text = terms_words(offer.state.terms, ";");
  const auto add_line = [&text](const std::string& line) {
    if (line.empty()) return;
    if (!text.empty()) text += '\n';
    text += line;
  };
  if (const std::string hour = hour_words(offer.state.ends); !hour.empty())
    add_line(language == digest::Language::en ? "ends " + hour : hour + " 截止");
  if (offer.state.status == DealStatus::unclear)
    add_line(std::string(said(language, "存疑:各人说法不一", "Unclear: reports contradict")));
  add_line(reports(offer, language));
  return text;
}

/// By which calendars know the event, and how new it is.
template <class Offer>
void write_name(CalendarLines& lines, const Offer& offer) {
  const std::string changed = basic_time(offer.changed_at);
  lines.plain("BEGIN", "VEVENT");
  lines.text("UID",
             "deal-" + digest::entry_id(offer.first) + "." + std::to_string(offer.topic.value) + "@" + host_of(offer));
  lines.plain("SEQUENCE", std::to_string(offer.changed.value));
  lines.plain("DTSTAMP", changed);
  lines.plain("LAST-MODIFIED", changed);
}

void write_day(CalendarLines& lines, digest::Day day) {
  lines.plain("DTSTART;VALUE=DATE", basic_day(day));
  lines.plain("DTEND;VALUE=DATE", basic_day(day + std::chrono::days{1}));
  lines.plain("TRANSP", "TRANSPARENT");
}

/// Nothing is known of the offer any more: it is cancelled on the day of the withdrawal.
void write_gone(CalendarLines& lines, const digest::OfferGone& offer, const Today& today, digest::Language language) {
  write_name(lines, offer);
  write_day(lines, day_in(today, offer.changed_at));
  lines.plain("STATUS", "CANCELLED");
  lines.text("SUMMARY", said(language, "原楼层已删除", "The floor was deleted"));
  lines.plain("END", "VEVENT");
}

struct Event {
  digest::Day day{};
  const OfferStanding* offer = nullptr;
};

/// Nothing for an offer without an end, and for one that everybody has had time to forget.
std::optional<Event> event_of(const OfferStanding& offer, const Today& today) {
  const auto day = digest::day_of(offer.state.ends);
  if (!day || today.day - *day > kKeptAfter) return std::nullopt;
  const bool is_off = offer.state.status == DealStatus::expired;
  if (is_off && today.day - day_in(today, offer.changed_at) > kKeptAfter) return std::nullopt;
  return Event{.day = *day, .offer = &offer};
}

void write_event(CalendarLines& lines, const Event& event, std::string_view base_url, digest::Language language) {
  const OfferStanding& offer = *event.offer;
  write_name(lines, offer);
  write_day(lines, event.day);
  lines.plain("STATUS", event_status(offer.state.status));
  const std::string amount = one_line(offer.state.amount);
  lines.text("SUMMARY", std::string(said(language, "截止:", "Ends: ")) + one_line(offer.state.offer) +
                            (amount.empty() ? "" : " " + amount));
  if (const std::string text = description(offer, language); !text.empty()) lines.text("DESCRIPTION", text);
  if (!base_url.empty()) {
    const std::string entry = entry_path(thread_path(offer.source, offer.topic), offer.entries.front());
    lines.plain("URL", std::string(base_url) + entry);
  }
  lines.plain("END", "VEVENT");
}

/// A calendar without any component is none (RFC 5545, 3.6): this one says nothing.
void write_filler(CalendarLines& lines) {
  lines.plain("BEGIN", "VTIMEZONE");
  lines.plain("TZID", "UTC");
  lines.plain("BEGIN", "STANDARD");
  lines.plain("DTSTART", "19700101T000000");
  lines.plain("TZOFFSETFROM", "+0000");
  lines.plain("TZOFFSETTO", "+0000");
  lines.plain("END", "STANDARD");
  lines.plain("END", "VTIMEZONE");
}

}  // namespace

std::string deals_calendar(const Events& told, const Today& today, const Site& site, std::string_view base_url) {
  std::vector<Event> events;
  for (const auto& offer : told.offers) {
    if (const auto event = event_of(offer, today)) events.push_back(*event);
  }
  const auto key = [](const Event& event) {
    return std::tuple(event.day, std::string_view(event.offer->source), event.offer->topic, event.offer->first);
  };
  std::sort(events.begin(), events.end(), [&](const Event& a, const Event& b) { return key(a) < key(b); });

  CalendarLines lines;
  lines.plain("BEGIN", "VCALENDAR");
  lines.plain("VERSION", "2.0");
  lines.plain("PRODID", std::string("-//gailou//deals//") + (site.language == digest::Language::en ? "EN" : "ZH"));
  lines.plain("CALSCALE", "GREGORIAN");
  lines.plain("METHOD", "PUBLISH");
  lines.text("X-WR-CALNAME",
             one_line(site.title) + std::string(said(site.language, " · 羊毛截止日", " · offers ending")));
  lines.plain("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
  for (const auto& event : events) write_event(lines, event, base_url, site.language);
  bool is_empty = events.empty();
  for (const auto& offer : told.gone) {
    if (today.day - day_in(today, offer.changed_at) > kKeptAfter) continue;
    write_gone(lines, offer, today, site.language);
    is_empty = false;
  }
  if (is_empty) write_filler(lines);
  lines.plain("END", "VCALENDAR");
  return lines.take();
}

}  // namespace gailou::render
