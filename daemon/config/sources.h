// `[[source]]` tables to the forum sites they name.
#pragma once

#include <vector>

#include "daemon/config/toml_file.h"
#include "digest/error.h"
#include "storage/records.h"

namespace gailou::config {

/// Adds to `sources` what is right and to `faults` what isn't: a name is [a-z0-9-]{1,32}, the url an origin; neither
/// stands twice.
void take_sources(const std::vector<SourceTable>& tables, std::vector<storage::SourceRecord>& sources,
                  std::vector<digest::Error>& faults);

}  // namespace gailou::config
