// Whatever a model writes, reviewing it does no harm, and what is kept can be written.
#include <algorithm>
#include <random>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "digest/compose/append.h"
#include "digest/compose/judge.h"
#include "digest/llm/review.h"
#include "tests/llm/canned.h"
#include "tests/llm/operations.h"

namespace gailou::llm {
namespace {

using digest::Floor;
using tests::Json;

class Chance {
 public:
  explicit Chance(unsigned seed) : random_(seed) {}
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_()) % bound; }
  template <class List>
  const auto& one_of(const List& list) {
    return list[below(list.size())];
  }

 private:
  std::mt19937 random_;
};

Json odd_value(Chance& chance) {
  static const std::vector<Json> kOdd{Json(),
                                      true,
                                      0,
                                      -1,
                                      59,
                                      60,
                                      62.0,
                                      1e300,
                                      "",
                                      "e13",
                                      "append",
                                      "key",
                                      "。",
                                      Json::array(),
                                      Json::array({59}),
                                      Json::array({"59"}),
                                      Json::object(),
                                      Json{{"floor", 59}},
                                      Json{{"floor", 59}, {"quote", "算力足够"}},
                                      Json::array({Json{{"floor", 60}, {"quote", "x"}}}),
                                      std::string(3000, 'x')};
  return chance.one_of(kOdd);
}

void bend_text(Chance& chance, std::string& text) {
  static const std::vector<std::string> kPieces{"#59", "(#60)",       "新增#1",    "\n",    "\u202e", "\u200b",
                                                "<b>", "https://x.y", "900亿",     "H900",  "。",     "「",
                                                "\"",  "……",          "privater:", "&amp;", " ",      "\0"};
  std::size_t at = text.empty() ? 0 : chance.below(text.size() + 1);
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80) ++at;
  if (chance.below(3) == 0) {
    text.resize(at);
  } else {
    text.insert(at, chance.one_of(kPieces));
  }
}

/// Changes something somewhere in `value`.
void bend(Chance& chance, Json& value, int depth = 0) {
  if (value.is_structured() && !value.empty() && chance.below(depth < 2 ? 12 : 4) != 0) {
    auto at = value.begin();
    std::advance(at, static_cast<std::ptrdiff_t>(chance.below(value.size())));
    if (chance.below(12) == 0) {
      value.erase(at);
    } else {
      bend(chance, *at, depth + 1);
    }
    return;
  }
  if (value.is_string() && chance.below(2) == 0) {
    bend_text(chance, value.get_ref<std::string&>());
  } else {
    value = odd_value(chance);
  }
}

void expect_sound(const digest::BatchInput& input, const Asked& asked, const Review& review,
                  const std::string& content) {
  EXPECT_TRUE(review.verdict == Verdict::accept || review.verdict == Verdict::partial ||
              review.verdict == Verdict::repair);
  EXPECT_TRUE(std::is_sorted(review.dropped.begin(), review.dropped.end()));
  std::set<Floor> accounted(review.open.begin(), review.open.end());
  accounted.insert(review.lazy.begin(), review.lazy.end());
  std::set<Floor> owned;
  for (const auto& operation : review.kept.operations) {
    if (const auto* append = std::get_if<digest::Append>(&operation)) {
      owned.insert(append->floors.begin(), append->floors.end());
    } else if (const auto* quiet = std::get_if<digest::Quiet>(&operation)) {
      EXPECT_TRUE(accounted.insert(quiet->floor).second) << content;
    }
  }
  for (const Floor floor : owned) EXPECT_TRUE(accounted.insert(floor).second) << content;
  EXPECT_TRUE(std::includes(accounted.begin(), accounted.end(), asked.open.begin(), asked.open.end())) << content;
  const auto judged = digest::judge(input, review.kept);
  ASSERT_TRUE(judged.refused.empty()) << judged.refused.front().gate << " " << judged.refused.front().what << content;
  const auto faults = digest::step_faults(input, digest::append(input, judged));
  EXPECT_TRUE(faults.empty()) << faults.front() << content;
}

TEST(ReviewProperty, bent_answers_leave_only_what_may_be_written) {
  Chance chance(20260509);
  for (const auto& canned : tests::canned_in("llm-replies")) {
    const auto heard = canned.heard();
    const auto answer = Json::parse(heard.content, nullptr, false);
    if (heard.verdict != Verdict::accept || !answer.is_object()) continue;
    const auto input = canned.input();
    const auto asked = canned.asked();
    for (int round = 0; round < 40; ++round) {
      auto bent = answer;
      for (std::size_t times = 1 + chance.below(4); times > 0; --times) bend(chance, bent);
      const auto content = bent.dump(-1, ' ', false, Json::error_handler_t::replace);
      expect_sound(input, asked, llm::review(input, asked, content), content);
      EXPECT_LE(floors_named(content).size(), 256U);
    }
  }
}

TEST(ReviewProperty, bytes_that_are_no_answer_are_refused_whole) {
  Chance chance(7);
  const auto canned = tests::canned_in("llm-replies").at(1);
  const auto input = canned.input();
  const auto asked = canned.asked();
  const std::string content = canned.heard().content;
  int useless = 0;
  for (int round = 0; round < 400; ++round) {
    std::string bytes = content;
    for (std::size_t times = 1 + chance.below(3); times > 0; --times) {
      const auto at = chance.below(bytes.size());
      if (chance.below(2) == 0) {
        bytes[at] = static_cast<char>(chance.below(256));
      } else {
        bytes.erase(at, 1 + chance.below(40));
      }
    }
    const auto review = llm::review(input, asked, bytes);
    expect_sound(input, asked, review, bytes);
    if (review.whole.empty()) continue;
    ++useless;
    EXPECT_TRUE(review.kept.operations.empty()) << bytes;
    EXPECT_EQ(review.open, asked.open) << bytes;
  }
  EXPECT_GT(useless, 100);
}

TEST(ReviewProperty, a_second_round_judges_what_is_left) {
  Chance chance(42);
  for (const auto& canned : tests::canned_in("llm-replies")) {
    const auto heard = canned.heard();
    const auto answer = Json::parse(heard.content, nullptr, false);
    if (heard.verdict != Verdict::accept || !answer.is_object()) continue;
    const auto input = canned.input();
    auto asked = canned.asked();
    auto bent = answer;
    bend(chance, bent);
    auto first = llm::review(input, asked, bent.dump());
    auto second_asked = asked;
    second_asked.last = asked.floors.back();
    second_asked.open.clear();
    std::merge(first.open.begin(), first.open.end(), first.lazy.begin(), first.lazy.end(),
               std::back_inserter(second_asked.open));
    second_asked.floors.clear();
    std::set_union(second_asked.open.begin(), second_asked.open.end(), first.again.begin(), first.again.end(),
                   std::back_inserter(second_asked.floors));
    for (const auto& operation : first.kept.operations) {
      if (const auto* append = std::get_if<digest::Append>(&operation)) second_asked.written.push_back(*append);
    }
    const auto second = llm::review(input, second_asked, heard.content);
    const bool summarised = std::any_of(
        first.kept.operations.begin(), first.kept.operations.end(),
        [](const digest::Operation& operation) { return std::holds_alternative<digest::Summarise>(operation); });
    auto both = first.kept;
    for (const auto& operation : second.kept.operations) {
      if (!summarised || !std::holds_alternative<digest::Summarise>(operation)) both.operations.push_back(operation);
    }
    const auto judged = digest::judge(input, both);
    EXPECT_TRUE(judged.refused.empty()) << canned.name() << judged.refused.front().gate << judged.refused.front().what;
  }
}

}  // namespace
}  // namespace gailou::llm
