// How each source does, from what the store holds and what the tracker knows better. Pure.
#pragma once

#include <vector>

#include "daemon/admin/context.h"
#include "daemon/protocol/source_line.h"
#include "digest/error.h"
#include "storage/store.h"

namespace gailou::admin {

struct StoredSource {
  storage::SourceRecord source{};
  storage::SourceState state{};
  storage::DelayFigures delays{};
};

/// What the store knows of all sources and their threads.
struct StoredSources {
  std::vector<StoredSource> sources{};
  std::vector<storage::ThreadRecord> threads{};
};

/// Blocking.
digest::Result<StoredSources> stored_sources(storage::Reader& reader);

/// In the order of the store. The threads are as stored, but for what the tracker knows of their polls.
std::vector<protocol::SourceLine> source_lines(const StoredSources& stored, const track::TrackerStatus& tracked,
                                               const Context& context);

}  // namespace gailou::admin
