// A store in a folder of its own, a forum's posts in a few words, and digest steps made by hand.
#pragma once

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "digest/compose/append.h"
#include "digest/operation.h"
#include "storage/store.h"
#include "tests/support/temp_folder.h"

namespace gailou::storage {

using namespace std::chrono_literals;
using digest::Floor;
using digest::Post;
using digest::PostId;
using digest::PostState;
using digest::Revision;
using digest::ThreadId;
using digest::TopicId;

constexpr Instant kStart = digest::from_ms(1'777'000'000'000);  // 2026-04-24
constexpr digest::Duration kConfirmAfter = 1h;

inline digest::Body body(const std::string& text) {
  digest::Block block;
  block.spans.push_back({.kind = digest::Span::Kind::text, .text = text});
  return {.blocks = {block}};
}

/// A visible post; its id is 1000 + floor.
inline Post post(std::int64_t floor, const std::string& text, const std::string& author = "alice") {
  Post made;
  made.id = PostId{1000 + floor};
  made.floor = Floor{floor};
  made.author = author;
  made.created_at = kStart - 1h + std::chrono::minutes{floor};
  made.updated_at = made.created_at;
  made.body = body(text);
  return made;
}

/// The same post edited `after` its creation.
inline Post edited(Post post, const std::string& text, digest::Duration after = 30min) {
  post.body = body(text);
  post.updated_at = post.created_at + after;
  ++post.forum_version;
  return post;
}

/// A placeholder in the place of the post.
inline Post marked(Post post, PostState state, digest::Duration after = 40min) {
  post.state = state;
  post.body = {};
  post.updated_at = post.created_at + after;
  return post;
}

inline std::vector<PostId> stream_of(const std::vector<Post>& posts) {
  std::vector<PostId> ids;
  for (const auto& one : posts) ids.push_back(one.id);
  return ids;
}

inline digest::ThreadHeader header(const std::string& title = "算力会不会继续涨价") {
  digest::ThreadHeader made;
  made.title = title;
  made.slug = "topic-slug";
  made.tags = {"ai", "算力"};
  return made;
}

/// A whole fresh page: header, stream and all posts.
inline digest::Observation page(std::vector<Post> posts) {
  digest::Observation seen;
  seen.header = header();
  seen.stream = stream_of(posts);
  seen.fresh = true;
  seen.posts = std::move(posts);
  return seen;
}

inline std::string sentence(std::int64_t floor) {
  return "第" + std::string(static_cast<std::size_t>(floor % 7 + 1), 'x') + "位网友认为价格会在本季度继续上涨。";
}

inline std::vector<Post> posts_upto(std::int64_t last) {
  std::vector<Post> posts;
  for (std::int64_t floor = 1; floor <= last; ++floor) posts.push_back(post(floor, sentence(floor)));
  return posts;
}

inline digest::Entry entry_for(const digest::BatchInput& input, std::size_t place, const Post& source) {
  digest::Entry entry;
  entry.seq = {input.next_seq.value + static_cast<std::int64_t>(place)};
  entry.section = "latest";
  entry.rev = input.revision;
  if (input.revision.value > 1) {
    entry.marker = {.kind = digest::Marker::Kind::added, .first = source.floor, .last = source.floor};
  }
  entry.text = digest::own_text_of(source.body);
  entry.cites = {source.floor};
  entry.floors = {source.floor};
  entry.evidence = {{.floor = source.floor, .quote = entry.text}};
  return entry;
}

/// Each floor an entry of its own, but those in `quiet`.
inline digest::Step step_for(const digest::BatchInput& input, const std::vector<std::int64_t>& quiet = {}) {
  digest::Step step;
  step.revision = input.revision;
  step.generated_at = input.taken_at;
  for (const auto& source : input.posts) {
    if (std::find(quiet.begin(), quiet.end(), source.floor.value) != quiet.end()) {
      step.nothing_new.push_back({.floor = source.floor, .reason = digest::Reason::too_short});
    } else {
      step.entries.push_back(entry_for(input, step.entries.size(), source));
    }
  }
  if (input.summary.rev.value == 0) {
    step.summary =
        digest::Summary{.text = "大家在讨论价格会不会继续上涨这一话题。", .rev = input.revision, .cites = {}};
  }
  return step;
}

class StoreTest : public testing::Test {
 protected:
  void SetUp() override { reopen(); }

  void reopen() {
    store_.reset();
    auto opened = open_store(folder_.path(), now_);
    ASSERT_TRUE(opened) << to_string(opened.error());
    store_ = std::move(*opened);
  }

  Store& store() { return *store_; }

  std::unique_ptr<Reader> reader() {
    auto opened = open_reader(folder_.path());
    EXPECT_TRUE(opened) << (opened ? "" : to_string(opened.error()));
    return opened ? std::move(*opened) : nullptr;
  }

  ThreadId add_thread(std::int64_t topic = 493728) {
    const auto source = store().ensure_source({.name = "forum", .origin = "https://forum.example"});
    EXPECT_TRUE(source);
    const auto added = store().add_thread(source->name, TopicId{topic}, now_);
    EXPECT_TRUE(added);
    return added->thread.id;
  }

  /// A thread with these posts whose first fetch is over.
  ThreadId thread_with(std::vector<Post> posts) {
    const auto id = add_thread();
    ingest(id, page(std::move(posts)));
    EXPECT_TRUE(store().complete_first_fetch(id, now_));
    return id;
  }

  Ingested ingest(ThreadId id, const digest::Observation& seen) {
    auto done = store().ingest(id, seen, kConfirmAfter, now_);
    EXPECT_TRUE(done) << (done ? "" : to_string(done.error()));
    return done ? *done : Ingested{};
  }

  std::optional<Batch> take(ThreadId id, digest::Urgency urgency = digest::Urgency::now) {
    auto taken = store().take_batch(id, {}, urgency, now_);
    EXPECT_TRUE(taken) << (taken ? "" : to_string(taken.error()));
    return taken ? std::move(*taken) : std::nullopt;
  }

  /// Without a revision where there is nothing to write.
  Committed commit(const Batch& batch, const digest::Step& step) {
    if (digest::says_nothing(step)) {
      EXPECT_TRUE(store().pass_over(batch.id));
      return {};
    }
    auto done = store().commit_revision(batch.id, step, now_);
    EXPECT_TRUE(done) << (done ? "" : to_string(done.error()));
    return done ? *done : Committed{};
  }

  /// Takes what is pending and commits it.
  Committed digest_pending(ThreadId id, const std::vector<std::int64_t>& quiet = {}) {
    const auto batch = take(id);
    EXPECT_TRUE(batch);
    return batch ? commit(*batch, step_for(batch->input, quiet)) : Committed{};
  }

  digest::Digest digest_of(ThreadId id, std::optional<Revision> rev = std::nullopt) {
    auto read = store().digest(id, rev);
    EXPECT_TRUE(read) << (read ? "" : to_string(read.error()));
    return read ? *read : digest::Digest{};
  }

  ThreadRecord record(ThreadId id) {
    const auto found = store().thread(id);
    EXPECT_TRUE(found && *found);
    return found && *found ? **found : ThreadRecord{};
  }

  std::vector<digest::StoredPost> all_posts(ThreadId id, bool versions = true) {
    const auto slice = store().posts(id, {.limit = 10'000, .versions = versions});
    EXPECT_TRUE(slice);
    return slice ? slice->posts : std::vector<digest::StoredPost>{};
  }

  support::TempFolder folder_{};
  Instant now_ = kStart;
  std::unique_ptr<Store> store_{};
};

}  // namespace gailou::storage
