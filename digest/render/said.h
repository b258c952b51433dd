// The pages' own words in the reader's language, Chinese and English side by side where they are used.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "digest/ids.h"
#include "digest/settings.h"

namespace gailou::render {

constexpr std::string_view said(digest::Language language, std::string_view zh, std::string_view en) {
  return language == digest::Language::en ? en : zh;
}

/// "第 62 楼", "Floor 62"
std::string floor_name(digest::Floor floor, digest::Language language);

/// "1,234 楼", "1,234 floors"
std::string floor_count(std::int64_t floors, digest::Language language);

/// "关键信息", "Key information": a section's title as it is shown; documents have the Chinese one always.
std::string_view section_title(std::string_view key, digest::Language language);

}  // namespace gailou::render
