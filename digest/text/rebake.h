// Whether a post was only cooked anew. A forum that has fetched a picture from elsewhere serves its own copy, under a
// name that says nothing of the old one: no hash can tell that from a picture that its author has exchanged.
#pragma once

#include "digest/text/body.h"

namespace gailou::digest {

/// Equal but for which pictures they show; as many of them in the same places. Together with the forum's time and
/// version, which an edit moves and cooking anew doesn't, that tells one from the other.
bool differ_in_pictures_alone(const Body& before, const Body& after);

}  // namespace gailou::digest
