// The floors that may be shown, and which of a thread's floors are among them.
#pragma once

#include <vector>

#include "digest/codec.h"

namespace gailou::render {

/// Visible posts only: a deleted, hidden, withdrawn or moved one is left out, and so is an event of the thread.
std::vector<const digest::StoredPost*> shown_floors(const std::vector<digest::StoredPost>& posts);

}  // namespace gailou::render
