// A floor without its words: enough to count and to draw.
#pragma once

#include <string>

#include "digest/ids.h"
#include "digest/post.h"
#include "digest/time.h"

namespace gailou::digest {

struct FloorFact {
  Floor floor{};
  std::string author{};  // empty unless visible
  Instant created_at{};
  PostState state = PostState::visible;
  bool operator==(const FloorFact&) const = default;
};

}  // namespace gailou::digest
