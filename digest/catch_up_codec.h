// A catch-up as its public document, gailou.catch_up/1.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "digest/catch_up.h"

namespace gailou::digest {

/// {schema, thread, since: {rev, floor?, asked}, until: {rev, generated_at}, floors: {read, in_entries, skipped:
/// {reason: count}}, corrections, entries, withdrawn, summary?}: entries as in the digest document, most important
/// first.
nlohmann::ordered_json to_document(const CatchUp& caught);

/// "r128", "#62", "2026-05-09T17:00:00.000Z": the asked place, without a zone or a clock.
std::string to_string(const Since& since);
/// The reverse, of these forms alone.
std::optional<Since> since_of(std::string_view text);

}  // namespace gailou::digest
