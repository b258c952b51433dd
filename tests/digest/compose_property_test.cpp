// What holds of any draft, however wrong: seeded random drafts through judge and append.
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "digest/compose/append.h"
#include "digest/compose/judge.h"
#include "digest/text/body.h"
#include "digest/text/normalize.h"
#include "tests/support/digests.h"
#include "tests/support/files.h"

namespace gailou::digest {
namespace {

constexpr std::uint32_t kSeeds = 200;

class Dice {
 public:
  explicit Dice(std::uint32_t seed) : engine_(seed) {}
  std::size_t below(std::size_t bound) { return engine_() % bound; }
  bool one_in(std::size_t n) { return below(n) == 0; }

 private:
  std::mt19937 engine_;
};

/// A batch of consecutive floors of the recorded thread with some earlier ones as context.
BatchInput random_batch(Dice& dice) {
  const auto texts = tests::seed_texts();
  const std::size_t begin = dice.one_in(4) ? 0 : dice.below(texts.size() - 12);
  const std::size_t count = dice.below(12);
  auto input = tests::batch_of(begin == 0 ? 1 : 2, {});
  input.title = "Colossus 1 算力租赁";
  input.next_seq = EntrySeq{static_cast<std::int64_t>(begin) + 1};
  for (std::size_t i = 0; i < begin + count; ++i) {
    const auto floor = static_cast<std::int64_t>(i) + 1;
    auto post = tests::post_of(floor, "作者" + std::to_string(i % 7), texts[i]);
    if (i >= begin) {
      input.posts.push_back(std::move(post));
    } else if (dice.one_in(4)) {
      input.context.push_back(std::move(post));
    }
  }
  if (begin > 0) input.summary = {.text = "此前的概括,说的是算力租赁。", .rev = Revision{1}};
  return input;
}

Floor any_floor(Dice& dice, const BatchInput& input) {
  if (!input.posts.empty() && !dice.one_in(5)) return input.posts[dice.below(input.posts.size())].floor;
  if (!input.context.empty() && !dice.one_in(3)) return input.context[dice.below(input.context.size())].floor;
  return Floor{static_cast<std::int64_t>(dice.below(90))};
}

/// A verbatim piece of the floor where there is one, sometimes spoilt.
std::string any_quote(Dice& dice, const BatchInput& input, Floor floor) {
  for (const auto* posts : {&input.posts, &input.context}) {
    for (const Post& post : *posts) {
      if (post.floor != floor) continue;
      const auto text = to_u32(text_of(post.body));
      const std::size_t begin = dice.below(text.size());
      return to_u8(text.substr(begin, dice.one_in(8) ? 2 : 4 + dice.below(30))) + (dice.one_in(10) ? "不在" : "");
    }
  }
  return "没有这楼";
}

Append random_append(Dice& dice, const BatchInput& input) {
  Append append{.section = std::string(dice.one_in(20) ? "misc" : kSections[dice.below(5)].key)};
  for (std::size_t n = dice.one_in(3) ? dice.below(4) : 1; n-- > 0;) {
    const Floor floor = any_floor(dice, input);
    append.evidence.push_back({floor, any_quote(dice, input, floor)});
    if (!dice.one_in(3)) append.floors.push_back(floor);
    append.text += append.evidence.back().quote + (dice.one_in(3) ? "," : "");
  }
  if (dice.one_in(4)) append.text += " 22万张H200";
  append.text += dice.one_in(6) ? "" : "。";
  if (dice.one_in(3))
    append.links.push_back(
        {.rel = Link::Rel::answers, .entry = entry_id(EntrySeq{static_cast<std::int64_t>(dice.below(80))})});
  if (dice.one_in(3)) append.links.push_back({.rel = Link::Rel::repeats, .floor = any_floor(dice, input)});
  return append;
}

Draft random_draft(Dice& dice, const BatchInput& input) {
  Draft draft;
  for (std::size_t n = dice.below(25); n-- > 0;) {
    if (dice.one_in(4)) {
      draft.operations.emplace_back(Quiet{any_floor(dice, input), static_cast<Reason>(dice.below(11))});
    } else if (dice.one_in(10)) {
      const Floor floor = any_floor(dice, input);
      draft.operations.emplace_back(
          Summarise{.text = any_quote(dice, input, floor) + "说的是算力租赁。", .cites = {floor}});
    } else {
      draft.operations.emplace_back(random_append(dice, input));
    }
  }
  return draft;
}

struct Account {
  std::set<Floor> entries{};
  std::multiset<Floor> quiet{};
  std::size_t shared = 0;  // floors of an entry that an earlier one accounts for
};

Account accounted(const Judged& judged) {
  Account account;
  for (const Operation& operation : judged.accepted) {
    if (const auto* append = std::get_if<Append>(&operation)) {
      for (const Floor floor : append->floors) account.shared += account.entries.insert(floor).second ? 0U : 1U;
    }
    if (const auto* quiet = std::get_if<Quiet>(&operation)) account.quiet.insert(quiet->floor);
  }
  return account;
}

template <class Check>
void for_each_draft(Check check) {
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Dice dice(seed);
    const auto input = random_batch(dice);
    check(input, random_draft(dice, input));
  }
}

TEST(ComposeProperty, the_judge_accounts_for_every_floor_exactly_once) {
  for_each_draft([](const BatchInput& input, const Draft& draft) {
    const auto account = accounted(judge(input, draft));
    std::multiset<Floor> all(account.entries.begin(), account.entries.end());
    all.insert(account.quiet.begin(), account.quiet.end());
    std::multiset<Floor> wanted;
    for (const Post& post : input.posts) wanted.insert(post.floor);
    EXPECT_EQ(all, wanted);
    EXPECT_TRUE(account.shared == 0 || input.revision > Revision{1});
  });
}

TEST(ComposeProperty, what_the_judge_lets_through_breaks_no_gate_once_appended) {
  std::size_t entries = 0;
  for_each_draft([&](const BatchInput& input, const Draft& draft) {
    const auto step = append(input, judge(input, draft));
    EXPECT_EQ(step_faults(input, step), std::vector<std::string>{});
    entries += step.entries.size();
  });
  EXPECT_GT(entries, 100U);  // else the drafts were too wrong to show anything
}

TEST(ComposeProperty, append_alters_no_operation) {
  for_each_draft([](const BatchInput& input, const Draft& draft) {
    const auto judged = judge(input, draft);
    const auto step = append(input, judged);
    std::size_t next = 0;
    for (const Operation& operation : judged.accepted) {
      const auto* drafted = std::get_if<Append>(&operation);
      if (drafted == nullptr) continue;
      ASSERT_LT(next, step.entries.size());
      const Entry& entry = step.entries[next];
      EXPECT_EQ(entry.seq.value, input.next_seq.value + static_cast<std::int64_t>(next));
      EXPECT_EQ(entry.text, drafted->text);
      EXPECT_EQ(entry.section, drafted->section);
      EXPECT_EQ(entry.links, drafted->links);
      EXPECT_TRUE(std::is_permutation(entry.evidence.begin(), entry.evidence.end(), drafted->evidence.begin(),
                                      drafted->evidence.end()));
      ++next;
    }
    EXPECT_EQ(next, step.entries.size());
  });
}

TEST(ComposeProperty, what_was_accepted_is_accepted_again) {
  for_each_draft([](const BatchInput& input, const Draft& draft) {
    const auto once = judge(input, draft);
    const auto twice = judge(input, {.operations = once.accepted});
    EXPECT_TRUE(twice.refused.empty());
    const auto a = append(input, once);
    const auto b = append(input, twice);
    EXPECT_EQ(a.entries, b.entries);
    EXPECT_EQ(a.nothing_new, b.nothing_new);
    EXPECT_EQ(a.summary, b.summary);
  });
}

}  // namespace
}  // namespace gailou::digest
