// `[[source]]` tables to the forum sites they name, and what each of them has of its own.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/config/config.h"
#include "daemon/config/places.h"
#include "daemon/config/toml_file.h"
#include "digest/error.h"
#include "storage/records.h"

namespace gailou::config {

/// A `[[source]]` whose own keys are right, before they meet those for all.
struct SourceDraft {
  storage::SourceRecord record{};
  std::string title{};
  std::string api_key_file{};
  std::string ignore_robots{};
  std::optional<engine::Kind> engine{};
  std::vector<std::pair<std::string, Value>> poll{};  // "poll.min_interval"
  std::string origin{};                               // where the table stands
};

/// Adds to `drafts` what is right and to `faults` what isn't: a name is [a-z0-9-]{1,32}, the url an origin; neither
/// stands twice.
void take_sources(const std::vector<SourceTable>& tables, std::vector<SourceDraft>& drafts,
                  std::vector<digest::Error>& faults);

/// Fills in `config.sources` and `config.of_source`, when everything for all is known. Reads key files for the daemon
/// alone: a client may not be able to, and needs none.
void settle_sources(const std::vector<SourceDraft>& drafts, const Surroundings& around, Role role, Config& config,
                    std::vector<digest::Error>& faults);

}  // namespace gailou::config
