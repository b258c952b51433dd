// The last look before the store: each way in which a step could break a gate, starting from steps that break none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/compose/append.h"
#include "digest/compose/extract.h"
#include "digest/compose/judge.h"
#include "tests/support/digests.h"

namespace gailou::digest {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::StartsWith;
using tests::first_batch;
using tests::floors_of;
using tests::second_batch;

Step first_step() {
  return append(first_batch(),
                judge(first_batch(), {.operations = {tests::lease_append(), Quiet{Floor{2}, Reason::meme},
                                                     tests::idle_append(), tests::lease_summary()}}));
}

Step second_step() {
  return append(second_batch(), judge(second_batch(), {.operations = {tests::rebuttal_append()}}));
}

/// Whether the bent step has a fault of that gate.
template <class Bend>
void expect_fault(const std::string& gate, const BatchInput& input, Step step, Bend bend) {
  bend(step);
  EXPECT_THAT(step_faults(input, step), Contains(StartsWith(gate + " ")));
}

TEST(StepFaults, what_judge_and_append_make_has_none) {
  EXPECT_THAT(step_faults(first_batch(), first_step()), IsEmpty());
  EXPECT_THAT(step_faults(second_batch(), second_step()), IsEmpty());
}

TEST(StepFaults, a_fault_names_gate_entry_and_what) {
  auto step = first_step();
  step.entries[0].text = "甲方租下数据中心,共33万张H100。";
  EXPECT_THAT(step_faults(first_batch(), step), testing::ElementsAre("G6 e1: number 33万 not in the cited floors"));
}

TEST(StepFaults, G1_words_are_those_of_the_schema) {
  expect_fault("G1", first_batch(), first_step(), [](Step& s) { s.entries[0].section = "misc"; });
  expect_fault("G1", first_batch(), first_step(), [](Step& s) { s.nothing_new[0].reason = Reason{99}; });
}

TEST(StepFaults, G2_cites_exist_and_are_in_order) {
  expect_fault("G2", first_batch(), first_step(), [](Step& s) { s.entries[0].cites = floors_of({1, 7}); });
  expect_fault("G2", first_batch(), first_step(), [](Step& s) { s.entries[0].cites = floors_of({1, 8}); });
  expect_fault("G2", second_batch(), second_step(), [](Step& s) { s.entries[0].cites = floors_of({4, 3}); });
  expect_fault("G2", second_batch(), second_step(), [](Step& s) { s.entries[0].cites = floors_of({3, 4, 4}); });
  expect_fault("G2", first_batch(), first_step(), [](Step& s) { s.entries[1].floors = floors_of({2, 3}); });
  expect_fault("G2", first_batch(), first_step(), [](Step& s) {
    s.entries[1].cites.clear();
    s.entries[1].evidence.clear();
    s.entries[1].floors.clear();
  });
}

TEST(StepFaults, G3_evidence_is_verbatim_cited_and_complete) {
  expect_fault("G3", first_batch(), first_step(), [](Step& s) { s.entries[1].evidence = {{Floor{3}, "指的是HFU"}}; });
  expect_fault("G3", first_batch(), first_step(), [](Step& s) {
    s.entries[1].evidence.push_back({Floor{2}, "哈哈哈"});
  });
  expect_fault("G3", second_batch(), second_step(),
               [](Step& s) { s.entries[0].evidence.erase(s.entries[0].evidence.begin()); });
}

TEST(StepFaults, G4_every_floor_is_accounted_for_once) {
  expect_fault("G4", first_batch(), first_step(), [](Step& s) { s.nothing_new.clear(); });
  expect_fault("G4", first_batch(), first_step(), [](Step& s) {
    s.nothing_new.push_back({Floor{3}, Reason::too_short});
  });
  expect_fault("G4", first_batch(), first_step(), [](Step& s) { s.nothing_new.push_back(s.nothing_new[0]); });
  expect_fault("G4", first_batch(), first_step(), [](Step& s) { s.nothing_new.push_back({Floor{8}, Reason::thanks}); });
  expect_fault("G4", second_batch(), second_step(), [](Step& s) {
    s.entries[0].floors = floors_of({3, 4});
    s.entries[0].marker = {.kind = Marker::Kind::added, .first = Floor{3}, .last = Floor{4}};
  });
}

TEST(StepFaults, G5_an_engines_step_withdraws_nothing) {
  expect_fault("G5", first_batch(), first_step(), [](Step& s) { s.tombstones = s.entries; });
}

TEST(StepFaults, G7_G13_G14_texts_are_whole_bounded_and_clean) {
  expect_fault("G7", first_batch(), first_step(),
               [](Step& s) { s.entries[0].text = "甲方租下数据中心(共22万张H100。"; });
  expect_fault("G13", first_batch(), first_step(), [](Step& s) { s.entries[0].text = "租下。"; });
  expect_fault("G14", first_batch(), first_step(), [](Step& s) { s.entries[0].text = "甲: 租下整个数据中心。"; });
}

TEST(StepFaults, G8_markers_agree_with_revision_and_floors) {
  const auto marked = [](std::int64_t first, std::int64_t last, Marker::Kind kind = Marker::Kind::added) {
    return [=](Step& s) { s.entries[0].marker = {.kind = kind, .first = Floor{first}, .last = Floor{last}}; };
  };
  expect_fault("G8", second_batch(), second_step(), marked(3, 3));
  expect_fault("G8", second_batch(), second_step(), marked(4, 5));
  expect_fault("G15", second_batch(), second_step(), marked(4, 4, Marker::Kind::corrected));
  expect_fault("G8", second_batch(), second_step(), [](Step& s) { s.entries[0].marker = {}; });
  expect_fault("G8", second_batch(), second_step(), [](Step& s) { s.entries[0].floors.clear(); });
  expect_fault("G8", first_batch(), first_step(), marked(1, 1));
  expect_fault("G8", first_batch(), first_step(), [](Step& s) { s.entries[1].text = "11%指的是MFU,见#1。"; });
}

TEST(StepFaults, G10_ids_revisions_and_time_go_on_from_what_stands) {
  expect_fault("G10", first_batch(), first_step(), [](Step& s) { s.entries[1].seq = EntrySeq{1}; });
  expect_fault("G10", first_batch(), first_step(), [](Step& s) { s.entries[0].seq = EntrySeq{5}; });
  expect_fault("G10", first_batch(), first_step(), [](Step& s) { s.entries[0].rev = Revision{2}; });
  expect_fault("G10", first_batch(), first_step(), [](Step& s) { s.revision = Revision{2}; });
  expect_fault("G10", first_batch(), first_step(), [](Step& s) { s.generated_at -= Duration{1}; });
}

TEST(StepFaults, G11_an_empty_batch_changes_nothing) {
  auto input = second_batch();
  input.posts.clear();
  EXPECT_THAT(step_faults(input, append(input, judge(input, {}))), IsEmpty());
  expect_fault("G11", input, append(input, {}), [](Step& s) { s.entries = second_step().entries; });
  expect_fault("G11", input, append(input, {}), [](Step& s) {
    s.summary = Summary{.text = "甲方租下了整个数据中心。", .rev = Revision{2}, .cites = floors_of({1})};
  });
}

TEST(StepFaults, G12_a_summary_is_there_and_rests_on_what_it_cites) {
  expect_fault("G12", first_batch(), first_step(), [](Step& s) { s.summary.reset(); });
  expect_fault("G12", first_batch(), first_step(), [](Step& s) { s.summary->rev = Revision{2}; });
  expect_fault("G12", first_batch(), first_step(),
               [](Step& s) { s.summary->text = "甲方租下数据中心,共44万张H100。"; });
  expect_fault("G12", first_batch(), first_step(), [](Step& s) { s.summary->cites = floors_of({8}); });
  expect_fault("G12", second_batch(), second_step(), [](Step& s) {
    s.summary = Summary{.text = tests::lease_summary().text, .rev = Revision{2}, .cites = floors_of({1})};
  });
}

TEST(StepFaults, G15_links_lead_back) {
  const auto linked = [](const std::string& id) {
    return [=](Step& s) { s.entries[0].links = {{.rel = Link::Rel::repeats, .entry = id}}; };
  };
  expect_fault("G15", first_batch(), first_step(), linked("e1"));
  expect_fault("G15", first_batch(), first_step(), linked("e2"));
  expect_fault("G15", second_batch(), second_step(), linked("e9"));
  auto step = first_step();
  step.entries[1].links = {{.rel = Link::Rel::repeats, .entry = "e1"}};
  EXPECT_THAT(step_faults(first_batch(), step), IsEmpty());
}

TEST(StepFaults, a_step_without_words_can_be_written_whatever_the_title) {
  std::string endless;
  for (int i = 0; i < 5000; ++i) endless += "长标题 H100 ";
  for (const std::string& title :
       {std::string(), std::string("？"), std::string("a(b[c「"), std::string("\"引号\" “一半"), std::string("…"),
        std::string("#3 楼说的 (#4)"), std::string("22万张H100：甲: 50–60亿"),
        std::string("<b>x</b> &amp; /uploads/x.png"), std::string("a\u202eb\u0085c\ufffd\n\x01"),
        std::string("新增#3："), std::string("结尾逗号,"), std::string("👨‍👩‍👧 ✅"), endless,
        std::string(300'000, 'a'), std::string(5000, '1'), std::string("1,000,000,150K – 3m")}) {
    auto input = first_batch();
    input.title = title;
    EXPECT_THAT(step_faults(input, append(input, judge(input, {}))), IsEmpty()) << title.substr(0, 60);
  }
}

}  // namespace
}  // namespace gailou::digest
