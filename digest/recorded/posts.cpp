#include "digest/recorded/posts.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "digest/text/plain.h"

namespace gailou::digest {
namespace {

// As a digest's context: who wrote more is quoted from the newest floors.
constexpr std::size_t kEarlierPerAuthor = 20;

/// Floors read so far by author: what later ones may quote.
class Earlier {
 public:
  std::vector<EarlierFloor> named_in(std::string_view text) const {
    std::vector<EarlierFloor> found;
    for (const auto& name : quoted_names(text)) {
      const auto at = by_author_.find(name);
      if (at == by_author_.end()) continue;
      const auto count = std::min(at->second.size(), kEarlierPerAuthor);
      for (auto floor = at->second.end() - static_cast<std::ptrdiff_t>(count); floor != at->second.end(); ++floor) {
        found.push_back({.floor = (*floor)->floor.value, .author = (*floor)->author, .text = (*floor)->text});
      }
    }
    return found;
  }
  void add(const RecordedFloor& floor) { by_author_[floor.author].push_back(&floor); }

 private:
  std::unordered_map<std::string, std::vector<const RecordedFloor*>> by_author_{};
};

ThreadHeader header_of(const RecordedPage& page, const std::vector<Post>& posts, Instant last) {
  ThreadHeader header{.title = page.title, .posts_count = static_cast<std::int64_t>(posts.size())};
  header.last_posted_at = last;
  for (const auto& post : posts) {
    header.highest = std::max(header.highest, post.floor);
    if (post.floor.value == 1) header.created_at = post.created_at;
  }
  return header;
}

}  // namespace

Result<Observation> observation_of(const RecordedPage& page, const MomentReader& read_moment) {
  Observation seen;
  seen.saved = true;
  Earlier earlier;
  Instant last{};
  for (const auto& floor : page.floors) {
    const auto written = read_moment(floor.written);
    if (!written) return written.error().at("line " + std::to_string(floor.line));
    last = std::max(last, *written);
    Post post{.id = provisional_id(floor.floor), .floor = floor.floor, .author = floor.author, .created_at = *written};
    post.body = parse_plain(floor.text, earlier.named_in(floor.text));
    seen.posts.push_back(std::move(post));
    earlier.add(floor);
  }
  for (auto& post : seen.posts) post.updated_at = last;
  if (!page.title.empty()) seen.header = header_of(page, seen.posts, last);
  return seen;
}

}  // namespace gailou::digest
