// Where what readers look at has its place, below base_path. The router of the readers' site knows the same paths.
#pragma once

#include <cstdint>
#include <string>

#include "digest/ids.h"

namespace gailou::render {

/// Raw floors a page.
inline constexpr std::int64_t kFloorsPerPage = 200;

/// "/t/uscardforum/493728"
std::string thread_path(const std::string& source, digest::TopicId topic);

/// A floor on the pages of raw floors below a thread's path, which each floor has a place on, whatever the thread's
/// length: "/t/uscardforum/493728/posts?from=201#p207".
std::string floor_path(const std::string& thread, digest::Floor floor);

}  // namespace gailou::render
