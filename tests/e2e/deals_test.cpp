// Offers from a saved topic to the reader's calendar: the built program, its daemon and its store.
#include <gmock/gmock.h>

#include "tests/e2e/stage.h"
#include "tests/support/calendar_file.h"

namespace gailou::e2e {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::CalendarFile;

/// Eight floors, three offers: two end in 2099, one died; one of six who report does it twice. Its forum can't be
/// reached.
class SavedOffers : public testing::Test {
 protected:
  void SetUp() override {
    const auto file = std::string(GAILOU_TEST_DATA) + "/offers-topic.json";
    const auto imported = gailou_.run({"import", "--thread", "http://127.0.0.1:9/t/topic/1", file});
    ASSERT_EQ(imported.code, 0) << imported.output;
    ASSERT_TRUE(eventually([&] { return gailou_.reaches(8); })) << gailou_.process().output();
  }
  Json offers(const std::string& query = "") const { return gailou_.json("/deals.json" + query)["offers"]; }
  /// Midnight may come between two looks.
  static Json without_days(Json offers) {
    for (Json& offer : offers) offer.erase("days_left");
    return offers;
  }

  Gailou gailou_;
};

TEST_F(SavedOffers, are_listed_soonest_end_first_with_their_people) {
  const Json living = offers();
  ASSERT_EQ(living.size(), 2U) << living.dump(1);
  EXPECT_THAT(living[0]["offer"].get<std::string>(), HasSubstr("LifeMiles"));
  EXPECT_EQ(living[0]["ends"], "2099-06-07");
  EXPECT_EQ(living[0]["people"], (Json{{"success", 1}, {"failure", 0}, {"pending", 0}}));
  EXPECT_THAT(living[1]["offer"].get<std::string>(), HasSubstr("Wells Fargo"));
  EXPECT_EQ(living[1]["amount"], "$325");
  EXPECT_EQ(living[1]["ends"], "2099-07-07");
  EXPECT_EQ(living[1]["people"], (Json{{"success", 1}, {"failure", 1}, {"pending", 1}}));
  EXPECT_EQ(living[1]["data_points"]["success"], (Json{2, 7}));
  EXPECT_EQ(living[1]["last_report"]["floor"], 8);
  const Json all = offers("?thread=local/1&all=1");
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[2]["status_shown"], "expired");
  EXPECT_THAT(all[2]["offer"].get<std::string>(), HasSubstr("Costco"));
}

TEST_F(SavedOffers, are_a_page_that_the_threads_page_leads_to) {
  const auto page = gailou_.get("/deals");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("截至 2099/7/7"));
  EXPECT_THAT(page.body, Not(HasSubstr("Costco")));
  EXPECT_THAT(gailou_.get("/").body, HasSubstr("href=\"/deals\""));
  EXPECT_THAT(gailou_.get("/t/local/1").body, HasSubstr("href=\"/deals?thread=local/1\""));
}

TEST_F(SavedOffers, are_a_calendar_that_a_restart_leaves_as_it_was) {
  const auto calendar = gailou_.get("/deals.ics");
  EXPECT_EQ(calendar.status, 200);
  const CalendarFile file(calendar.body);
  EXPECT_THAT(file.faults(), IsEmpty());
  ASSERT_EQ(file.events().size(), 2U);
  EXPECT_EQ(file.events()[0].value("DTSTART"), "20990607");
  const auto bank = file.event("Wells Fargo");
  EXPECT_EQ(bank.value("DTSTART"), "20990707");
  EXPECT_EQ(bank.value("STATUS"), "CONFIRMED");
  EXPECT_THAT(bank.value("UID"), testing::MatchesRegex("deal-e[0-9]+\\.1@127\\.0\\.0\\.1"));
  EXPECT_THAT(CalendarFile::meant(bank.value("DESCRIPTION")),
              HasSubstr("成功 1 人,失败 1 人,等待 1 人(#2, #3, #7, #8)"));
  ASSERT_EQ(gailou_.stop(), 0);
  gailou_.start();
  const auto again = gailou_.get("/deals.ics");
  EXPECT_EQ(again.body, calendar.body);
  EXPECT_EQ(again.header("ETag"), calendar.header("ETag"));
  EXPECT_EQ(gailou_.get("/deals.ics", "If-None-Match: " + calendar.header("ETag") + "\r\n").status, 304);
}

TEST_F(SavedOffers, are_the_same_on_the_command_line_with_a_daemon_and_without) {
  const auto asked = gailou_.run({"deals"});
  EXPECT_EQ(asked.code, 0) << asked.output;
  EXPECT_EQ(asked.err, "");
  EXPECT_EQ(std::ranges::count(asked.out, '\n'), 2) << asked.out;
  const auto document = Json::parse(gailou_.run({"deals", "--json", "--thread", "local/1"}).out);
  EXPECT_EQ(without_days(document["offers"]).dump(), without_days(offers()).dump());
  ASSERT_EQ(gailou_.stop(), 0);
  const auto read = gailou_.run({"deals"});
  EXPECT_EQ(read.code, 0) << read.output;
  EXPECT_THAT(read.err, HasSubstr("read from " + gailou_.state()));
  EXPECT_EQ(read.out, asked.out);
  EXPECT_EQ(gailou_.run({"deals", "--thread", "local/9"}).code, 2);
}

}  // namespace
}  // namespace gailou::e2e
