// Edits that are none: a forum that has fetched the pictures of a post from elsewhere serves its own copies.
#pragma once

#include <vector>

#include "storage/sqlite/known.h"

namespace gailou::storage::sqlite {

/// Takes out of the changes what was only cooked anew since it was last read.
std::vector<digest::Post> take_recooked(Database& db, digest::ThreadId thread, const Known& known,
                                        digest::Changes& changes);

}  // namespace gailou::storage::sqlite
