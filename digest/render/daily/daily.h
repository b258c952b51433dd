// The daily edition in each format, and the archive of its days. Values in, bytes out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "digest/daily.h"
#include "digest/render/view.h"

namespace gailou::render {

struct DailyView {
  digest::Day day{};
  digest::Instant from{};  // where the day begins in the site's zone
  bool over = false;       // nothing can be added any more
  bool first = false;      // nothing was ever digested before
  std::string source{};    // the edition of one source; empty = of all
  std::vector<digest::EditionThread> threads{};
};

struct ArchiveView {
  std::string source{};
  std::vector<digest::DayCount> days{};  // ascending
};

std::string daily_page(const DailyView& view, const Site& site);
std::string archive_page(const ArchiveView& view, const Site& site);

/// Documents gailou.daily/1 and gailou.days/1. Keys are never renamed; what isn't known is left out.
std::string daily_json(const DailyView& view, const Site& site);
std::string archive_json(const ArchiveView& view, const Site& site);

/// "/daily/2026-05-06", "/s/uscardforum/daily/2026-05-06"; without a day the archive.
std::string daily_path(const std::string& source, std::optional<digest::Day> day = std::nullopt);

}  // namespace gailou::render
