// Which source an address belongs to: a known one, or one to be made.
#pragma once

#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/admin/context.h"
#include "digest/error.h"

namespace gailou::admin {

/// The configured sources and those of the store; the configured ones first, so that they win.
boost::asio::awaitable<digest::Result<std::vector<storage::SourceRecord>>> known_sources(Context& context);

/// Null if there is none.
const storage::SourceRecord* with_origin(const std::vector<storage::SourceRecord>& sources, const std::string& origin);
const storage::SourceRecord* with_name(const std::vector<storage::SourceRecord>& sources, const std::string& name);
digest::Error no_such_source(const std::string& name);

struct ChosenSource {
  storage::SourceRecord source{};
  bool known = false;  // false: it is to be made
};

/// `wanted_name` is for a new source; empty = after its host. conflict if it names another origin, or if the origin has
/// another name already.
digest::Result<ChosenSource> source_for(const std::vector<storage::SourceRecord>& sources, const std::string& origin,
                                        const std::string& wanted_name);

/// A known source by its name or address, or the forum at an unknown address.
digest::Result<ChosenSource> source_meant(const std::vector<storage::SourceRecord>& sources, const std::string& named);

}  // namespace gailou::admin
