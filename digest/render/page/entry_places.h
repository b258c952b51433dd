// Where each of a digest's entries stands: on the page that is written, on the thread's page, or on a page of its
// section's entries.
#pragma once

#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "digest/digest.h"
#include "digest/render/blocks/node.h"
#include "digest/render/page/places.h"

namespace gailou::render {

class EntryPlaces {
 public:
  using Shown = std::span<const digest::Entry* const>;

  /// The thread's page: all entries of a short section, the last of a long one. `since` goes along to other pages of
  /// the digest: where the reader stopped ("r120"); may be empty.
  static EntryPlaces of_thread(const digest::Digest& digest, const Places& places, std::string_view since = {});
  /// One page with all of them.
  static EntryPlaces of_all(const digest::Digest& digest, const Places& places, std::string_view since = {});
  /// A page of section `index`: from this place on, counted from 1.
  static EntryPlaces of_section(const digest::Digest& digest, const Places& places, std::size_t index,
                                std::int64_t from, std::string_view since = {});

  /// A page that shows none.
  static EntryPlaces elsewhere(const digest::Digest& digest, const Places& places);

  /// Those of a section that this page shows, in the order of writing.
  Shown shown(std::size_t index) const;
  /// Of the section, on whatever page.
  std::int64_t total(std::size_t index) const { return std::ssize(sections_.at(index).entries); }
  /// Before the first that is shown.
  Shown before(std::size_t index) const;

  /// The entry wherever it stands, "" and an unknown one on this page.
  Target of(std::string_view entry) const;
  bool is_here(std::string_view entry) const;
  bool is_known(std::string_view entry) const { return place_of(entry).has_value(); }
  /// The page of the section that the entry at this place is on, counted from 1.
  Target page_of(std::size_t index, std::int64_t place, std::string_view fragment = {}) const;
  /// All entries on one page.
  Target whole(std::string_view fragment = {}) const;

 private:
  struct Section {
    std::vector<const digest::Entry*> entries{};
    std::size_t begin = 0;  // shown on this page
    std::size_t end = 0;
    bool shows(std::size_t place) const { return place >= begin && place < end; }
  };
  struct Place {
    std::size_t section = 0;
    std::size_t at = 0;
  };

  EntryPlaces(const digest::Digest& digest, const Places& places, std::string_view since);
  std::optional<Place> place_of(std::string_view entry) const;

  const Places& places_;
  std::string since_;
  std::array<Section, std::size(digest::kSections)> sections_{};
  std::unordered_map<std::int64_t, Place> known_{};
};

}  // namespace gailou::render
