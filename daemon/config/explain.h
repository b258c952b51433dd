// The table of keys in words, for the manual: docs/man/gailou.toml.5 holds what manual_entries() says, which a test
// compares.
#pragma once

#include <string>

namespace gailou::config {

/// One mdoc list item per key, in the table's order.
std::string manual_entries();
/// The same for the keys of a `[[discover]]` table, under the names that they have there.
std::string rule_manual_entries();
/// The same of `[[engine.price]]`.
std::string price_manual_entries();

}  // namespace gailou::config
