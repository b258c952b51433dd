// A topic list of Discourse as what a discovery judges. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "daemon/forum/source.h"
#include "digest/error.h"

namespace gailou::forum::discourse {

/// /latest.json and /top.json: the topics in the list's order, each once, at most kListedMost. Everything but the id
/// may be absent, null or of another type; a row without an id is passed over.
digest::Result<std::vector<ListedTopic>> listed_from(std::string_view json);

}  // namespace gailou::forum::discourse
