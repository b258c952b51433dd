// Forum sites in words and in columns.
#pragma once

#include <string>
#include <vector>

#include "daemon/cli/session.h"
#include "daemon/protocol/replies.h"

namespace gailou::cli {

/// One row a source; on a terminal what is wrong stands below the table, in a pipe in columns of its own.
std::string sources_text(const protocol::SourcesReply& reply, const Session& session);

/// What is wrong with a source and what can be done, a line each; nothing if all is well.
std::vector<std::string> source_troubles(const protocol::SourceLine& line, const Session& session);

/// "120/21600", "120" without a budget.
std::string requests_text(const protocol::SourceLine& line);
/// "40s median, 2m for 95 of 100"; "-" if nothing was seen to come.
std::string delays_text(const std::optional<protocol::DelayFigures>& delays);

}  // namespace gailou::cli
