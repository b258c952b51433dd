// A topic list of Discourse as rows. Pure.
#pragma once

#include <string_view>
#include <vector>

#include "daemon/forum/source.h"
#include "digest/error.h"

namespace gailou::forum::discourse {

/// /latest.json?topic_ids=…: the rows of the topics that were asked for. Others come too (pinned ones, and all of them
/// where a forum doesn't know the parameter) and are dropped. Everything but the id may be absent or null.
digest::Result<std::vector<TopicRow>> rows_from(std::string_view json, const std::vector<digest::TopicId>& asked);

}  // namespace gailou::forum::discourse
