// A recorded page, the text form read back: floors with author, time and one line of text. What the page says above
// them is somebody's digest and tells no more than the title.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "digest/error.h"
#include "digest/ids.h"
#include "digest/recorded/zone_name.h"

namespace gailou::digest {

struct RecordedFloor {
  std::size_t line = 0;  // of its header in the file, from 1
  Floor floor{};
  std::string author{};
  LocalMoment written{};
  std::string text{};  // one line
};

/// A floor that was left out, and why.
struct SkippedFloor {
  std::size_t line = 0;
  std::string why{};
};

struct RecordedPage {
  std::string heading{};  // "泥潭日报 uscardforum · 每日精选"; empty where only the floors were given
  std::string title{};    // likewise
  std::vector<RecordedFloor> floors{};
  std::vector<SkippedFloor> skipped{};
};

inline constexpr std::size_t kRecordedFloorsMax = 100'000;

/// Whether the text is meant as a recorded page or its floors: there is a floor's header where one has to stand.
bool is_recorded_page(std::string_view text);

/// `malformed` and `too_large` name the line in `where`: "line 12". Bytes that aren't UTF-8 are repaired, controls
/// dropped.
Result<RecordedPage> read_recorded_page(std::string_view text);

}  // namespace gailou::digest
