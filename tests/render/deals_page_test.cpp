// The list of offers as a page and as a document.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "digest/render/deals/deals.h"
#include "tests/support/html_page.h"
#include "tests/support/offers.h"

namespace gailou::render {
namespace {

using digest::DealStatus;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::HtmlPage;
using tests::offer;

const Today kToday{.day = std::chrono::year{2026} / 6 / 2, .zone = "America/Los_Angeles"};
const Site kSite{.zone = "America/Los_Angeles", .base_path = "/gailou"};

DealsView view_of(const std::vector<digest::OfferStanding>& offers, bool all = false) {
  return {.rows = offer_rows(offers, kToday, all), .today = kToday, .all = all};
}
std::string page(const DealsView& view) {
  return deals_page(view, kSite);
}
nlohmann::json document(const DealsView& view) {
  return nlohmann::json::parse(deals_json(view));
}

TEST(DealsPage, is_in_english_for_who_reads_english) {
  auto site = kSite;
  site.language = digest::Language::en;
  auto dead = offer("Dead one");
  dead.state.status = DealStatus::expired;
  auto unclear = offer("Unclear one", "2026-06-03");
  unclear.state.status = DealStatus::unclear;
  const auto text = deals_page(view_of({tests::wells_fargo(), dead, unclear}, true), site);
  for (const auto* words : {"All offers", "2 still alive, 1 dead", "until 7/7 (35 days left)", "(1 day left)",
                            "unclear", "1 succeeded / 1 failed", "last report ", "calendar", "only those alive"})
    EXPECT_THAT(text, HasSubstr(words));
  for (const auto* words : {"还能上车", "成功", "截至", "已失效", "最近报告", "订阅"})
    EXPECT_THAT(text, Not(HasSubstr(words)));
}

TEST(DealsPage, is_well_formed_with_one_heading_of_the_first_order) {
  for (const auto& view : {view_of({}), view_of({tests::wells_fargo(), offer("乙")}), view_of({offer("丙")}, true)}) {
    const HtmlPage read(page(view));
    EXPECT_THAT(read.errors(), IsEmpty());
    EXPECT_EQ(read.all("h1").size(), 1u);
  }
}

TEST(DealsPage, each_offer_is_an_article_in_the_lists_order) {
  const HtmlPage read(page(view_of({offer("七月", "2026-07-07"), offer("六月", "2026-06-07")})));
  const auto titles = read.all("h2");
  ASSERT_EQ(titles.size(), 2u);
  EXPECT_EQ(titles[0].text, "六月");
  EXPECT_EQ(titles[1].text, "七月");
}

TEST(DealsPage, an_offer_leads_to_its_entry_its_thread_and_its_floors) {
  auto one = tests::wells_fargo();
  one.cites = tests::floors({1, 250});
  const auto links = HtmlPage(page(view_of({one}))).values("href");
  EXPECT_THAT(links, Contains("/gailou/t/uscardforum/500101#e5"));
  EXPECT_THAT(links, Contains("/gailou/t/uscardforum/500101"));
  EXPECT_THAT(links, Contains("/gailou/t/uscardforum/500101/posts?from=1#p1"));
  EXPECT_THAT(links, Contains("/gailou/t/uscardforum/500101/posts?from=201#p250"));
  EXPECT_THAT(links, Contains("/gailou/deals.ics"));
  EXPECT_THAT(links, Contains("/gailou/deals.json"));
  EXPECT_THAT(links, Contains("/gailou/deals?all=1"));
}

TEST(DealsPage, days_are_exact_for_machines) {
  const auto times = HtmlPage(page(view_of({tests::wells_fargo()}))).values("datetime");
  EXPECT_THAT(times, Contains("2026-07-07"));
  EXPECT_THAT(times, Contains("2026-06-02"));
  EXPECT_THAT(times, Contains("2026-05-31T01:00:00.000Z"));
}

TEST(DealsPage, of_one_thread_it_names_the_thread_once_and_leads_back) {
  DealsView view = view_of({tests::wells_fargo()});
  view.thread = DealsThread{.source = "uscardforum", .topic = {500101}, .title = "五月羊毛"};
  const HtmlPage read(page(view));
  EXPECT_THAT(read.values("href"), Contains("/gailou/deals.ics?thread=uscardforum/500101"));
  EXPECT_THAT(read.values("href"), Contains("/gailou/deals?thread=uscardforum/500101&all=1"));
  EXPECT_THAT(read.values("href"), Contains("/gailou/deals"));
  EXPECT_THAT(page(view), HasSubstr("五月羊毛"));
  EXPECT_THAT(page(view), Not(HasSubstr("2026年5月小羊毛合集")));
}

TEST(DealsPage, counts_what_is_left_and_what_is_over) {
  auto dead = offer("挂了");
  dead.state.status = DealStatus::expired;
  EXPECT_THAT(page(view_of({offer("甲", "2026-06-07"), dead})), HasSubstr("1 个还能上车"));
  EXPECT_THAT(page(view_of({offer("甲", "2026-06-07"), dead}, true)), HasSubstr("1 个还能上车，1 个已失效"));
  EXPECT_THAT(page(view_of({dead})), HasSubstr("眼下没有还能上车的羊毛。"));
}

TEST(DealsPage, doubt_is_a_word_not_only_a_colour) {
  auto doubtful = offer("甲", "2026-06-07");
  doubtful.state.status = DealStatus::unclear;
  EXPECT_EQ(HtmlPage(page(view_of({doubtful}))).all("h2").at(0).text, "甲 存疑");
}

TEST(DealsPage, hostile_words_are_only_words) {
  auto one = offer("<script>alert(1)</script>", "2026-06-07");
  one.state.amount = "\"><img src=x onerror=alert(1)>";
  one.state.terms = {"</p><h1>"};
  one.title = "<b>羊毛</b>";
  const HtmlPage read(page(view_of({one})));
  EXPECT_THAT(read.errors(), IsEmpty());
  EXPECT_EQ(read.all("h1").size(), 1u);
  EXPECT_TRUE(read.all("img").empty());
  EXPECT_TRUE(read.all("b").empty());
  EXPECT_EQ(read.all("script").size(), 1u);  // our own
}

TEST(DealsDocument, has_stable_keys_and_leaves_out_what_is_not_known) {
  const auto read = document(view_of({tests::wells_fargo(), offer("乙")}));
  EXPECT_EQ(read["schema"], "gailou.deals/1");
  EXPECT_EQ(read["today"], "2026-06-02");
  EXPECT_EQ(read["zone"], "America/Los_Angeles");
  const auto& full = read["offers"][0];
  for (const auto* key : {"thread", "offer", "status", "status_shown", "amount", "terms", "ends", "days_left",
                          "data_points", "people", "last_report", "entries", "cites", "rev", "changed_at"}) {
    EXPECT_TRUE(full.contains(key)) << key;
  }
  EXPECT_EQ(full["data_points"],
            (nlohmann::json{{"success", {36}}, {"failure", {32}}, {"pending", nlohmann::json::array()}}));
  const auto& bare = read["offers"][1];
  for (const auto* key : {"amount", "terms", "starts", "ends", "days_left"}) EXPECT_FALSE(bare.contains(key)) << key;
  EXPECT_TRUE(bare["data_points"]["success"].is_array());
}

TEST(DealsDocument, tells_what_the_day_made_of_an_offer_beside_what_was_said) {
  const auto read = document(view_of({offer("甲", "2026-06-01")}, true));
  EXPECT_EQ(read["offers"][0]["status"], "alive");
  EXPECT_EQ(read["offers"][0]["status_shown"], "expired");
  EXPECT_EQ(read["offers"][0]["days_left"], -1);
}

TEST(DealsDocument, holds_no_markup) {
  auto one = offer("甲<b>", "2026-06-07");
  EXPECT_EQ(document(view_of({one}))["offers"][0]["offer"], "甲<b>");
}

TEST(DealsDocument, is_the_same_bytes_for_the_same_offers) {
  EXPECT_EQ(deals_json(view_of({offer("甲", "2026-06-07"), offer("乙", "2026-06-09")})),
            deals_json(view_of({offer("乙", "2026-06-09"), offer("甲", "2026-06-07")})));
}

}  // namespace
}  // namespace gailou::render
