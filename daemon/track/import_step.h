// What a saved file says of a thread, taken in as a poll's answer is: ingest, then see whether the thread is complete
// now. Blocking, for the store's worker; no request to the forum.
#pragma once

#include <cstdint>
#include <vector>

#include "digest/thread.h"
#include "storage/store.h"

namespace gailou::track {

struct ImportReport {
  storage::Ingested ingested{};
  bool complete = false;     // what is stored may be digested
  std::int64_t missing = 0;  // posts that the file lists without showing them and that aren't stored either
  std::vector<storage::Committed> committed{};  // revisions that followed, in order
};

/// One transaction for all of the observation. The first fetch counts as over when nothing of the file's stream is
/// missing, or when a recorded page's floors begin with the first.
digest::Result<ImportReport> store_saved(storage::Store& store, digest::ThreadId thread,
                                         const digest::Observation& observation, digest::Duration confirm_after,
                                         digest::Instant now);

}  // namespace gailou::track
