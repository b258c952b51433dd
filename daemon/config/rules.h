// `[[discover]]` tables to the rules by which threads are found.
#pragma once

#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/toml_file.h"
#include "digest/error.h"

namespace gailou::config {

/// Adds to `rules` what is right and to `faults` what isn't: each has a name that stands once, a source, and asks for
/// something.
void take_rules(const std::vector<SourceTable>& tables, std::vector<track::discover::Rule>& rules,
                std::vector<digest::Error>& faults);

}  // namespace gailou::config
