#include "digest/render/page/rhythm.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "digest/local_time.h"

namespace gailou::render {
namespace {

using std::chrono::hours;
constexpr auto kWidths = std::to_array<hours>(
    {hours{1}, hours{2}, hours{3}, hours{6}, hours{12}, hours{24}, hours{48}, hours{168}, hours{720}});

digest::Instant midnight_before(digest::Instant at, std::string_view zone) {
  const auto local = digest::to_local(at, zone);
  return digest::start_of_day(local.year, local.month, local.day, zone).value_or(at);
}

/// How many stretches of `width` there are from the one that `first` is in to the one of `last`.
std::int64_t bars_between(digest::Instant origin, digest::Instant first, digest::Instant last, hours width) {
  return (last - origin) / width - (first - origin) / width + 1;
}

hours width_for(digest::Instant origin, digest::Instant first, digest::Instant last, std::int64_t bars_max) {
  for (const hours width : kWidths) {
    if (bars_between(origin, first, last, width) <= bars_max) return width;
  }
  hours width = kWidths.back();
  while (bars_between(origin, first, last, width) > bars_max) width *= 2;
  return width;
}

std::string unit_words(std::int64_t number, std::string_view zh, std::string_view en, digest::Language language) {
  const std::string many = std::to_string(number);
  if (language == digest::Language::en) {
    return number == 1 ? "per " + std::string(en) : "per " + many + " " + std::string(en) + "s";
  }
  return number == 1 ? "每" + std::string(zh) : "每 " + many + " " + std::string(zh);
}

}  // namespace

std::int64_t Rhythm::total() const {
  return std::accumulate(bars.begin(), bars.end(), std::int64_t{0});
}

std::size_t Rhythm::highest() const {
  return static_cast<std::size_t>(std::max_element(bars.begin(), bars.end()) - bars.begin());
}

Rhythm rhythm_of(const std::vector<digest::FloorFact>& facts, std::string_view zone, std::size_t bars_max) {
  std::vector<digest::Instant> times;
  for (const auto& fact : facts) {
    if (fact.state == digest::PostState::visible) times.push_back(fact.created_at);
  }
  Rhythm rhythm;
  if (times.empty() || bars_max == 0) return rhythm;
  const auto [first, last] = std::minmax_element(times.begin(), times.end());
  const auto origin = midnight_before(*first, zone);
  rhythm.width = width_for(origin, *first, *last, static_cast<std::int64_t>(bars_max));
  rhythm.from = origin + (*first - origin) / rhythm.width * rhythm.width;
  rhythm.bars.resize(static_cast<std::size_t>(bars_between(rhythm.from, *first, *last, rhythm.width)));
  for (const auto at : times) ++rhythm.bars[static_cast<std::size_t>((at - rhythm.from) / rhythm.width)];
  return rhythm;
}

std::string pace_words(hours width, digest::Language language) {
  if (width % hours{168} == hours{0}) return unit_words(width / hours{168}, "周", "week", language);
  if (width % hours{24} == hours{0}) return unit_words(width / hours{24}, "天", "day", language);
  return unit_words(width.count(), "小时", "hour", language);
}

}  // namespace gailou::render
