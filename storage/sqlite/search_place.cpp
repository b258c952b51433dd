#include "storage/sqlite/search_place.h"

namespace gailou::storage::sqlite {
namespace {

constexpr std::int64_t kPlacesPerSecond = 16;
constexpr int kSecondsInOrder = 64;
// 2^24 places are twelve days.
constexpr int kWidestBits = 24;
constexpr int kNarrowestBits = 12;
constexpr int kTriesPerWidth = 4;

/// SplitMix64.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15U;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9U;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebU;
  return x ^ (x >> 31);
}

bool is_taken(Database& db, std::int64_t place) {
  auto query = db.query("search_place_taken");
  query.bind(":doc", place);
  return query.next();
}

/// Behind the last taken one of a second.
std::optional<std::int64_t> free_in_second(Database& db, std::int64_t first) {
  auto query = db.query("search_place_last");
  query.bind(":first", first).bind(":end", first + kPlacesPerSecond);
  if (!query.next()) return first;
  const auto place = query.row().integer() + 1;
  if (place == first + kPlacesPerSecond) return std::nullopt;
  return place;
}

}  // namespace

SearchPlace first_place(digest::Instant at) {
  return {std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count() * kPlacesPerSecond};
}

SearchPlace places_end(digest::Instant at) {
  return {first_place(at).value + kPlacesPerSecond * (kSecondsInOrder + 1) + (std::int64_t{1} << kWidestBits)};
}

std::optional<SearchPlace> free_place(Database& db, digest::Instant at, std::uint64_t salt) {
  const auto first = first_place(at).value;
  for (int second = 0; second < kSecondsInOrder; ++second) {
    if (const auto place = free_in_second(db, first + second * kPlacesPerSecond)) return SearchPlace{*place};
  }
  for (int bits = kNarrowestBits; bits <= kWidestBits; bits += 2) {
    for (int attempt = 0; attempt < kTriesPerWidth; ++attempt) {
      salt = mixed(salt);
      const auto place = first + static_cast<std::int64_t>(salt >> (64 - bits));
      if (!is_taken(db, place)) return SearchPlace{place};
    }
  }
  return std::nullopt;
}

}  // namespace gailou::storage::sqlite
