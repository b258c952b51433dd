// The offline engine on its worker: drafts for several callers at once are those that the pure function makes.
#include "daemon/engine/extract_engine.h"

#include <future>
#include <string>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "digest/compose/extract.h"
#include "tests/support/digests.h"
#include "tests/support/loop_thread.h"

namespace gailou::engine {
namespace {

digest::BatchInput batch(std::int64_t revision) {
  digest::BatchInput input{.source = "forum", .title = "租下数据中心"};
  input.revision = digest::Revision{revision};
  input.next_seq = digest::EntrySeq{1};
  input.posts = tests::lease_posts();
  for (const auto& post : input.posts) input.authors.push_back(post.author);
  return input;
}

/// What an operation says, as one text: enough to tell two drafts apart.
std::string words_of(const digest::Operation& operation) {
  std::string words = std::to_string(operation.index());
  if (const auto* append = std::get_if<digest::Append>(&operation)) {
    words += " " + append->section + " " + append->text;
    for (const auto floor : append->floors) words += " " + std::to_string(floor.value);
  } else if (const auto* quiet = std::get_if<digest::Quiet>(&operation)) {
    words += " " + std::to_string(quiet->floor.value);
  } else if (const auto* summary = std::get_if<digest::Summarise>(&operation)) {
    words += " " + summary->text;
  }
  return words;
}

std::vector<std::string> words_of(const digest::Draft& draft) {
  std::vector<std::string> words;
  for (const auto& operation : draft.operations) words.push_back(words_of(operation));
  return words;
}

TEST(ExtractEngine, has_the_name_that_the_configuration_knows) {
  EXPECT_EQ(ExtractEngine{}.name(), "extract");
}

TEST(ExtractEngine, a_draft_is_what_the_rules_make_of_the_batch) {
  ExtractEngine engine;
  support::LoopThread loop;
  const auto input = batch(1);
  const auto draft = loop.run(engine.draft({}, input));
  ASSERT_TRUE(draft);
  EXPECT_FALSE(draft->operations.empty());
  EXPECT_EQ(words_of(*draft), words_of(digest::extract(input)));
}

TEST(ExtractEngine, drafts_of_several_callers_do_not_mix) {
  ExtractEngine engine;
  support::LoopThread loop;
  std::vector<digest::BatchInput> inputs;
  for (std::int64_t revision = 1; revision <= 8; ++revision) {
    inputs.push_back(batch(revision));
    inputs.back().posts.resize(static_cast<std::size_t>(revision) % inputs.back().posts.size() + 1);
  }
  std::vector<std::future<digest::Result<digest::Draft>>> drafts;
  for (const auto& input : inputs) drafts.push_back(loop.start(engine.draft({}, input)));
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const auto draft = drafts[i].get();
    ASSERT_TRUE(draft);
    EXPECT_EQ(words_of(*draft), words_of(digest::extract(inputs[i]))) << i;
  }
}

TEST(ExtractEngine, an_empty_batch_is_no_failure) {
  ExtractEngine engine;
  support::LoopThread loop;
  const digest::BatchInput nothing;
  EXPECT_TRUE(loop.run(engine.draft({}, nothing)));
}

}  // namespace
}  // namespace gailou::engine
