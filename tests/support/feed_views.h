// Feeds as their writers get them: of the recorded thread, and a small one with each kind of item.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "digest/render/feed/feed.h"
#include "tests/support/thread_views.h"

namespace gailou::tests {

/// The items of a digest, newest first: one commit for each revision, an hour apart.
inline std::vector<digest::FeedItem> items_of(const render::ThreadView& view, digest::Instant start) {
  std::vector<digest::FeedItem> items;
  for (const auto& entry : view.digest.entries) {
    digest::FeedItem item{.source = view.digest.thread.source, .topic = view.digest.thread.topic};
    item.title = view.digest.thread.title;
    item.url = view.forum_url;
    item.rev = entry.rev;
    item.commit = digest::CommitNo{10 * entry.rev.value};
    item.committed_at = start + std::chrono::hours{entry.rev.value};
    item.changed = item.commit;
    item.changed_at = item.committed_at;
    for (const auto& stored : view.posts) {
      const bool is_cited = std::ranges::find(entry.cites, stored.post.floor) != entry.cites.end();
      const bool is_known = std::ranges::find(item.authors, stored.post.author) != item.authors.end();
      if (is_cited && !is_known) item.authors.push_back(stored.post.author);
    }
    item.entries.push_back(entry);
    items.push_back(std::move(item));
  }
  std::ranges::reverse(items);
  std::ranges::stable_sort(items, [](const auto& a, const auto& b) { return a.commit > b.commit; });
  return items;
}

/// A feed of the thread that `view` shows.
inline render::FeedView feed_of(const render::ThreadView& view) {
  render::FeedView feed;
  feed.identity = {.authority = "4f1d00aa4f1d00aa.gailou.invalid",
                   .since = digest::parse_iso("2026-05-01T00:00:00Z").value()};
  const auto thread = view.digest.thread.source + "/" + std::to_string(view.digest.thread.topic.value);
  feed.name = thread;
  feed.title = view.digest.thread.title;
  feed.is_of_thread = true;
  feed.base_url = "https://news.example";
  feed.language = "zh-Hans";
  feed.links = {.page = "/t/" + thread,
                .self = "/t/" + thread + ".atom",
                .other = "/t/" + thread + "/feed.json",
                .other_type = std::string(render::kJsonFeedType)};
  feed.since = digest::parse_iso("2026-05-01T00:00:00Z").value();
  feed.items = items_of(view, digest::parse_iso("2026-05-09T22:00:00.250Z").value());
  return feed;
}

}  // namespace gailou::tests
