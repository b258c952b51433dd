#include "digest/deals/telling.h"

#include <algorithm>

#include "digest/deals/day.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

struct Phrases {
  std::string_view success;
  std::string_view failure;
  std::string_view pending;
  std::string_view died;
  std::string_view doubted;
  std::string_view came_back;
  std::string_view ends;
  std::string_view amount;
  std::string_view terms;
  std::string_view from;
  std::string_view to;
  std::string_view comma;
  std::string_view colon;
  std::string_view stop;
};

constexpr Phrases kChinese{.success = "有人成功",
                           .failure = "有人失败",
                           .pending = "有人在等",
                           .died = "已失效",
                           .doubted = "疑似失效",
                           .came_back = "已恢复",
                           .ends = "截止日",
                           .amount = "奖励",
                           .terms = "条件改为：",
                           .from = "由 ",
                           .to = "改为 ",
                           .comma = "，",
                           .colon = "：",
                           .stop = "。"};
constexpr Phrases kEnglish{.success = "Success",
                           .failure = "Failure",
                           .pending = "Waiting",
                           .died = "has expired",
                           .doubted = "may be dead",
                           .came_back = "is back",
                           .ends = "end changed",
                           .amount = "amount changed",
                           .terms = "now asks: ",
                           .from = " from ",
                           .to = " to ",
                           .comma = ", ",
                           .colon = ": ",
                           .stop = "."};

bool ends_latin(std::string_view text) {
  return !text.empty() && static_cast<unsigned char>(text.back()) < 0x80;
}

void add_part(std::string& lead, std::string_view part, const Phrases& words) {
  if (!lead.empty()) lead += words.comma;
  lead += part;
}

std::string change(std::string_view what, std::string_view was, std::string_view now, const Phrases& words) {
  std::string out(what);
  if (!was.empty()) {
    out += words.from;
    out += was;
    if (!words.from.starts_with(' ')) out += " ";
  }
  out += words.to;
  out += now;
  return out;
}

}  // namespace

std::string short_day(std::string_view field) {
  const auto day = day_of(field);
  if (!day) return {};
  const std::chrono::year_month_day date{*day};
  return std::to_string(static_cast<unsigned>(date.month())) + "/" + std::to_string(static_cast<unsigned>(date.day()));
}

std::string lead_of(const News& news, std::string_view offer, bool named, Language language) {
  const Phrases& words = language == Language::en ? kEnglish : kChinese;
  std::string what;
  if (news.died) add_part(what, words.died, words);
  if (news.doubted) add_part(what, words.doubted, words);
  if (news.came_back) add_part(what, words.came_back, words);
  if (!news.ends_now.empty())
    add_part(what, change(words.ends, short_day(news.ends_was), short_day(news.ends_now), words), words);
  if (!news.amount_now.empty()) add_part(what, change(words.amount, news.amount_was, news.amount_now, words), words);
  if (!news.terms_now.empty()) add_part(what, std::string(words.terms) + news.terms_now, words);
  const bool changes = !what.empty();
  if (news.point == Heard::Point::success) add_part(what, words.success, words);
  if (news.point == Heard::Point::failure) add_part(what, words.failure, words);
  if (news.point == Heard::Point::pending) add_part(what, words.pending, words);
  if (what.empty()) return {};
  std::string lead;
  if (changes || !named) {
    lead = offer;
    const bool apart = language == Language::en || ends_latin(offer);
    if (apart) lead += " ";
  }
  return lead + what + std::string(words.colon);
}

std::optional<Append> told(const Reading& reading, const Post& post, const std::vector<std::size_t>& group,
                           const Scene& scene, std::string_view lead, std::size_t max_units) {
  auto entry = finished(reading, post, group, scene);
  const auto room = max_units > units(lead) ? max_units - units(lead) : 0;
  if (entry && units(entry->text) <= room) {
    entry->text = std::string(lead) + entry->text;
    return entry;
  }
  return told_alone(reading, post, group, lead);
}

std::optional<Append> told_alone(const Reading& reading, const Post& post, const std::vector<std::size_t>& group,
                                 std::string_view lead) {
  if (lead.empty()) return std::nullopt;
  Append out;
  out.floors = {post.floor};
  for (const auto index : group) {
    for (auto& piece : verbatim_pieces(reading.sentences[index].text, reading.stored))
      out.evidence.push_back({.floor = post.floor, .quote = std::move(piece)});
  }
  if (out.evidence.empty()) return std::nullopt;
  auto front = lead;
  for (const std::string_view colon : {kChinese.colon, kEnglish.colon}) {
    if (front.ends_with(colon)) front.remove_suffix(colon.size());
  }
  out.text = std::string(front) + std::string(lead.ends_with(kEnglish.colon) ? kEnglish.stop : kChinese.stop);
  return out;
}

}  // namespace gailou::digest
