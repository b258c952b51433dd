// What the admin verbs work with; owned by app, borrowed here.
#pragma once

#include <string>
#include <vector>

#include "daemon/io/clock.h"
#include "daemon/io/store_thread.h"
#include "daemon/track/tracker.h"
#include "storage/store.h"

namespace gailou::admin {

using ReaderThread = io::OwningThread<storage::Reader>;

struct Context {
  track::Tracker& tracker;
  ReaderThread& reader;
  io::Clock& clock;
  std::vector<storage::SourceRecord> configured{};  // `[[source]]`: these win over what the store made
  std::string version{};
  digest::Instant started_at{};
  std::string state_folder{};            // for status
  std::vector<std::string> listening{};  // likewise
};

}  // namespace gailou::admin
