// Floors that a draft cites and that the batch didn't show.
#pragma once

#include <vector>

#include "digest/operation.h"

namespace gailou::digest {

/// The input with these posts among its context; one that it has stays as it is.
BatchInput with_cited(BatchInput input, const std::vector<Post>& cited);

}  // namespace gailou::digest
