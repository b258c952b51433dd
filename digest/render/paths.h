// Where what readers look at has its place, below base_path. The router of the readers' site knows the same paths.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "digest/ids.h"

namespace gailou::render {

/// Raw floors a page.
inline constexpr std::int64_t kFloorsPerPage = 200;

/// Of a section up to so many entries stand on the thread's page; of more only the last kTailEntries do.
inline constexpr std::int64_t kInlineEntries = 100;
inline constexpr std::int64_t kTailEntries = 50;
/// On a page of one section's entries.
inline constexpr std::int64_t kEntriesPerPage = 200;

/// "/t/uscardforum/493728"
std::string thread_path(const std::string& source, digest::TopicId topic);

/// A floor on the pages of raw floors below a thread's path, which each floor has a place on, whatever the thread's
/// length: "/t/uscardforum/493728/posts?from=201#p207".
std::string floor_path(const std::string& thread, digest::Floor floor);

/// The page of a section's entries that the one at this place in the section is on, counted from 1:
/// "/t/uscardforum/493728/entries/deals?from=201". A digest only grows, so that an entry's page is the same for ever.
std::string entries_path(const std::string& thread, std::string_view section, std::int64_t place);

/// An entry for who links to it from elsewhere and doesn't know the digest: "/t/uscardforum/493728#e12". One that a
/// thread's page may have no room for has an address that leads to where it stands:
/// "/t/uscardforum/493728/entries/e120".
std::string entry_path(const std::string& thread, digest::EntrySeq seq);

}  // namespace gailou::render
