// How fast a thread grew: its floors counted in equal stretches of time, for a plot.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "digest/floor_fact.h"
#include "digest/settings.h"

namespace gailou::render {

struct Rhythm {
  digest::Instant from{};       // the first bar's begin: an even hour of the zone
  std::chrono::hours width{1};  // of a bar
  std::vector<std::int64_t> bars{};

  digest::Instant at(std::size_t bar) const { return from + width * static_cast<std::int64_t>(bar); }
  std::int64_t total() const;
  std::size_t highest() const;  // the first of the highest bars
};

/// Of the visible floors, in at most `bars_max` bars; the shortest stretches from one hour up that do. No bars without
/// floors.
Rhythm rhythm_of(const std::vector<digest::FloorFact>& facts, std::string_view zone, std::size_t bars_max);

/// "每小时", "每 6 小时", "每天", "每周", "每 60 天"; "per hour", "per 6 hours"…
std::string pace_words(std::chrono::hours width, digest::Language language);

}  // namespace gailou::render
