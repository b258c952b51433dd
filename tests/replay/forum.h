// Topics to begin with: a recorded one, a made-up one.
#pragma once

#include <cstdint>
#include <string_view>

#include "digest/error.h"
#include "tests/replay/topic.h"
#include "tests/replay/topic_json.h"

namespace gailou::replay {

/// From a gailou.thread/1 document: its plain texts are cooked into paragraphs and quotes.
digest::Result<Topic> load_forum(std::string_view thread_document);

/// A generated topic of `floors` floors that differ from each other, for load. Topics of other numbers have other ids.
Topic made_up_forum(std::int64_t floors, std::int64_t topic = 1);

}  // namespace gailou::replay
