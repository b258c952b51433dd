#include "digest/render/deals/offer_words.h"

#include "digest/render/blocks/escape.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

using digest::DealStatus;
using digest::Language;

void append_piece(std::string& line, std::string_view piece, std::string_view separator) {
  if (piece.empty()) return;
  if (!line.empty()) line += separator;
  line += piece;
}

/// "UTC-7", "UTC+5:30", "UTC" of "-07:00", "+05:30", "Z".
std::string offset_words(std::string_view offset) {
  if (offset.size() != 6) return offset == "Z" ? " UTC" : "";
  const std::string_view hours = offset[1] == '0' ? offset.substr(2, 1) : offset.substr(1, 2);
  const std::string_view minutes = offset.substr(4, 2);
  std::string words = " UTC";
  if (hours == "0" && minutes == "00") return words;
  words += offset[0];
  words += hours;
  return minutes == "00" ? words : words + ":" + std::string(minutes);
}

std::string left_words(std::int64_t days, Language language) {
  if (days < 0) return std::string(said(language, "(已过)", " (passed)"));
  if (days == 0) return std::string(said(language, "(今天)", " (today)"));
  if (language == Language::en) return " (" + std::to_string(days) + (days == 1 ? " day left)" : " days left)");
  return "(还有 " + std::to_string(days) + " 天)";
}

/// "成功 3 人", "3 succeeded"
std::string count_words(std::size_t people, std::string_view zh, std::string_view en, Language language) {
  if (people == 0) return "";
  const auto number = std::to_string(people);
  return language == Language::en ? number + " " + std::string(en) : std::string(zh) + " " + number + " 人";
}

}  // namespace

std::string day_words(digest::Day day, const Today& today) {
  const std::chrono::year_month_day date{day};
  const std::chrono::year_month_day now{today.day};
  std::string words = date.year() == now.year() ? "" : std::to_string(static_cast<int>(date.year())) + "/";
  words += std::to_string(static_cast<unsigned>(date.month())) + "/";
  return words + std::to_string(static_cast<unsigned>(date.day()));
}

std::string hour_words(std::string_view field) {
  const auto hour = digest::hour_of(field);
  if (!hour) return "";
  std::string_view offset = field.substr(16);
  if (offset.starts_with(":")) offset.remove_prefix(3);  // seconds
  return *hour + offset_words(offset);
}

std::string end_words(const OfferRow& row, const Today& today, Language language) {
  const auto last = digest::day_of(row.offer.state.ends);
  if (!last) return "";
  std::string words = day_words(*last, today);
  append_piece(words, hour_words(row.offer.state.ends), " ");
  return words + left_words((*last - today.day).count(), language);
}

std::string deadline_words(const OfferRow& row, const Today& today, Language language) {
  std::string words;
  const auto first = digest::day_of(row.offer.state.starts);
  if (first && *first > today.day)
    words = language == Language::en ? "from " + day_words(*first, today) : day_words(*first, today) + " 开始";
  const std::string end = end_words(row, today, language);
  append_piece(words, end.empty() ? "" : std::string(said(language, "截至 ", "until ")) + end, ", ");
  return words;
}

std::string people_words(const digest::People& people, std::string_view separator, Language language) {
  std::string words;
  append_piece(words, count_words(people.success, "成功", "succeeded", language), separator);
  append_piece(words, count_words(people.failure, "失败", "failed", language), separator);
  append_piece(words, count_words(people.pending, "等待", "waiting", language), separator);
  return words;
}

std::string terms_words(const std::vector<std::string>& terms, std::string_view separator) {
  std::string words;
  for (const auto& term : terms) append_piece(words, one_line(term), separator);
  return words;
}

std::string_view status_words(const OfferRow& row, Language language) {
  if (row.offer.state.status == DealStatus::expired) return said(language, "已失效", "dead");
  if (row.status == DealStatus::expired) return said(language, "已过期", "ended");
  if (row.quiet) return said(language, "久无消息", "long quiet");
  return row.status == DealStatus::unclear ? said(language, "存疑", "unclear") : std::string_view();
}

std::string report_words(const OfferRow& row, const Today& today, Language language) {
  const auto& last = row.offer.last_report;
  if (!last) return "";
  return std::string(said(language, "最近报告 #", "last report #")) + std::to_string(last->floor.value) + ", " +
         day_words(day_in(today, last->at), today);
}

std::string cites_words(const std::vector<digest::Floor>& floors) {
  std::string words;
  for (const auto floor : floors) append_piece(words, "#" + std::to_string(floor.value), ", ");
  return words;
}

std::string thread_words(const digest::OfferStanding& offer) {
  return offer.source + "/" + std::to_string(offer.topic.value);
}

std::string row_words(const OfferRow& row, const Today& today, Language language) {
  constexpr std::string_view kBetween = " · ";
  const auto& offer = row.offer;
  std::string line = one_line(offer.state.offer);
  if (const auto status = status_words(row, language); !status.empty())
    line += std::string(said(language, "(", " (")) + std::string(status) + ")";
  append_piece(line, one_line(offer.state.amount), kBetween);
  append_piece(line, deadline_words(row, today, language), kBetween);
  append_piece(line, people_words(offer.people, " / ", language), kBetween);
  append_piece(line, terms_words(offer.state.terms, said(language, ";", "; ")), kBetween);
  append_piece(line, thread_words(offer), kBetween);
  append_piece(line, cites_words(offer.cites), ", ");
  append_piece(line, report_words(row, today, language), kBetween);
  return line;
}

}  // namespace gailou::render
