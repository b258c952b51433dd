// Offers that a model tells of are followed as those of the offline engine: the same states, whatever its words.
#include "digest/llm/deals.h"

#include <gtest/gtest.h>

#include "tests/digest/deal_story.h"

namespace gailou::llm {
namespace {

using digest::Append;
using digest::BatchInput;
using digest::Draft;
using digest::Floor;
using digest::Operation;
using tests::DealStory;

DealStory deal_thread() {
  DealStory story;
  story
      .say("搬运工", "2026-05-04",
           "开个合集，失效的我会划掉。\n"
           "1. Chase Ink Preferred 开卡 100k UR，3 个月内消费 $8,000，截至 5/14。\n"
           "2. Citi TYP 转 LifeMiles 加赠 25%，5/1 到 5/30。\n"
           "3. Wells Fargo Everyday Checking 新户 $325，90 天内 DD 满 $1,000，7/7 前开户。")
      .say("甲", "2026-05-04", "Ink 昨天刚下的，秒批，用的官网链接。", 1)
      .say("乙", "2026-05-04", "Ink 被拒，理由是超了 5/24，我现在 6/24。", 1)
      .say("戊", "2026-05-05", "Citi 转 LifeMiles 成功，转了 40k，秒到 50k。", 1)
      .say("庚", "2026-05-08", "Wells Fargo 今天开户成功，Fidelity push $1,000 已经发起，等 bonus 中。", 1)
      .say("辛", "2026-05-13", "听官网说 Ink 延长到 5/28 了。", 1)
      .say("壬", "2026-05-20", "Wells Fargo 链接是不是挂了？点进去 404", 1)
      .say("癸", "2026-05-20", "Wells Fargo 我这里也是 404，应该 expired 了。", 7)
      .say("子", "2026-05-20", "The Wells Fargo page is back, try incognito. Still $325, open by 7/7.", 8)
      .say("庚", "2026-05-21", "到账了！Fidelity push 后第 12 天 post。", 5)
      .say("丑", "2026-05-25", "SoFi 开户 $300 今天最后一天，25 天内 DD 满 $5,000。")
      .say("寅", "2026-05-29", "Ink 的 100k 昨天准点没了，现在官网是 90k。", 1);
  return story;
}

/// An operation of a model's: no deal, no correction, and evidence of its own floors alone.
Append plain(const Append& read, const std::string& text) {
  Append made{.section = "deals", .text = text, .floors = read.floors};
  for (const auto& piece : read.evidence) {
    const bool own = std::find(read.floors.begin(), read.floors.end(), piece.floor) != read.floors.end();
    if (own) made.evidence.push_back(piece);
  }
  return made;
}

/// A model that finds the same offers and says them in these words.
template <class Words>
DealStory::Writer model_saying(Words words) {
  return [words](const BatchInput& input) {
    std::vector<Operation> operations;
    std::optional<Floor> before;
    for (auto& operation : digest::extract(input).operations) {
      const auto* read = std::get_if<Append>(&operation);
      if (read == nullptr || !read->deal) {
        operations.push_back(std::move(operation));
        continue;
      }
      const auto text = words(*read, before == read->floors.front());
      before = read->floors.front();
      if (!text.empty()) operations.emplace_back(plain(*read, text));
    }
    return Draft{.operations = with_deals(input, std::move(operations))};
  };
}

class ModelsDeals : public testing::TestWithParam<std::size_t> {
 protected:
  void expect_the_same(DealStory::Writer writer) {
    auto offline = deal_thread();
    offline.digest(GetParam());
    auto model = deal_thread();
    model.written_by(std::move(writer)).digest(GetParam());
    EXPECT_EQ(model.offers(), offline.offers());
    EXPECT_EQ(model.offers().size(), 4U);
    EXPECT_TRUE(model.faults().empty()) << model.faults().front();
  }
};

TEST_P(ModelsDeals, are_read_from_the_floors_where_an_entry_says_an_offer) {
  expect_the_same(model_saying([](const Append& read, bool) { return read.text; }));
}

TEST_P(ModelsDeals, are_told_in_the_programs_words_where_the_models_do_not_say_what_turned) {
  expect_the_same(model_saying([](const Append&, bool) { return std::string("本楼谈到这个优惠的新情况。"); }));
}

TEST_P(ModelsDeals, are_told_apart_where_one_entry_tells_of_several) {
  expect_the_same(model_saying([](const Append& read, bool is_further) {
    return is_further ? std::string() : "楼主整理了若干优惠:" + read.text;
  }));
}

INSTANTIATE_TEST_SUITE_P(InBatches, ModelsDeals, testing::Values(0, 1, 3, 5));

Draft drafted(const DealStory::Writer& writer, DealStory story, std::size_t first) {
  Draft last;
  std::size_t batch = 0;
  story.written_by([&](const BatchInput& input) {
    if (++batch <= first) return digest::extract(input);
    return last = writer(input);
  });
  story.digest(1);
  EXPECT_TRUE(story.faults().empty()) << story.faults().front();
  return last;
}

TEST(ModelsWords, are_kept_with_their_deal) {
  const auto draft = drafted(
      [](const BatchInput& input) {
        Append entry{.section = "deals", .text = "有网友申请Ink后秒批。", .floors = {Floor{2}}};
        entry.evidence = {{.floor = Floor{2}, .quote = "Ink 昨天刚下的,秒批"}};
        return Draft{.operations = with_deals(input, {entry})};
      },
      [] {
        DealStory story;
        story.say("搬运工", "2026-05-04", "Chase Ink Preferred 开卡 100k UR，3 个月内消费 $8,000，截至 5/14。")
            .say("甲", "2026-05-04", "Ink 昨天刚下的，秒批，用的官网链接。", 1);
        return story;
      }(),
      1);
  ASSERT_EQ(draft.operations.size(), 1U);
  const auto& entry = std::get<Append>(draft.operations.front());
  EXPECT_EQ(entry.text, "有网友申请Ink后秒批。");
  ASSERT_TRUE(entry.deal);
  EXPECT_EQ(entry.deal->data_points.success, std::vector<Floor>{Floor{2}});
}

TEST(ModelsWords, of_other_sections_and_silence_stay_as_they_are) {
  auto story = deal_thread();
  story.written_by([](const BatchInput& input) {
    auto operations = digest::extract(input).operations;
    std::vector<Operation> said;
    for (auto& operation : operations) {
      auto* read = std::get_if<Append>(&operation);
      if (read == nullptr || !read->deal) continue;
      auto entry = plain(*read, read->text);
      entry.section = "latest";
      said.emplace_back(std::move(entry));
    }
    if (said.empty()) said.emplace_back(digest::Quiet{.floor = input.posts.front().floor});
    const auto dressed = with_deals(input, said);
    EXPECT_EQ(dressed.size(), said.size());
    for (const auto& operation : dressed) {
      const auto* append = std::get_if<Append>(&operation);
      EXPECT_TRUE(append == nullptr || !append->deal);
    }
    return Draft{.operations = dressed};
  });
  story.digest(2);
  EXPECT_TRUE(story.offers().empty());
}

TEST(ModelsWords, about_floors_that_offer_nothing_get_no_deal) {
  DealStory story("闲聊");
  story.say("甲", "2026-05-04", "这家银行的客服今天态度很好，问了半小时终于问清楚了年费的算法。");
  story.written_by([](const BatchInput& input) {
    Append entry{.section = "deals", .text = "有网友称该银行客服态度很好。", .floors = {Floor{1}}};
    entry.evidence = {{.floor = Floor{1}, .quote = "客服今天态度很好"}};
    auto dressed = with_deals(input, {entry});
    EXPECT_EQ(dressed.size(), 1U);
    EXPECT_FALSE(std::get<Append>(dressed.front()).deal);
    return Draft{.operations = std::move(dressed)};
  });
  story.digest();
  EXPECT_TRUE(story.faults().empty()) << story.faults().front();
}

TEST(ModelsWords, on_several_floors_count_each_report) {
  DealStory story;
  story.say("搬运工", "2026-05-04", "Chase Ink Preferred 开卡 100k UR，3 个月内消费 $8,000，截至 5/14。").digest();
  story.say("甲", "2026-05-04", "Ink 昨天刚下的，秒批，用的官网链接。", 1)
      .say("乙", "2026-05-04", "Ink 被拒，理由是超了 5/24，我现在 6/24。", 1);
  story.written_by([&](const BatchInput& input) {
    Append entry{.section = "deals", .text = "Ink有人秒批,也有人因超了5/24被拒。", .floors = {Floor{2}, Floor{3}}};
    entry.evidence = {{.floor = Floor{2}, .quote = "秒批,用的官网链接"}, {.floor = Floor{3}, .quote = "Ink 被拒"}};
    return Draft{.operations = with_deals(input, {entry})};
  });
  story.digest();
  const auto ink = story.offer("Ink");
  ASSERT_TRUE(ink);
  EXPECT_EQ(ink->data_points.success, std::vector<Floor>{Floor{2}});
  EXPECT_EQ(ink->data_points.failure, std::vector<Floor>{Floor{3}});
  EXPECT_TRUE(story.faults().empty()) << story.faults().front();
}

}  // namespace
}  // namespace gailou::llm
