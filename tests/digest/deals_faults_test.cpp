// The gates of entries with a deal: each way in which one could break, starting from a chain that breaks none.
#include <gtest/gtest.h>

#include "digest/compose/judge.h"
#include "digest/deals/faults.h"
#include "digest/text/plain.h"

namespace gailou::digest {
namespace {

Post floor_of(std::int64_t number, const std::string& author, const std::string& day, const std::string& text) {
  Post post;
  post.id = PostId{number};
  post.floor = Floor{number};
  post.author = author;
  post.created_at = *parse_iso(day + "T17:00:00Z");
  post.body = parse_plain(text, {});
  return post;
}

/// The second batch of a thread whose first floor opened an offer in e1.
BatchInput bank_batch() {
  BatchInput input{.source = "t",
                   .title = "甲银行开户",
                   .revision = Revision{2},
                   .taken_at = from_ms(1'780'000'000'000),
                   .next_seq = EntrySeq{2},
                   .posts = {floor_of(2, "乙", "2026-05-05", "成功 DP：DD 后第 8 天到账。"),
                             floor_of(3, "丙", "2026-05-06", "我没拿到，客服说名下有旧账户不算新户。"),
                             floor_of(4, "丁", "2026-05-07", "链接挂了，截止日改到 Memorial Day 也没用。")},
                   .context = {floor_of(1, "甲", "2026-05-04", "甲银行新户开户送 $300，DD 一笔 $500，截止日 6/15。")}};
  input.settings.zone = "America/Los_Angeles";
  input.summary = {.text = "甲银行给新户开户奖励，送 $300。", .rev = Revision{1}, .cites = {Floor{1}}};
  Entry opened{.seq = EntrySeq{1},
               .section = "deals",
               .rev = Revision{1},
               .text = "甲银行新户送 $300，要一笔 $500 的 DD，6/15 截止。",
               .cites = {Floor{1}},
               .floors = {Floor{1}},
               .evidence = {{.floor = Floor{1}, .quote = "开户送 $300"}},
               .deal = Deal{.offer = "甲银行开户", .amount = "$300", .terms = {"DD 一笔 $500"}, .ends = "2026-06-15"}};
  input.offers = {{.state = *opened.deal, .entries = {EntrySeq{1}}, .floors = {Floor{1}}}};
  input.similar = {std::move(opened)};
  return input;
}

Entry report() {
  return Entry{.seq = EntrySeq{2},
               .section = "deals",
               .rev = Revision{2},
               .marker = {.kind = Marker::Kind::added, .first = Floor{2}, .last = Floor{2}},
               .text = "甲银行开户有人成功，8 天到账。",
               .cites = {Floor{2}},
               .floors = {Floor{2}},
               .links = {{.rel = Link::Rel::updates, .entry = "e1"}},
               .evidence = {{.floor = Floor{2}, .quote = "成功 DP"}},
               .deal = Deal{.offer = "甲银行开户", .data_points = {.success = {Floor{2}}}}};
}

Entry death() {
  auto entry = report();
  entry.marker = {.kind = Marker::Kind::corrected, .first = Floor{4}, .last = Floor{4}};
  entry.text = "甲银行开户已失效，链接挂了。";
  entry.cites = {Floor{4}};
  entry.floors = {Floor{4}};
  entry.evidence = {{.floor = Floor{4}, .quote = "链接挂了"}};
  entry.deal = Deal{.offer = "甲银行 开户", .status = DealStatus::expired};
  return entry;
}

std::string faults_of(const Entry& entry) {
  const auto input = bank_batch();
  const KnownFloors floors(input);
  std::string all;
  for (const auto& fault : OfferChains(input).faults(floors, entry))
    all += std::string(fault.gate) + " " + fault.what + "\n";
  return all;
}

/// The bent entry breaks that gate.
template <class Bend>
void expect_gate(const std::string& gate, Entry entry, Bend bend) {
  bend(entry);
  EXPECT_NE(faults_of(entry).find(gate + " "), std::string::npos) << faults_of(entry);
}

TEST(DealFaults, a_good_chain_has_none) {
  EXPECT_EQ(faults_of(report()), "");
  EXPECT_EQ(faults_of(death()), "");
}

TEST(DealFaults, the_shape_is_the_schemas) {
  expect_gate("G1", report(), [](Entry& e) { e.section = "latest"; });
  expect_gate("G1", report(), [](Entry& e) { e.deal->offer = ""; });
  expect_gate("G1", report(), [](Entry& e) { e.deal->offer = std::string(3000, 'x'); });
  expect_gate("G1", report(), [](Entry& e) { e.deal->terms = {"  "}; });
  expect_gate("G1", report(), [](Entry& e) { e.deal->ends = "6/15/2026"; });
  expect_gate("G1", report(), [](Entry& e) { e.deal->ends = "2026-06-31"; });
  expect_gate("G1", report(), [](Entry& e) {
    e.deal->starts = "2026-06-16";
    e.deal->ends = "2026-06-15";
  });
  expect_gate("G1", report(), [](Entry& e) { e.deal->data_points.success = {Floor{2}, Floor{2}}; });
}

TEST(DealFaults, data_points_are_cited) {
  expect_gate("G2", report(), [](Entry& e) { e.deal->data_points.failure = {Floor{3}}; });
}

TEST(DealFaults, figures_stand_in_the_floors_of_the_chain) {
  expect_gate("G6", report(), [](Entry& e) { e.deal->amount = "$400"; });
  expect_gate("G6", report(), [](Entry& e) { e.deal->terms = {"DD 一笔 $1,000"}; });
  expect_gate("G6", report(), [](Entry& e) { e.text = "5 人成功，8 天到账。"; });
  auto chain_figure = report();
  chain_figure.text = "甲银行开户的 $300 有人拿到，8 天到账。";
  EXPECT_EQ(faults_of(chain_figure), "") << "the first floor's figure is the chain's";
}

TEST(DealFaults, days_are_named_or_resolved) {
  auto moved = death();
  moved.text = "甲银行开户已失效，截止日由 6/15 改为 5/25。";
  moved.deal->ends = "2026-05-25";
  EXPECT_EQ(faults_of(moved), "") << "Memorial Day of that year, and what stood before";
  expect_gate("G6", moved, [](Entry& e) { e.deal->ends = "2026-05-26"; });
  expect_gate("G6", moved, [](Entry& e) { e.deal->ends = "2026-05-25T23:59-07:00"; });
  expect_gate("G6", moved, [](Entry& e) { e.text = "甲银行开户已失效，截止日改为 5/26。"; });
}

TEST(DealFaults, a_chain_holds_together) {
  expect_gate("G15", report(), [](Entry& e) { e.links.clear(); });
  expect_gate("G15", report(), [](Entry& e) { e.deal->offer = "乙银行"; });
  expect_gate("G15", death(), [](Entry& e) { e.marker.kind = Marker::Kind::added; });
  expect_gate("G15", death(), [](Entry& e) { e.text = "甲银行开户的链接挂了。"; });
  expect_gate("G15", report(), [](Entry& e) { e.deal->terms = {"DD 后到账"}; });
}

TEST(DealFaults, who_comes_back_says_so) {
  const auto input = bank_batch();
  const KnownFloors floors(input);
  OfferChains chains(input);
  chains.add(death());
  auto back = report();
  back.seq = EntrySeq{3};
  back.links = {{.rel = Link::Rel::updates, .entry = "e2"}};
  back.marker.kind = Marker::Kind::corrected;
  EXPECT_FALSE(chains.faults(floors, back).empty());
  back.text = "甲银行开户已恢复，8 天到账。";
  EXPECT_TRUE(chains.faults(floors, back).empty());
  back.marker.kind = Marker::Kind::added;
  EXPECT_FALSE(chains.faults(floors, back).empty());
}

TEST(DealFaults, the_judge_links_an_operation_to_its_chain) {
  const auto input = bank_batch();
  Append append{.section = "deals",
                .text = report().text,
                .floors = {Floor{2}},
                .evidence = report().evidence,
                .deal = report().deal};
  auto second = append;
  second.text = "甲银行开户有人失败，客服说名下有旧账户不算新户。";
  second.floors = {Floor{3}};
  second.evidence = {{.floor = Floor{3}, .quote = "不算新户"}};
  second.deal->data_points = {.failure = {Floor{3}}};
  const auto judged = judge(input, {.operations = {append, second}});
  EXPECT_TRUE(judged.refused.empty()) << judged.refused.front().what;
  std::vector<std::string> targets;
  for (const auto& operation : judged.accepted) {
    if (const auto* kept = std::get_if<Append>(&operation)) targets.push_back(kept->links.back().entry);
  }
  EXPECT_EQ(targets, (std::vector<std::string>{"e1", "e2"})) << "the second follows the first of the same draft";
}

TEST(DealFaults, the_same_luck_in_the_same_words_counts_twice) {
  auto input = bank_batch();
  input.posts = {floor_of(2, "乙", "2026-05-05", "成功，第 8 天到账，一切顺利。"),
                 floor_of(3, "丙", "2026-05-06", "成功，第 8 天到账，一切顺利。")};
  std::vector<Operation> operations;
  for (const std::int64_t number : {2, 3}) {
    Append append{.section = "deals",
                  .text = "甲银行开户有人成功：第 8 天到账，一切顺利。",
                  .floors = {Floor{number}},
                  .evidence = {{.floor = Floor{number}, .quote = "第 8 天到账"}},
                  .deal = Deal{.offer = "甲银行开户", .data_points = {.success = {Floor{number}}}}};
    operations.emplace_back(std::move(append));
  }
  EXPECT_TRUE(judge(input, {.operations = operations}).refused.empty());
}

}  // namespace
}  // namespace gailou::digest
