#include "digest/compose/correct.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/compose/append.h"
#include "digest/compose/extract.h"
#include "digest/compose/judge.h"
#include "tests/support/digests.h"

namespace gailou::digest {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using tests::floors_of;

Body lines_of(const std::vector<std::string>& lines, Block::Kind kind = Block::Kind::paragraph) {
  Body body;
  for (const auto& line : lines) body.blocks.push_back({.kind = kind, .spans = {{.text = line}}});
  return body;
}

/// A thread of one author's floors, digested once by the offline engine, then changed.
class Corrections : public testing::Test {
 protected:
  /// Floors from 1 on, digested as revision 1.
  void digest(const std::vector<Body>& floors) {
    auto input = tests::batch_of(1, {});
    input.title = "某卡怎么样";
    for (const auto& body : floors) {
      auto post = tests::post_of(std::ssize(posts_) + 1, "作者" + std::to_string(posts_.size()), "");
      post.body = body;
      posts_.push_back(post);
    }
    input.posts = posts_;
    const auto step = append(input, judge(input, extract(input)));
    EXPECT_THAT(step_faults(input, step), IsEmpty());
    entries_ = step.entries;
    summary_ = *step.summary;
  }

  /// The next batch, of the edit alone.
  BatchInput edited(std::int64_t floor, const Body& now) {
    auto input = next_batch();
    auto& post = posts_[static_cast<std::size_t>(floor - 1)];
    input.edits = {{.floor = Floor{floor}, .before = post.body}};
    post.body = now;
    input.context = posts_;
    return input;
  }

  BatchInput next_batch() {
    auto input = tests::batch_of(2, {});
    input.title = "某卡怎么样";
    input.next_seq = EntrySeq{std::ssize(entries_) + 1};
    input.similar = entries_;
    input.summary = summary_;
    input.context = posts_;
    return input;
  }

  /// What is written of it, every gate met.
  std::vector<Entry> written(const BatchInput& input) {
    const auto judged = judge(input, extract(input));
    for (const auto& refusal : judged.refused) ADD_FAILURE() << refusal.gate << " " << refusal.what;
    step_ = append(input, judged);
    EXPECT_THAT(step_faults(input, step_), IsEmpty());
    for (const auto& entry : step_.entries) {
      EXPECT_EQ(entry.marker.kind, Marker::Kind::corrected);
      EXPECT_THAT(entry.floors, IsEmpty());
      EXPECT_THAT(entry.evidence, Not(IsEmpty()));
    }
    return step_.entries;
  }

  static std::vector<std::string> texts_of(const std::vector<Entry>& entries) {
    std::vector<std::string> texts;
    for (const auto& entry : entries) texts.push_back(entry.text);
    return texts;
  }

  std::vector<Post> posts_{};
  std::vector<Entry> entries_{};
  Summary summary_{};
  Step step_{};
};

TEST_F(Corrections, another_figure_is_told_with_before_and_after) {
  digest({tests::body_of("这张卡的年费是 $95，开卡送 75000 点。")});
  ASSERT_THAT(entries_, SizeIs(1));
  const auto written_now = written(edited(1, tests::body_of("这张卡的年费是 $150，开卡送 75000 点。")));
  ASSERT_THAT(written_now, SizeIs(1));
  const auto& entry = written_now[0];
  EXPECT_EQ(to_string(entry.marker), "更正#1");
  EXPECT_EQ(entry.text, "原为“这张卡的年费是 $95”，现改为“这张卡的年费是 $150”。");
  EXPECT_EQ(entry.section, entries_[0].section);
  EXPECT_EQ(entry.cites, floors_of({1}));
  EXPECT_THAT(entry.links, ElementsAre(Link{.rel = Link::Rel::updates, .entry = "e1"}));
  EXPECT_EQ(entry.rev, Revision{2});
}

TEST_F(Corrections, its_evidence_is_of_the_new_text) {
  digest({tests::body_of("这张卡的年费是 $95，开卡送 75000 点。")});
  const auto written_now = written(edited(1, tests::body_of("这张卡的年费是 $150，开卡送 75000 点。")));
  ASSERT_THAT(written_now, SizeIs(1));
  for (const auto& piece : written_now[0].evidence) EXPECT_THAT(piece.quote, HasSubstr("$150"));
}

TEST_F(Corrections, typing_errors_formatting_and_politeness_are_silent) {
  const std::string before = "这张卡的年费是 $95，帐号满 90 天可以升级。客服态度不错。";
  for (const std::string after : {"这张卡的年费是 $95，账号满 90 天可以升级。客服态度不错。",
                                  "这张卡的年费是$95, 帐号满90天可以升级!客服态度不错",
                                  "客服态度不错。这张卡的年费是 $95，帐号满 90 天可以升级。",
                                  "这张卡的年费是 $95，帐号满 90 天可以升级。客服态度不错。谢谢大家！",
                                  "这张卡的年费是 $95\n帐号满 90 天可以升级。\n\n客服态度不错。"}) {
    posts_.clear();
    digest({tests::body_of(before)});
    EXPECT_THAT(written(edited(1, tests::body_of(after))), IsEmpty()) << after;
    EXPECT_TRUE(says_nothing(step_)) << after;
  }
}

TEST_F(Corrections, a_sentence_parted_at_its_comma_is_no_change) {
  digest({tests::body_of("我的 4090 跑 Qwen 32B 量化模型每秒 38 个词，温度稳定在 72 度。")});
  EXPECT_THAT(written(edited(1, tests::body_of("我的4090跑 Qwen 32B 量化模型，每秒38个词；温度稳定在72度！"))),
              IsEmpty());
}

TEST_F(Corrections, a_negation_is_told) {
  digest({tests::body_of("持卡人可以把点数转给家人，每年上限 100000 点，系统自动结算。")});
  const auto texts =
      texts_of(written(edited(1, tests::body_of("持卡人不可以把点数转给家人，每年上限 100000 点，系统自动结算。"))));
  ASSERT_THAT(texts, SizeIs(1));
  EXPECT_THAT(texts[0], AllOf(HasSubstr("原为“持卡人可以"), HasSubstr("现改为“持卡人不可以")));
}

TEST_F(Corrections, a_sentence_that_an_entry_took_and_is_gone_is_told) {
  digest({tests::body_of("这张卡的年费是 $95。第一年的年费可以申请豁免。")});
  const auto texts = texts_of(written(edited(1, tests::body_of("这张卡的年费是 $95。"))));
  EXPECT_THAT(texts, ElementsAre("原有的“第一年的年费可以申请豁免”已从楼中删去。"));
}

TEST_F(Corrections, a_new_sentence_of_substance_is_told) {
  digest({tests::body_of("这张卡的年费是 $95，开卡送 75000 点。")});
  const auto texts = texts_of(
      written(edited(1, tests::body_of("这张卡的年费是 $95，开卡送 75000 点。90 天内要有两笔各 $500 的 DD 才算数。"))));
  EXPECT_THAT(texts, ElementsAre("现补充：90 天内要有两笔各 $500 的 DD 才算数。"));
}

TEST_F(Corrections, what_another_floor_told_already_is_not_added_again) {
  digest({tests::body_of("这张卡的年费是 $95，开卡送 75000 点。"),
          tests::body_of("补一句：90 天内要有两笔各 $500 的 DD 才算数。")});
  const auto now = tests::body_of("这张卡的年费是 $95，开卡送 75000 点。90 天内要有两笔各 $500 的 DD 才算数。");
  EXPECT_THAT(written(edited(1, now)), IsEmpty());
}

TEST_F(Corrections, a_list_is_compared_item_by_item) {
  const std::vector<std::string> before{"RTX 4090：显存 24 GB，满载功耗 450 瓦，建议配 850 瓦的电源",
                                        "RTX 4080：显存 16 GB，满载功耗 320 瓦，建议配 750 瓦的电源",
                                        "RX 7900：显存 20 GB，满载功耗 315 瓦，驱动装 23.12 以后的版本"};
  digest({lines_of(before, Block::Kind::item)});
  ASSERT_THAT(entries_, SizeIs(3));
  auto after = before;
  after[0] = "RTX 4090：显存 24 GB，满载功耗 480 瓦，建议配 850 瓦的电源";
  after[2] = "RX 7900：显存 20 GB，满载功耗 315 瓦，驱动装 24.1 以后的版本";
  const auto entries = written(edited(1, lines_of(after, Block::Kind::item)));
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_THAT(entries[0].text, AllOf(HasSubstr("450 瓦"), HasSubstr("480 瓦"), Not(HasSubstr("4080"))));
  EXPECT_EQ(entries[0].links[0].entry, "e1");
  EXPECT_THAT(entries[1].text, AllOf(HasSubstr("23.12"), HasSubstr("24.1")));
  EXPECT_EQ(entries[1].links[0].entry, "e3");
}

TEST_F(Corrections, an_item_that_gets_a_note_in_front_is_told) {
  const std::vector<std::string> before{"RTX 4090：显存 24 GB，满载功耗 450 瓦，建议配 850 瓦的电源",
                                        "RTX 4070：显存 12 GB，满载功耗 200 瓦，双风扇的机箱也装得下",
                                        "RX 7900：显存 20 GB，满载功耗 315 瓦，驱动装 23.12 以后的版本"};
  digest({lines_of(before, Block::Kind::item)});
  auto after = before;
  after[1] = "（已停产）" + before[1];
  const auto texts = texts_of(written(edited(1, lines_of(after, Block::Kind::item))));
  ASSERT_THAT(texts, SizeIs(1));
  EXPECT_THAT(texts[0], HasSubstr("现改为“（已停产）RTX 4070"));
}

TEST_F(Corrections, a_sentence_that_loses_its_end_is_told_as_one_change) {
  digest({tests::body_of("这张卡的年费是 $95，第一年可以豁免。")});
  EXPECT_THAT(texts_of(written(edited(1, tests::body_of("这张卡的年费是 $95。")))),
              ElementsAre("原有的“第一年可以豁免”已从楼中删去。"));
}

TEST_F(Corrections, a_long_sentence_is_cut_down_to_what_differs) {
  const std::string front =
      "RTX 4090 这块显卡：显存 24 GB 足够跑 70B 的量化模型，插槽要占三个半的位置所以小机箱装不下，满载功耗 ";
  const std::string back = " 瓦，接口只有一个 16 针的供电口，适合放在通风好的机房里长期跑。";
  digest({tests::body_of(front + "450" + back)});
  const auto texts = texts_of(written(edited(1, tests::body_of(front + "480" + back))));
  ASSERT_THAT(texts, SizeIs(1));
  EXPECT_THAT(texts[0], AllOf(HasSubstr("满载功耗 450 瓦"), HasSubstr("满载功耗 480 瓦"), Not(HasSubstr("机房"))));
}

TEST_F(Corrections, a_floor_taken_back_by_its_author_is_told_once) {
  digest({tests::body_of("这张卡的年费是 $95，开卡送 75000 点。\n第一年的年费可以申请豁免，打客服电话就行。")});
  const auto entries = written(edited(1, tests::body_of("删了，见谅")));
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries[0].text, "原文已由作者删改，现只写“删了，见谅”。");
  EXPECT_THAT(entries[0].links, SizeIs(entries_.size()));
}

TEST_F(Corrections, a_floor_of_which_nothing_was_told_stays_untold) {
  digest({tests::body_of("这张卡的年费是 $95，开卡送 75000 点。"), tests::body_of("占楼")});
  EXPECT_THAT(written(edited(2, tests::body_of("实测开卡三天就收到卡，额度 $12000，客服说下月恢复返现。"))), IsEmpty());
  EXPECT_TRUE(says_nothing(step_));
}

TEST_F(Corrections, an_entry_about_an_offer_is_left_to_its_chain) {
  digest({tests::body_of("这张卡的年费是 $95，开卡送 75000 点。")});
  entries_[0].section = "deals";
  entries_[0].deal = Deal{.offer = "某卡"};
  EXPECT_THAT(written(edited(1, tests::body_of("这张卡的年费是 $150，开卡送 75000 点，限时 $200 返现。"))), IsEmpty());
}

TEST_F(Corrections, the_last_word_on_a_matter_is_corrected_not_the_first) {
  digest({tests::body_of("这张卡的年费是 $95，开卡送 75000 点。")});
  const auto first = written(edited(1, tests::body_of("这张卡的年费是 $150，开卡送 75000 点。")));
  ASSERT_THAT(first, SizeIs(1));
  entries_.push_back(first[0]);
  auto input = edited(1, tests::body_of("这张卡的年费是 $199，开卡送 75000 点。"));
  input.revision = Revision{3};
  const auto second = written(input);
  ASSERT_THAT(second, SizeIs(1));
  EXPECT_EQ(second[0].links[0].entry, "e2");
  EXPECT_THAT(second[0].text, AllOf(HasSubstr("$150"), HasSubstr("$199"), Not(HasSubstr("$95"))));
}

TEST_F(Corrections, a_text_before_that_is_forgotten_is_not_made_up) {
  digest({tests::body_of("这张卡的年费是 $95，开卡送 75000 点。")});
  auto input = edited(1, tests::body_of("这张卡的年费是 $150，开卡送 75000 点。"));
  input.edits[0].before = {};
  for (const auto& entry : written(input)) EXPECT_THAT(entry.text, Not(HasSubstr("$95")));
}

TEST_F(Corrections, quotation_marks_within_are_single_ones) {
  digest({tests::body_of("客服说“主板最多插 96 GB 内存”，BIOS 要刷到 1654 版以后。")});
  const auto texts =
      texts_of(written(edited(1, tests::body_of("客服说“主板最多插 192 GB 内存”，BIOS 要刷到 1654 版以后。"))));
  EXPECT_THAT(texts, ElementsAre("原为“客服说‘主板最多插 96 GB 内存’”，现改为“客服说‘主板最多插 192 GB 内存’”。"));
}

TEST_F(Corrections, a_correction_does_not_read_like_what_it_corrects) {
  digest({tests::body_of("首词要等 15 秒，长文档也能用。")});
  ASSERT_THAT(entries_, SizeIs(1));
  const auto texts = texts_of(written(edited(1, tests::body_of("首词要等 40 秒，长文档也能用。"))));
  EXPECT_THAT(texts, ElementsAre("原为“首词要等 15 秒”，现改为“首词要等 40 秒”。"));
}

TEST_F(Corrections, a_rewritten_floor_is_told_anew) {
  digest({lines_of({"4090 的满载功耗是 450 瓦，机箱要够大。", "显存 24 GB，跑 70B 的量化模型足够。",
                    "驱动装 535 版本最稳，新版本会掉速。", "二手的矿卡要查一下 16 针的供电口。"})});
  const auto entries = written(edited(
      1,
      lines_of({"Mac Studio 的统一内存有 192 GB，能装下 Qwen 的大模型。", "生成速度每秒只有 9 个词，首词要等 40 秒。",
                "整机满载才 180 瓦，放在卧室里也听不到风扇。", "租云上的 A100 每小时 1.8 欧元，短期用更划算。"})));
  ASSERT_THAT(entries, Not(IsEmpty()));
  EXPECT_THAT(entries[0].text, HasSubstr("全文已改写，现称："));
  for (const auto& entry : entries) EXPECT_THAT(entry.text, Not(HasSubstr("450")));
}

TEST_F(Corrections, english_words_are_used_where_they_are_asked_for) {
  digest({tests::body_of("The annual fee of this card is $95 and the bonus is 75000 points.")});
  auto input = edited(1, tests::body_of("The annual fee of this card is $150 and the bonus is 75000 points."));
  input.settings.language = Language::en;
  EXPECT_THAT(texts_of(written(input)), ElementsAre("was “$95”, now “The annual fee of "
                                                    "this card is $150 and the bonus is 75000 points”."));
}

TEST_F(Corrections, no_more_than_eight_are_made_of_one_edit) {
  std::vector<std::string> before;
  std::vector<std::string> after;
  for (int i = 0; i < 30; ++i) {
    const auto front = "第 " + std::to_string(i) + " 家银行的开户奖励写的是 $";
    before.push_back(front + std::to_string(100 + i) + "，要求直接存款。");
    after.push_back(front + std::to_string(500 + i) + "，要求直接存款。");
  }
  digest({lines_of(before)});
  const auto entries = written(edited(1, lines_of(after)));
  EXPECT_GE(entries.size(), 1u);
  EXPECT_LE(entries.size(), 8u);
}

TEST_F(Corrections, new_floors_and_edits_stand_in_one_revision) {
  digest({tests::body_of("这张卡的年费是 $95，开卡送 75000 点。")});
  auto input = edited(1, tests::body_of("这张卡的年费是 $150，开卡送 75000 点。"));
  input.posts = {tests::post_of(2, "丁", "刚在 Costco 门口办的，当场批了 $12000 额度，卡一周寄到。")};
  const auto judged = judge(input, extract(input));
  const auto step = append(input, judged);
  EXPECT_THAT(step_faults(input, step), IsEmpty());
  ASSERT_THAT(step.entries, SizeIs(2));
  EXPECT_EQ(to_string(step.entries[0].marker), "新增#2");
  EXPECT_EQ(to_string(step.entries[1].marker), "更正#1");
}

TEST_F(Corrections, a_summary_that_rests_on_what_changed_is_written_anew) {
  digest({tests::body_of("这张卡的年费是 $95，开卡送 75000 点，我觉得很适合刚来的留学生。")});
  summary_ = {.text = "这张卡的年费是 $95，开卡送 75000 点。", .rev = Revision{1}, .cites = floors_of({1})};
  written(edited(1, tests::body_of("这张卡的年费是 $150，开卡送 75000 点，我觉得很适合刚来的留学生。")));
  ASSERT_TRUE(step_.summary);
  EXPECT_THAT(step_.summary->text, AllOf(HasSubstr("$150"), Not(HasSubstr("$95"))));
  EXPECT_EQ(step_.summary->rev, Revision{2});
}

TEST_F(Corrections, a_summary_that_still_holds_stands) {
  digest({tests::body_of("这张卡的年费是 $95，开卡送 75000 点。我是去年三月开的，信用分 700 左右。")});
  summary_ = {.text = "这张卡的年费是 $95，开卡送 75000 点。", .rev = Revision{1}, .cites = floors_of({1})};
  written(edited(1, tests::body_of("这张卡的年费是 $95，开卡送 75000 点。我是去年三月开的，信用分 760 左右。")));
  EXPECT_FALSE(step_.summary);
}

/// The floor's entries have become tombstones, and it can be read again.
class Restored : public Corrections {
 protected:
  BatchInput restored(std::int64_t floor) {
    for (auto& entry : entries_) {
      if (entry.cites != floors_of({floor})) continue;
      entry = {.seq = entry.seq,
               .section = entry.section,
               .rev = entry.rev,
               .marker = {.kind = Marker::Kind::withdrawn, .first = Floor{floor}, .last = Floor{floor}},
               .text = std::string(kTombstone),
               .floors = entry.floors};
    }
    auto input = next_batch();
    input.restored = floors_of({floor});
    return input;
  }
};

TEST_F(Restored, its_words_are_told_again_with_a_link_to_the_tombstone) {
  digest({tests::body_of("占楼"), tests::body_of("这张卡的年费是 $95，开卡送 75000 点。")});
  ASSERT_THAT(entries_, SizeIs(1));
  const auto entries = written(restored(2));
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(to_string(entries[0].marker), "更正#2");
  EXPECT_EQ(entries[0].text, "这张卡的年费是 $95，开卡送 75000 点。");
  EXPECT_THAT(entries[0].links, ElementsAre(Link{.rel = Link::Rel::updates, .entry = "e1"}));
  EXPECT_EQ(entries[0].cites, floors_of({2}));
}

TEST_F(Restored, each_tombstone_of_a_long_floor_gets_its_matter_back) {
  const std::vector<std::string> items{"RTX 4090：显存 24 GB，满载功耗 450 瓦，建议配 850 瓦的电源",
                                       "RTX 4080：显存 16 GB，满载功耗 320 瓦，建议配 750 瓦的电源",
                                       "RX 7900：显存 20 GB，满载功耗 315 瓦，驱动装 23.12 以后的版本"};
  digest({lines_of(items, Block::Kind::item)});
  ASSERT_THAT(entries_, SizeIs(3));
  for (auto& entry : entries_) entry.floors = floors_of({1});
  const auto entries = written(restored(1));
  ASSERT_THAT(entries, SizeIs(3));
  for (std::size_t i = 0; i < 3; ++i)
    EXPECT_EQ(entries[i].links[0].entry, entry_id(EntrySeq{static_cast<std::int64_t>(i) + 1}));
}

TEST_F(Restored, a_floor_that_comes_back_empty_says_nothing) {
  digest({tests::body_of("这张卡的年费是 $95，开卡送 75000 点。")});
  auto input = restored(1);
  input.context[0].body = tests::body_of("谢谢");
  EXPECT_THAT(written(input), IsEmpty());
  EXPECT_TRUE(says_nothing(step_));
}

TEST_F(Restored, a_floor_without_a_tombstone_says_nothing) {
  digest({tests::body_of("占楼")});
  EXPECT_THAT(written(restored(1)), IsEmpty());
}

TEST(CorrectionsOf, nothing_that_changed_is_nothing) {
  EXPECT_THAT(corrections(tests::second_batch(), {}), IsEmpty());
}

}  // namespace
}  // namespace gailou::digest
