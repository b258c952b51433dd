// What a round did, for whoever asked for it.
#pragma once

#include <cstdint>
#include <vector>

#include "digest/ids.h"
#include "storage/records.h"

namespace gailou::track {

struct RoundReport {
  std::vector<digest::Floor> added{};
  std::vector<digest::Floor> edited{};
  std::vector<digest::Floor> marked{};
  std::vector<storage::Committed> committed{};  // revisions written, in order
  bool complete = false;                        // the first fetch has ended
  std::int64_t posts_stored = 0;
  std::int64_t expected = 0;  // floors that the forum says there are
};

}  // namespace gailou::track
