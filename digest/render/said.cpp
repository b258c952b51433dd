#include "digest/render/said.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "digest/digest.h"
#include "digest/render/page/frame.h"

namespace gailou::render {
namespace {

/// In the order of digest::kSections.
constexpr auto kEnglishTitles =
    std::to_array<std::string_view>({"Key information", "Deals", "Latest news", "Disputes", "Advice"});
static_assert(kEnglishTitles.size() == std::size(digest::kSections));

}  // namespace

std::string floor_name(digest::Floor floor, digest::Language language) {
  const std::string number = std::to_string(floor.value);
  return language == digest::Language::en ? "Floor " + number : "第 " + number + " 楼";
}

std::string floor_count(std::int64_t floors, digest::Language language) {
  const std::string number = grouped(floors);
  if (language == digest::Language::zh) return number + " 楼";
  return number + (floors == 1 ? " floor" : " floors");
}

std::string_view section_title(std::string_view key, digest::Language language) {
  const auto* found = std::find_if(std::begin(digest::kSections), std::end(digest::kSections),
                                   [&](const digest::Section& section) { return section.key == key; });
  if (found == std::end(digest::kSections)) return key;
  return said(language, found->title,
              kEnglishTitles.at(static_cast<std::size_t>(found - std::begin(digest::kSections))));
}

}  // namespace gailou::render
