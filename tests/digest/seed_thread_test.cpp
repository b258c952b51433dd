// A recorded thread of 70 floors through the offline engine, in the four batches it came in and in one: every gate is
// met, every floor accounted for, and the digest is the one that stands in the golden files.
#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "digest/codec.h"
#include "digest/text/normalize.h"
#include "digest/text/similar.h"
#include "tests/support/digest_run.h"
#include "tests/support/files.h"
#include "tests/support/golden.h"

namespace gailou::digest {
namespace {

using tests::DigestRun;

const std::vector<std::int64_t> kBatches = {58, 60, 66, 71};  // last floor of each

struct Thread {
  std::string title{};
  std::vector<Post> posts{};
  std::vector<EarlierFloor> texts{};
};

Thread seed_thread() {
  const auto json = tests::read_json("seed-thread.json");
  Thread thread;
  thread.title = json.at("thread").at("title").get<std::string>();
  for (const auto& item : json.at("posts")) {
    Post post;
    post.id = PostId{item.at("id").get<std::int64_t>()};
    post.floor = Floor{item.at("number").get<std::int64_t>()};
    post.author = item.at("author").get<std::string>();
    post.created_at = parse_iso(item.at("created_at").get<std::string>()).value();
    const auto text = item.at("text").get<std::string>();
    post.body = parse_plain(text, thread.texts);
    thread.texts.push_back({.floor = post.floor.value, .author = post.author, .text = text});
    thread.posts.push_back(std::move(post));
  }
  return thread;
}

/// The digests after each batch; gates and accounting are asserted on the way.
std::vector<Digest> digested(const Thread& thread, const std::vector<std::int64_t>& last_floors) {
  DigestRun run("uscardforum", TopicId{0}, thread.title);
  std::vector<Digest> out;
  std::size_t from = 0;
  for (const auto last : last_floors) {
    std::vector<Post> batch;
    while (from < thread.posts.size() && thread.posts[from].floor.value <= last) batch.push_back(thread.posts[from++]);
    run.take(batch, batch.back().created_at + std::chrono::minutes{6});
    EXPECT_EQ(run.faults(), std::vector<std::string>{}) << "batch up to #" << last;
    for (const auto& refusal : run.judged().refused)
      ADD_FAILURE() << "refused by " << refusal.gate << ": " << refusal.what << " in the batch up to #" << last;
    out.push_back(run.digest());
  }
  return out;
}

std::vector<std::int64_t> every_floor(const Thread& thread) {
  std::vector<std::int64_t> out;
  for (const auto& post : thread.posts) out.push_back(post.floor.value);
  return out;
}

std::set<std::string> texts_of(const Digest& digest) {
  std::set<std::string> out;
  for (const auto& entry : digest.entries) out.insert(entry.text);
  return out;
}

TEST(SeedThread, each_floor_is_in_one_place_after_every_batch) {
  const auto thread = seed_thread();
  for (const auto& digest : digested(thread, kBatches)) {
    std::map<std::int64_t, int> places;
    std::set<std::int64_t> entries;
    for (const auto& entry : digest.entries) {
      for (const auto floor : entry.floors) entries.insert(floor.value);
    }
    for (const auto floor : entries) ++places[floor];
    for (const auto& item : digest.nothing_new) ++places[item.floor.value];
    for (const auto& post : thread.posts) {
      const int expected = post.floor <= digest.thread.last_number ? 1 : 0;
      EXPECT_EQ(places[post.floor.value], expected) << "#" << post.floor.value << " in r" << digest.revision.value;
    }
    EXPECT_FALSE(places.contains(61)) << "a missing number is not accounted for";
  }
}

TEST(SeedThread, published_entries_never_change) {
  const auto digests = digested(seed_thread(), kBatches);
  for (std::size_t i = 1; i < digests.size(); ++i) {
    const auto& before = digests[i - 1];
    const auto& after = digests[i];
    ASSERT_GE(after.entries.size(), before.entries.size());
    EXPECT_TRUE(std::equal(before.entries.begin(), before.entries.end(), after.entries.begin()));
    EXPECT_TRUE(std::equal(before.nothing_new.begin(), before.nothing_new.end(), after.nothing_new.begin()));
    const bool same = before.summary.text == after.summary.text;
    EXPECT_EQ(after.summary.rev, same ? before.summary.rev : after.revision);
  }
}

TEST(SeedThread, mere_chatter_appends_no_entry) {
  const auto thread = seed_thread();
  const auto digests = digested(thread, every_floor(thread));
  const std::set<std::int64_t> chatter = {8, 11, 13, 15, 19, 22, 23, 33, 45, 60, 64, 68, 71};
  for (std::size_t i = 1; i < digests.size(); ++i) {
    if (!chatter.contains(thread.posts[i].floor.value)) continue;
    EXPECT_EQ(digests[i].entries.size(), digests[i - 1].entries.size()) << "#" << thread.posts[i].floor.value;
  }
}

TEST(SeedThread, the_size_of_batches_changes_nothing_that_is_said) {
  const auto thread = seed_thread();
  const auto once = digested(thread, {71}).back();
  const auto four = digested(thread, kBatches).back();
  const auto each = digested(thread, every_floor(thread)).back();
  EXPECT_EQ(texts_of(once), texts_of(four));
  EXPECT_EQ(texts_of(once), texts_of(each));
  EXPECT_EQ(once.coverage, each.coverage);
  EXPECT_EQ(once.summary.text, each.summary.text);
}

TEST(SeedThread, no_entry_repeats_another) {
  const auto digest = digested(seed_thread(), kBatches).back();
  for (std::size_t i = 0; i < digest.entries.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const auto alike = similar(digest.entries[i].text, digest.entries[j].text);
      EXPECT_LT(alike.jaccard, 0.5) << digest.entries[i].text;
      EXPECT_LT(alike.containment, 0.8) << digest.entries[i].text;
    }
  }
}

TEST(SeedThread, an_answer_is_not_credited_with_the_words_it_quotes) {
  const auto thread = seed_thread();
  const auto digest = digested(thread, kBatches).back();
  for (const auto& entry : digest.entries) {
    for (const auto& piece : entry.evidence) {
      if (units(piece.quote) < 10) continue;
      for (const auto& earlier : thread.texts) {
        if (earlier.floor >= piece.floor.value) break;
        EXPECT_EQ(norm(earlier.text).find(norm(piece.quote)), std::string::npos)
            << entry_id(entry.seq) << " rests on words of #" << earlier.floor;
      }
    }
  }
}

TEST(SeedThread, a_rebuttal_links_to_the_floor_it_quotes) {
  const auto digest = digested(seed_thread(), kBatches).back();
  for (const auto& [from, to] : {std::pair{63, 62}, std::pair{66, 65}}) {
    const auto found = std::find_if(digest.entries.begin(), digest.entries.end(),
                                    [from = from](const Entry& e) { return e.floors == std::vector{Floor{from}}; });
    ASSERT_NE(found, digest.entries.end());
    EXPECT_EQ(found->section, "disputes");
    ASSERT_EQ(found->links.size(), 1U);
    EXPECT_EQ(found->cites, (std::vector{Floor{to}, Floor{from}}));
    EXPECT_EQ(found->links[0], (Link{.rel = Link::Rel::contradicts, .entry = {}, .floor = Floor{to}}));
  }
}

TEST(SeedThread, the_digests_are_the_golden_ones) {
  const auto thread = seed_thread();
  const auto digests = digested(thread, kBatches);
  for (std::size_t i = 0; i < digests.size(); ++i)
    tests::expect_golden("golden/seed-r" + std::to_string(i + 1) + ".json", to_document(digests[i]).dump(1) + "\n");
}

}  // namespace
}  // namespace gailou::digest
