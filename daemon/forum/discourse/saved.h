// Discourse's answers as a browser saves them: a topic's page, or posts of one. Pure.
#pragma once

#include <string_view>

#include "daemon/forum/saved_file.h"

namespace gailou::forum::discourse {

/// The topic of /t/ID.json, /t/ID/N.json, ?print=true or /t/ID/posts.json; malformed for everything else.
digest::Result<digest::TopicId> saved_topic(std::string_view text);

/// The same reading as of an answer that came over the network; the stream is no evidence of absence.
digest::Result<SavedFile> read_saved(std::string_view text, const SavedFrom& from);

}  // namespace gailou::forum::discourse
