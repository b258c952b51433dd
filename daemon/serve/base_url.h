// Where readers reach us, for what is read elsewhere and needs whole addresses: feeds, calendars. Pure.
#pragma once

#include <string>

#include "daemon/serve/outcome.h"

namespace gailou::serve {

/// As configured, else as this one did, whose Host was accepted, or as a trusted proxy says that it did, host, scheme
/// and prefix; empty on a Unix socket, where nobody names us. Without a trailing slash, base path included.
std::string base_url(const Visit& visit);

/// The same, and on a Unix socket this machine's own name: for formats that know whole addresses alone.
std::string whole_base_url(const Visit& visit);

}  // namespace gailou::serve
