// `gailou deals` over a store that no daemon serves.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/cli/ran.h"
#include "tests/storage/store_fixture.h"

namespace gailou::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class DealsVerb : public storage::StoreTest {
 protected:
  Ran run(std::vector<std::string> words, bool terminal = false) {
    return run_at("2026-05-06T12:00:00Z", std::move(words), terminal);
  }
  /// In Shanghai.
  Ran run_at(const std::string& now, std::vector<std::string> words, bool terminal = false) {
    const Setting setting{.places = {.socket = folder_.file("admin.sock"),
                                     .state = folder_.path(),
                                     .site = {.title = "T", .tagline = "L", .zone = "Asia/Shanghai"}},
                          .terminal = terminal,
                          .now = digest::parse_iso(now).value()};
    return run_words(std::move(words), setting);
  }

  /// A thread whose first floor tells of this offer.
  void tell(digest::Deal deal, std::int64_t topic = 493728) {
    const auto id = add_thread(topic);
    ingest(id, storage::page(storage::posts_upto(2)));
    ASSERT_TRUE(store().complete_first_fetch(id, now_));
    const auto batch = take(id);
    ASSERT_TRUE(batch);
    auto step = storage::step_for(batch->input);
    step.entries[0].section = "deals";
    step.entries[0].deal = std::move(deal);
    commit(*batch, step);
  }
  static digest::Deal bank(const std::string& ends = "2026-05-28") {
    return {.offer = "甲银行开户",
            .amount = "$200",
            .terms = {"新户", "DD 满 $1,000"},
            .ends = ends,
            .data_points = {.success = {digest::Floor{1}}}};
  }
};

TEST_F(DealsVerb, without_offers_nothing_is_alive) {
  const Ran ran = run({"deals"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(ran.out.empty());
  EXPECT_THAT(ran.err, HasSubstr("no thread tells of an offer"));
}

TEST_F(DealsVerb, a_terminal_gets_rows_in_words) {
  tell(bank());
  const Ran ran = run({"deals", "--color=never"}, true);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "甲银行开户 · $200 · 截至 5/28(还有 22 天) · 成功 1 人 · 新户;DD 满 $1,000 · forum/493728, #1 · "
            "最近报告 #1, 4/24\n");
}

TEST_F(DealsVerb, the_name_is_bold_where_colours_are_wanted) {
  tell(bank());
  EXPECT_TRUE(run({"deals", "--color=always"}, true).out.starts_with("\x1b[1m甲银行开户\x1b[0m · "));
}

TEST_F(DealsVerb, a_pipe_gets_cells) {
  tell(bank());
  EXPECT_EQ(run({"deals"}).out,
            "甲银行开户\talive\t$200\t2026-05-28\t22\t1\t0\t0\t新户;DD 满 $1,000\tforum/493728\t#1\t#1\t2026-04-24\n");
}

TEST_F(DealsVerb, what_is_over_is_shown_to_who_asks_and_is_not_alive) {
  tell(bank("2026-05-05"));
  const Ran none = run({"deals"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_TRUE(none.out.empty());
  EXPECT_THAT(none.err, HasSubstr("no offer is alive"));
  const Ran all = run({"deals", "--all"});
  EXPECT_EQ(all.exit_code, 2);
  EXPECT_THAT(all.out, HasSubstr("\texpired\t"));
  EXPECT_EQ(run({"deals", "--all", "--color=never"}, true).out.find("甲银行开户(已过期)"), 0U);
}

TEST_F(DealsVerb, today_is_the_zones) {
  tell(bank("2026-05-06"));
  EXPECT_EQ(run_at("2026-05-06T15:59:59Z", {"deals"}).exit_code, 0);
  EXPECT_EQ(run_at("2026-05-06T16:00:00Z", {"deals"}).exit_code, 2);
}

TEST_F(DealsVerb, the_soonest_end_comes_first_over_all_threads) {
  tell(bank("2026-06-30"), 7);
  auto sooner = bank("2026-05-07");
  sooner.offer = "乙卡";
  tell(sooner, 8);
  const std::string out = run({"deals"}).out;
  EXPECT_LT(out.find("乙卡"), out.find("甲银行开户"));
}

TEST_F(DealsVerb, a_thread_is_named_as_everywhere) {
  tell(bank(), 7);
  auto other = bank();
  other.offer = "乙卡";
  tell(other, 8);
  for (const char* name : {"2", "forum/8", "https://forum.example/t/slug/8"}) {
    const Ran ran = run({"deals", "--thread", name});
    EXPECT_EQ(ran.exit_code, 0) << name << ran.err;
    EXPECT_THAT(ran.out, HasSubstr("乙卡"));
    EXPECT_THAT(ran.out, Not(HasSubstr("甲银行")));
  }
  EXPECT_EQ(run({"deals", "--thread", "forum/9"}).exit_code, 2);
  EXPECT_EQ(run({"deals", "--thread", "what"}).exit_code, 65);
}

TEST_F(DealsVerb, json_is_the_document_of_the_web) {
  tell(bank());
  const Ran ran = run({"deals", "--json"});
  EXPECT_EQ(ran.exit_code, 0);
  const auto document = nlohmann::json::parse(ran.out);
  EXPECT_EQ(document["schema"], "gailou.deals/1");
  EXPECT_EQ(document["today"], "2026-05-06");
  ASSERT_EQ(document["offers"].size(), 1U);
  EXPECT_EQ(document["offers"][0]["days_left"], 22);
  EXPECT_EQ(document["offers"][0]["entries"], nlohmann::json{"e1"});
}

TEST_F(DealsVerb, an_empty_document_still_says_that_nothing_is_alive) {
  const Ran ran = run({"deals", "--json"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_TRUE(nlohmann::json::parse(ran.out)["offers"].empty());
}

TEST_F(DealsVerb, forum_text_cannot_steer_a_terminal) {
  auto evil = bank();
  evil.offer = "甲\x1b[2J\u202e";
  evil.terms = {"一\n二\t三"};
  tell(evil);
  for (const bool terminal : {true, false}) {
    const std::string out = run({"deals", "--color=never"}, terminal).out;
    EXPECT_EQ(out.find('\x1b'), std::string::npos);
    EXPECT_EQ(std::ranges::count(out, '\n'), 1);
    EXPECT_EQ(std::ranges::count(out, '\t'), terminal ? 0 : 12);
  }
}

TEST_F(DealsVerb, what_it_does_not_know_is_wrong_usage) {
  EXPECT_EQ(run({"deals", "--thraed", "1"}).exit_code, 64);
  EXPECT_THAT(run({"deals", "--thraed", "1"}).err, HasSubstr("did you mean `--thread`?"));
  EXPECT_EQ(run({"deals", "extra"}).exit_code, 64);
}

}  // namespace
}  // namespace gailou::cli
