// A file that somebody saved of a topic: the forum's own answer out of a browser, or a recorded page. Read without
// asking the forum; what it is, its content tells.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/error.h"
#include "digest/recorded/page.h"
#include "digest/thread.h"
#include "storage/records.h"

namespace gailou::forum {

/// Which topic a file is about, as far as it tells by itself.
struct SavedSubject {
  std::optional<digest::TopicId> topic{};  // a recorded page tells none
  std::string heading{};                   // of a recorded page: its first line, which names the source
  std::string title{};                     // of a recorded page
};

/// Where the file's topic is, and how its times are meant.
struct SavedFrom {
  storage::SourceRecord source{};
  digest::TopicId topic{};
  std::string zone{};  // IANA name for times whose zone could be several; may be empty
};

struct SavedFile {
  std::string form{};                 // "topic", "posts", "page": for the report
  digest::Observation observation{};  // `saved` is set
  std::size_t posts = 0;              // that the file holds, those that were left out included
  std::vector<digest::SkippedFloor> skipped{};
};

/// Of the size of a file; a topic of 10,000 posts has some 22 MB.
inline constexpr std::size_t kSavedBytesMax = std::size_t{32} << 20;

/// malformed if it is neither; `where` names the line.
digest::Result<SavedSubject> subject_of(std::string_view text);

/// malformed if it is about another topic or can't be read: then nothing of it counts. too_large over a bound.
digest::Result<SavedFile> read_saved(std::string_view text, const SavedFrom& from);

}  // namespace gailou::forum
