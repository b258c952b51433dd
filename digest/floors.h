// By which number each post goes here. A forum may give a number that a digest has used to another post: a floor is one
// post's for ever, and what cites it means that post.
#pragma once

#include <vector>

#include "digest/ids.h"

namespace gailou::digest {

struct NumberedPost {
  PostId id{};
  Floor forum{};       // as the forum numbers it
  Floor floor{};       // as we do
  bool fixed = false;  // a digest or an open batch knows it by `floor`
};

/// Those whose floor changes, with the new one. Fixed ones keep theirs; each other gets the forum's number, of several
/// with the same the first by id; who finds it taken gets the next one above that nobody has or wants. The outcome
/// depends on the set alone, not on its order or on floors given before.
std::vector<NumberedPost> number_floors(std::vector<NumberedPost> posts);

}  // namespace gailou::digest
