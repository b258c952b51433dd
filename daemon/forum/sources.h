// The table of forum kinds. A new kind is a cupboard of this room and a line in sources.cpp.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "daemon/forum/saved_file.h"
#include "daemon/forum/settings.h"
#include "daemon/forum/source.h"
#include "daemon/io/clock.h"
#include "daemon/io/http_client.h"
#include "digest/error.h"
#include "storage/records.h"

namespace gailou::forum {

struct SourceKind {
  std::string_view name;  // as in the configuration: "discourse"
  std::unique_ptr<Source> (*make)(const storage::SourceRecord&, io::HttpClient&, const Settings&, io::Clock&);
  digest::Result<digest::TopicId> (*saved_topic)(std::string_view text);
  digest::Result<SavedFile> (*read_saved)(std::string_view text, const SavedFrom& from);
};

std::span<const SourceKind> source_kinds();

/// `config` for a kind that isn't in the table. Client and clock must outlive the source.
digest::Result<std::unique_ptr<Source>> make_source(const storage::SourceRecord& record, io::HttpClient& client,
                                                    const Settings& settings, io::Clock& clock);

}  // namespace gailou::forum
