#include "digest/compose/judge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/digests.h"

namespace gailou::digest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using tests::append_of;
using tests::first_batch;
using tests::floors_of;
using tests::idle_append;
using tests::lease_append;
using tests::rebuttal_append;
using tests::second_batch;

/// "append 1 | quiet 2 other | summary": what was accepted, in order.
std::vector<std::string> told(const Judged& judged) {
  std::vector<std::string> out;
  for (const Operation& operation : judged.accepted) {
    if (const auto* append = std::get_if<Append>(&operation)) {
      std::string line = "append";
      for (const Floor floor : append->floors) line += " " + std::to_string(floor.value);
      out.push_back(line);
    } else if (const auto* quiet = std::get_if<Quiet>(&operation)) {
      out.push_back("quiet " + std::to_string(quiet->floor.value) + " " + std::string(name_of(quiet->reason)));
    } else {
      out.emplace_back("summary");
    }
  }
  return out;
}

std::vector<std::string> gates(const Judged& judged) {
  std::vector<std::string> out;
  for (const Refusal& refusal : judged.refused) out.push_back(refusal.gate);
  return out;
}

/// The gates that an Append alone breaks.
std::vector<std::string> gates_of(const BatchInput& input, const Append& append) {
  return gates(judge(input, {.operations = {append}}));
}

Append with_text(Append append, const std::string& text) {
  append.text = text;
  return append;
}

Append lease_with(const std::string& text) {
  return with_text(lease_append(), text);
}
Append idle_with(const std::string& text) {
  return with_text(idle_append(), text);
}

TEST(Judge, a_good_draft_is_accepted_as_it_is) {
  const auto judged =
      judge(first_batch(),
            {.operations = {lease_append(), Quiet{Floor{2}, Reason::meme}, idle_append(), tests::lease_summary()}});
  EXPECT_THAT(judged.refused, IsEmpty());
  EXPECT_THAT(told(judged), ElementsAre("append 1", "quiet 2 meme", "append 3", "summary"));
}

TEST(Judge, a_later_batch_may_rest_on_its_context) {
  const auto judged = judge(second_batch(), {.operations = {rebuttal_append()}});
  EXPECT_THAT(judged.refused, IsEmpty());
  EXPECT_THAT(told(judged), ElementsAre("append 4", "quiet 5 other"));
}

TEST(Judge, what_nobody_accounts_for_is_quiet) {
  EXPECT_THAT(told(judge(first_batch(), {})), ElementsAre("quiet 1 other", "quiet 2 other", "quiet 3 other"));
}

TEST(Judge, G1_an_unknown_section_is_refused) {
  auto append = lease_append();
  append.section = "misc";
  EXPECT_THAT(gates_of(first_batch(), append), ElementsAre("G1"));
}

TEST(Judge, G1_deleted_is_not_a_reason_an_engine_may_give) {
  const auto judged = judge(first_batch(), {.operations = {Quiet{Floor{2}, Reason::deleted}}});
  EXPECT_THAT(gates(judged), ElementsAre("G1"));
  EXPECT_THAT(told(judged), ElementsAre("quiet 1 other", "quiet 2 other", "quiet 3 other"));
}

TEST(Judge, G2_a_hole_or_a_future_floor_is_not_cited) {
  for (const std::int64_t floor : {7, 8, 99}) {
    auto append = lease_append();
    append.evidence.push_back({Floor{floor}, "谢谢楼主分享"});
    EXPECT_THAT(gates_of(first_batch(), append), ElementsAre("G2")) << floor;
  }
}

TEST(Judge, G2_a_floor_that_is_not_visible_is_not_cited) {
  auto input = first_batch();
  input.posts[2].state = PostState::hidden;
  EXPECT_THAT(gates_of(input, idle_append()), ElementsAre("G2"));
}

TEST(Judge, G2_an_entry_rests_on_something) {
  auto append = idle_append();
  append.evidence.clear();
  EXPECT_THAT(gates_of(first_batch(), append), ElementsAre("G2"));
}

TEST(Judge, G2_an_entry_rests_on_the_batch_not_on_its_context_alone) {
  auto append = idle_append();
  append.floors.clear();
  EXPECT_THAT(gates_of(second_batch(), append), ElementsAre("G2"));
}

TEST(Judge, G2_an_entry_accounts_only_for_floors_that_it_cites) {
  auto append = lease_append();
  append.floors = floors_of({1, 2});
  EXPECT_THAT(gates_of(first_batch(), append), ElementsAre("G2"));
}

TEST(Judge, G3_a_quote_is_verbatim) {
  auto append = idle_append();
  append.evidence = {{Floor{3}, "指的是HFU"}};
  EXPECT_THAT(gates_of(first_batch(), append), ElementsAre("G3"));
}

TEST(Judge, G3_blanks_widths_and_quotation_marks_are_the_same_in_a_quote) {
  auto append = lease_append();
  append.evidence = {{Floor{1}, "合计　２２０，０００ 张\nH１００"}};
  EXPECT_THAT(gates_of(first_batch(), append), IsEmpty());
}

TEST(Judge, G3_a_quote_has_four_characters_or_is_the_whole_floor) {
  auto input = first_batch();
  const auto quoting = [](const std::string& quote) {
    return append_of("latest", "有人只说了一句很好。", {2}, {{Floor{2}, quote}});
  };
  EXPECT_THAT(gates_of(input, quoting("哈哈")), ElementsAre("G3"));
  EXPECT_THAT(gates_of(input, quoting("")), ElementsAre("G3"));
  EXPECT_THAT(gates_of(input, quoting("哈哈哈")), IsEmpty());
}

TEST(Judge, G4_an_old_floor_is_not_accounted_for_again) {
  auto append = rebuttal_append();
  append.floors = floors_of({3, 4});
  EXPECT_THAT(gates_of(second_batch(), append), ElementsAre("G4"));
}

TEST(Judge, G4_a_floor_is_quiet_once_and_only_if_it_is_in_the_batch) {
  const auto judged = judge(
      first_batch(),
      {.operations = {Quiet{Floor{2}, Reason::meme}, Quiet{Floor{2}, Reason::thanks}, Quiet{Floor{9}, Reason::meme}}});
  EXPECT_THAT(gates(judged), ElementsAre("G4", "G4"));
  EXPECT_THAT(told(judged), ElementsAre("quiet 2 meme", "quiet 1 other", "quiet 3 other"));
}

TEST(Judge, G4_of_an_entry_and_a_quiet_the_entry_wins) {
  const auto judged = judge(first_batch(), {.operations = {Quiet{Floor{3}, Reason::meme}, idle_append()}});
  EXPECT_THAT(gates(judged), ElementsAre("G4"));
  EXPECT_THAT(told(judged), ElementsAre("append 3", "quiet 1 other", "quiet 2 other"));
}

TEST(Judge, G4_of_two_entries_the_first_accounts_for_the_floor) {
  const auto other = append_of("key", "甲方每年付50–60亿美元。", {1}, {{Floor{1}, "年费 $5–6 billion"}});
  const auto judged = judge(first_batch(), {.operations = {lease_append(), other}});
  EXPECT_THAT(judged.refused, IsEmpty());
  EXPECT_THAT(told(judged), ElementsAre("append 1", "append", "quiet 2 other", "quiet 3 other"));
}

TEST(Judge, an_entry_without_floors_accounts_for_what_nobody_else_does) {
  auto first = lease_append();
  first.floors.clear();
  const auto judged = judge(first_batch(), {.operations = {first}});
  EXPECT_THAT(told(judged), ElementsAre("append 1", "quiet 2 other", "quiet 3 other"));
  auto later = rebuttal_append();
  later.floors.clear();
  EXPECT_THAT(told(judge(second_batch(), {.operations = {later}})), ElementsAre("append 4", "quiet 5 other"));
}

TEST(Judge, G6_figures_and_names_stand_in_the_cited_floors) {
  for (const std::string text :
       {"甲方租下数据中心,共33万张H100。", "甲方租下数据中心,共22亿张H100。", "甲方向Oracle租下数据中心,共22万张H100。",
        "甲方租下数据中心,共22万张H200。", "甲方租下数据中心,由allreduce优化。"}) {
    EXPECT_THAT(gates_of(first_batch(), lease_with(text)), ElementsAre("G6")) << text;
  }
}

TEST(Judge, G6_a_figure_that_only_a_context_floor_holds_needs_its_cite) {
  const auto append = append_of("latest", "有人说11%不成立。", {4}, {{Floor{4}, "不成立的"}});
  EXPECT_THAT(gates_of(second_batch(), append), ElementsAre("G6"));
}

TEST(Judge, G6_title_and_authors_of_cited_floors_are_sources_too) {
  auto input = first_batch();
  input.title = "Colossus 1 的 300 兆瓦";
  input.posts[0].author = "Ss004";
  EXPECT_THAT(gates_of(input, lease_with("Ss004称甲方租下Colossus1,共300MW。")), IsEmpty());
  EXPECT_THAT(gates_of(input, idle_with("Ss004称11%指的是MFU。")), ElementsAre("G6"));
}

TEST(Judge, G6_how_many_speak_may_be_counted) {
  auto input = second_batch();
  const auto both = [](const std::string& text) {
    return append_of("disputes", text, {4, 5},
                     {{Floor{3}, "利用率只有11%"}, {Floor{4}, "不成立的,混合"}, {Floor{5}, "全部涨价"}});
  };
  EXPECT_THAT(gates_of(input, both("3人说法不同。")), IsEmpty());
  EXPECT_THAT(gates_of(input, both("4人说法不同。")), ElementsAre("G6"));
  EXPECT_THAT(gates_of(input, both("3天内说法不同。")), ElementsAre("G6"));
  input.context[1].author = input.posts[0].author;
  EXPECT_THAT(gates_of(input, both("2人说法不同。")), IsEmpty());
}

TEST(Judge, G7_a_text_is_whole) {
  for (const std::string text : {"甲方租下数据中心(共22万张H100。", "甲方租下数据中心,共22万张H100(#",
                                 "甲方租下数据中心,共22万张", "甲方租下数据中心,共22万张……"}) {
    EXPECT_THAT(gates_of(first_batch(), lease_with(text)), ElementsAre("G7")) << text;
  }
}

TEST(Judge, G8_prose_names_only_floors_that_are_cited_or_linked) {
  auto append = idle_with("11%指的是MFU,见#1。");
  EXPECT_THAT(gates_of(first_batch(), append), ElementsAre("G8"));
  append.links = {{.rel = Link::Rel::answers, .floor = Floor{1}}};
  EXPECT_THAT(gates_of(first_batch(), append), IsEmpty());
  EXPECT_THAT(gates_of(first_batch(), idle_with("11%指的是MFU,见#99999999999999999999。")), ElementsAre("G8"));
}

TEST(Judge, G8_markers_and_citations_are_not_the_engines_to_write) {
  for (const std::string text : {"新增#3：11%指的是MFU。", "11%指的是MFU(#3)。", "更正＃3：11%指的是MFU。"}) {
    EXPECT_THAT(gates_of(first_batch(), idle_with(text)), ElementsAre("G8")) << text;
  }
}

TEST(Judge, G13_length_is_bounded_in_units_and_in_characters) {
  std::string many;
  for (int i = 0; i < 30; ++i) many += "指的是机器闲着";
  EXPECT_THAT(gates_of(first_batch(), idle_with(many + "。")), ElementsAre("G13"));
  EXPECT_THAT(gates_of(first_batch(), idle_with("说的。")), ElementsAre("G13"));
  EXPECT_THAT(gates_of(first_batch(), idle_with("指的是机器" + std::string(100'000, 'a') + "。")), ElementsAre("G13"));
}

TEST(Judge, G14_a_text_is_clean) {
  for (const std::string text :
       {"指的是MFU /uploads/short-url/x.png。", "<b>11%</b>指的是MFU。", "11%指的是MFU\xef\xbf\xbd。",
        "11%指的是\nMFU。", "11%指的是\u202eMFU。", "11%指的是MFU&amp;其他。", "11%指的是\u009bMFU。"}) {
    EXPECT_THAT(gates_of(first_batch(), idle_with(text)), ElementsAre("G14")) << text;
  }
}

TEST(Judge, G14_no_authors_name_stands_in_front) {
  const auto quoting = idle_with("老王: 11%指的是MFU。");
  auto input = first_batch();
  EXPECT_THAT(gates_of(input, quoting), IsEmpty());
  input.authors = {"老王"};
  EXPECT_THAT(gates_of(input, quoting), ElementsAre("G14"));
  EXPECT_THAT(gates_of(input, idle_with("甲：11%指的是MFU。")), ElementsAre("G14"));
}

TEST(Judge, G15_a_link_that_leads_nowhere_is_dropped_alone) {
  auto append = rebuttal_append();
  const Link bad[] = {{.rel = Link::Rel::repeats, .entry = "e3"},
                      {.rel = Link::Rel::repeats, .entry = "e02"},
                      {.rel = Link::Rel::repeats, .entry = "nonsense"},
                      {.rel = Link::Rel::repeats, .floor = Floor{99}},
                      {.rel = Link::Rel{9}, .entry = "e1"},
                      {.rel = Link::Rel::repeats}};
  append.links.insert(append.links.end(), std::begin(bad), std::end(bad));
  const auto judged = judge(second_batch(), {.operations = {append}});
  EXPECT_THAT(gates(judged), ElementsAre("G15", "G15", "G15", "G15", "G15", "G15"));
  ASSERT_THAT(told(judged), ElementsAre("append 4", "quiet 5 other"));
  EXPECT_EQ(std::get<Append>(judged.accepted[0]).links, rebuttal_append().links);
}

TEST(Judge, G15_a_correction_leads_to_the_entry_that_it_corrects) {
  auto drafted = rebuttal_append();
  drafted.corrects = Floor{3};
  EXPECT_THAT(gates_of(second_batch(), drafted), ElementsAre("G15"));
  drafted.links.push_back({.rel = Link::Rel::updates, .entry = "e2"});
  EXPECT_THAT(gates_of(second_batch(), drafted), IsEmpty());
}

TEST(Judge, G8_a_correction_names_a_floor_that_it_or_its_target_cites) {
  auto input = second_batch();
  auto drafted = rebuttal_append();
  drafted.corrects = Floor{1};
  drafted.links.push_back({.rel = Link::Rel::updates, .entry = "e2"});
  EXPECT_THAT(gates_of(input, drafted), ElementsAre("G8"));
  const Entry target{
      .seq = EntrySeq{2}, .section = "key", .rev = Revision{1}, .text = "数据中心全部租出。", .cites = {Floor{1}}};
  input.similar = {target};
  EXPECT_THAT(gates_of(input, drafted), IsEmpty());
  input.similar.clear();
  input.recent = {target};
  EXPECT_THAT(gates_of(input, drafted), IsEmpty());
}

TEST(Judge, G8_nothing_is_corrected_in_the_first_revision) {
  auto drafted = lease_append();
  drafted.corrects = Floor{1};
  EXPECT_THAT(gates_of(first_batch(), drafted), ElementsAre("G8"));
}

TEST(Judge, a_repeat_of_a_live_entry_is_quiet) {
  auto input = second_batch();
  input.similar = {
      {.seq = EntrySeq{2}, .section = "key", .rev = Revision{1}, .text = "混合架构可分开使用，15万张H100足够！"}};
  const auto judged = judge(input, {.operations = {rebuttal_append()}});
  EXPECT_THAT(gates(judged), ElementsAre("repeat"));
  EXPECT_THAT(told(judged), ElementsAre("quiet 4 duplicate", "quiet 5 other"));
}

TEST(Judge, a_withdrawn_entry_is_not_repeated) {
  auto input = second_batch();
  input.similar = {{.seq = EntrySeq{2},
                    .marker = {.kind = Marker::Kind::withdrawn, .first = Floor{3}, .last = Floor{3}},
                    .text = rebuttal_append().text}};
  EXPECT_THAT(gates_of(input, rebuttal_append()), IsEmpty());
}

TEST(Judge, a_repeat_within_the_draft_is_quiet_unless_an_entry_accounts_for_its_floor) {
  auto again = lease_append();
  again.section = "latest";
  const auto judged = judge(first_batch(), {.operations = {lease_append(), again, idle_append()}});
  EXPECT_THAT(gates(judged), ElementsAre("repeat"));
  EXPECT_THAT(told(judged), ElementsAre("append 1", "append 3", "quiet 2 other"));
}

TEST(Judge, a_short_text_may_be_contained_in_a_longer_one) {
  auto input = first_batch();
  input.similar = {{.seq = EntrySeq{1}, .text = "有人称训练时MFU只有11%，推理没问题，机器一直开着。"}};
  EXPECT_THAT(gates_of(input, idle_with("MFU只有11%。")), IsEmpty());
}

TEST(Judge, G12_a_summary_rests_on_what_it_cites) {
  const auto summary_gates = [](const std::string& text, std::vector<Floor> cites) {
    return gates(judge(first_batch(), {.operations = {Summarise{.text = text, .cites = std::move(cites)}}}));
  };
  EXPECT_THAT(summary_gates("甲方租下整个数据中心,共44万张H100。", floors_of({1})), ElementsAre("G12"));
  EXPECT_THAT(summary_gates("甲方租下整个数据中心,共22万张H100。", floors_of({3})), ElementsAre("G12"));
  EXPECT_THAT(summary_gates("甲方租下整个数据中心,共22万张H100。", floors_of({1, 9})), ElementsAre("G12"));
  EXPECT_THAT(summary_gates("甲方租下整个数据中心。", {}), ElementsAre("G12"));
  EXPECT_THAT(summary_gates("租下了。", floors_of({1})), ElementsAre("G12"));
  EXPECT_THAT(summary_gates("甲方租下整个数据中心,共22万张", floors_of({1})), ElementsAre("G7"));
  EXPECT_THAT(summary_gates("<i>甲方</i>租下整个数据中心。", floors_of({1})), ElementsAre("G14"));
  EXPECT_THAT(summary_gates("甲方租下整个数据中心,共22万张H100。", floors_of({3, 1, 3})), IsEmpty());
}

TEST(Judge, G12_an_authors_name_is_no_source_of_a_summary) {
  auto input = first_batch();
  input.posts[0].author = "Ss004";
  const Summarise summary{.text = "Ss004称甲方租下整个数据中心。", .cites = floors_of({1})};
  EXPECT_THAT(gates(judge(input, {.operations = {summary}})), ElementsAre("G12"));
}

TEST(Judge, only_one_summary_is_written) {
  const auto judged = judge(first_batch(), {.operations = {tests::lease_summary(), tests::lease_summary()}});
  EXPECT_THAT(gates(judged), ElementsAre("G12"));
}

TEST(Judge, G11_an_empty_batch_writes_nothing) {
  auto input = second_batch();
  input.posts.clear();
  const auto judged =
      judge(input, {.operations = {idle_append(), tests::lease_summary(), Quiet{Floor{3}, Reason::meme}}});
  EXPECT_THAT(gates(judged), ElementsAre("G2", "G4", "G11"));
  EXPECT_THAT(judged.accepted, IsEmpty());
}

TEST(Judge, a_refusal_names_operation_and_fault) {
  const auto judged = judge(
      first_batch(), {.operations = {Quiet{Floor{2}, Reason::meme}, lease_with("甲方租下数据中心,共33万张H100。")}});
  ASSERT_EQ(judged.refused.size(), 1U);
  EXPECT_EQ(judged.refused[0].operation, 1U);
  EXPECT_EQ(judged.refused[0].what, "number 33万 not in the cited floors");
}

}  // namespace
}  // namespace gailou::digest
