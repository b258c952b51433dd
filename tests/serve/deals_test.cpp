// /deals as a reader, a program and a calendar meet it.
#include <gmock/gmock.h>

#include "tests/serve/gunzip.h"
#include "tests/serve/site_fixture.h"
#include "tests/support/calendar_file.h"

namespace gailou::serve {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::CalendarFile;

constexpr std::string_view kPage = "/deals";
constexpr std::string_view kJson = "/deals.json";
constexpr std::string_view kCalendar = "/deals.ics";

/// The loop's time begins on 1 May 2026, and so does "today".
class Deals : public SiteTest {
 protected:
  Deals() : Deals(Settings{}) {}
  explicit Deals(const Settings& settings) : SiteTest(settings) {}

  /// A thread whose lowest pending floor tells of this offer.
  void tell(digest::ThreadId id, digest::Deal deal, const std::string& updates = {}) {
    const auto batch = store_->take_batch(id, {}, digest::Urgency::now, now()).value();
    ASSERT_TRUE(batch);
    const auto& input = batch->input;
    const auto floor = input.posts.front().floor;
    digest::Entry entry{.seq = input.next_seq, .section = "deals", .rev = input.revision};
    if (input.revision.value > 1) entry.marker = {.kind = digest::Marker::Kind::added, .first = floor, .last = floor};
    entry.text = "甲银行开户送二百元。";
    entry.cites = {floor};
    entry.floors = {floor};
    entry.evidence = {{.floor = floor, .quote = "租金是每月一百元"}};
    entry.deal = std::move(deal);
    if (!updates.empty()) entry.links.push_back({.rel = digest::Link::Rel::updates, .entry = updates});
    digest::Step step{.revision = input.revision, .generated_at = input.taken_at};
    step.entries.push_back(std::move(entry));
    for (std::size_t i = 1; i < input.posts.size(); ++i) {
      step.nothing_new.push_back({.floor = input.posts[i].floor, .reason = digest::Reason::duplicate});
    }
    if (input.revision.value == 1) step.summary = {.text = "大家在说甲银行的开户奖励。", .rev = input.revision};
    const auto committed = store_->commit_revision(batch->id, step, now());
    ASSERT_TRUE(committed) << digest::to_string(committed.error());
    site_.changed(id);
  }
  digest::ThreadId thread_with(digest::Deal deal, std::int64_t topic = 7) {
    const auto id = add_thread(topic);
    store_posts(id, 1, 2, "五月羊毛");
    tell(id, std::move(deal));
    return id;
  }
  static digest::Deal bank(const std::string& ends = "2026-05-06") {
    return {.offer = "甲银行开户",
            .amount = "$200",
            .terms = {"新户", "90 天内 DD 满 $1,000"},
            .ends = ends,
            .data_points = {.success = {digest::Floor{1}}}};
  }
};

TEST_F(Deals, without_offers_the_page_says_so) {
  const auto response = get(kPage);
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(body_of(response), HasSubstr("眼下没有还能上车的羊毛。"));
  EXPECT_TRUE(json_of(get(kJson))["offers"].empty());
  EXPECT_THAT(CalendarFile(body_of(get(kCalendar))).faults(), IsEmpty());
}

TEST_F(Deals, an_offer_is_shown_with_all_that_is_known_of_it) {
  thread_with(bank());
  const auto page = body_of(get(kPage));
  for (const auto* words : {"甲银行开户", "$200", "截至 5/6(还有 5 天)", "成功 1 人", "新户；90 天内 DD 满 $1,000",
                            "五月羊毛", "/t/forum/7#e1", "/t/forum/7/posts?from=1#p1", "最近报告"}) {
    EXPECT_THAT(page, HasSubstr(words));
  }
}

TEST_F(Deals, the_document_names_each_fact) {
  thread_with(bank());
  const auto document = json_of(get(kJson));
  EXPECT_EQ(document["schema"], "gailou.deals/1");
  EXPECT_EQ(document["today"], "2026-05-01");
  ASSERT_EQ(document["offers"].size(), 1u);
  const auto& offer = document["offers"][0];
  EXPECT_EQ(offer["thread"], (nlohmann::json{{"source", "forum"}, {"id", 7}, {"title", "五月羊毛"}}));
  EXPECT_EQ(offer["offer"], "甲银行开户");
  EXPECT_EQ(offer["status"], "alive");
  EXPECT_EQ(offer["status_shown"], "alive");
  EXPECT_EQ(offer["amount"], "$200");
  EXPECT_EQ(offer["terms"], (nlohmann::json{"新户", "90 天内 DD 满 $1,000"}));
  EXPECT_EQ(offer["ends"], "2026-05-06");
  EXPECT_EQ(offer["days_left"], 5);
  EXPECT_EQ(offer["people"], (nlohmann::json{{"success", 1}, {"failure", 0}, {"pending", 0}}));
  EXPECT_EQ(offer["last_report"]["floor"], 1);
  EXPECT_EQ(offer["entries"], nlohmann::json{"e1"});
  EXPECT_EQ(offer["cites"], nlohmann::json{1});
  EXPECT_EQ(offer["rev"], 1);
  EXPECT_FALSE(offer.contains("starts"));
}

TEST_F(Deals, the_calendar_is_one_that_calendars_accept) {
  thread_with(bank());
  const auto response = get(kCalendar);
  EXPECT_EQ(header_of(response, "Content-Type"), "text/calendar; charset=utf-8");
  const CalendarFile file(body_of(response));
  EXPECT_THAT(file.faults(), IsEmpty());
  ASSERT_EQ(file.events().size(), 1u);
  EXPECT_EQ(file.events()[0].value("UID"), "deal-e1.7@forum.example");
  EXPECT_EQ(file.events()[0].value("DTSTART"), "20260506");
  EXPECT_EQ(file.events()[0].value("URL"), "http://localhost:8488/t/forum/7#e1");
}

TEST_F(Deals, on_a_unix_socket_a_calendar_names_no_address) {
  thread_with(bank());
  auto request = request_for(kCalendar);
  request.peer = "unix";
  EXPECT_THAT(body_of(answer(std::move(request))), Not(HasSubstr("URL:")));
}

TEST_F(Deals, one_thread_is_asked_for_by_its_name) {
  thread_with(bank(), 7);
  auto other = bank("2026-06-30");
  other.offer = "乙卡";
  thread_with(other, 8);
  EXPECT_EQ(json_of(get(kJson))["offers"].size(), 2u);
  const auto one = json_of(get("/deals.json?thread=forum/8"));
  ASSERT_EQ(one["offers"].size(), 1u);
  EXPECT_EQ(one["offers"][0]["offer"], "乙卡");
  EXPECT_THAT(body_of(get("/deals?thread=forum/8")), Not(HasSubstr("甲银行")));
  EXPECT_EQ(CalendarFile(body_of(get("/deals.ics?thread=forum/8"))).events().size(), 1u);
}

TEST_F(Deals, a_thread_that_is_not_there_or_no_longer_is_told_apart) {
  const auto id = thread_with(bank());
  EXPECT_EQ(get("/deals?thread=forum/99").status, 404);
  ASSERT_TRUE(store_->remove_thread(id, false, now()));
  site_.changed(id);
  EXPECT_EQ(get("/deals?thread=forum/7").status, 410);
  EXPECT_TRUE(json_of(get(kJson))["offers"].empty());
}

TEST_F(Deals, parameters_are_judged) {
  for (const auto* target : {"/deals?thread=forum", "/deals?thread=forum/x", "/deals?thread=Forum/7",
                             "/deals?thread=", "/deals.json?thread=forum/7/posts", "/deals.ics?thread=../7",
                             "/deals?all=yes", "/deals?all=1&all=0", "/deals.json?thread=forum/7.json"}) {
    EXPECT_EQ(get(target).status, 400) << target;
  }
}

TEST_F(Deals, the_expired_are_shown_to_who_asks) {
  auto dead = bank();
  dead.status = digest::DealStatus::expired;
  thread_with(dead);
  EXPECT_TRUE(json_of(get(kJson))["offers"].empty());
  const auto all = json_of(get("/deals.json?all=1"));
  ASSERT_EQ(all["offers"].size(), 1u);
  EXPECT_EQ(all["offers"][0]["status_shown"], "expired");
  EXPECT_THAT(body_of(get("/deals?all=1")), HasSubstr("已失效"));
  EXPECT_THAT(body_of(get(kPage)), Not(HasSubstr("甲银行")));
  EXPECT_EQ(CalendarFile(body_of(get(kCalendar))).events().at(0).value("STATUS"), "CANCELLED");
}

TEST_F(Deals, at_midnight_an_offer_is_over_without_a_word) {
  thread_with(bank("2026-05-02"));
  EXPECT_EQ(json_of(get(kJson))["offers"].size(), 1u);
  EXPECT_EQ(json_of(get(kJson))["offers"][0]["days_left"], 1);
  loop_.run_for(std::chrono::hours{24});
  EXPECT_EQ(json_of(get(kJson))["offers"][0]["days_left"], 0);
  loop_.run_for(std::chrono::hours{24});
  EXPECT_TRUE(json_of(get(kJson))["offers"].empty());
  EXPECT_EQ(json_of(get("/deals.json?all=1"))["offers"][0]["status"], "alive");
  EXPECT_EQ(json_of(get("/deals.json?all=1"))["offers"][0]["status_shown"], "expired");
  EXPECT_EQ(CalendarFile(body_of(get(kCalendar))).events().at(0).value("STATUS"), "CONFIRMED");
}

TEST_F(Deals, an_unchanged_calendar_keeps_its_tag_over_days) {
  thread_with(bank("2026-05-20"));
  const auto first = get(kCalendar);
  loop_.run_for(std::chrono::hours{48});
  const auto later = get(kCalendar);
  EXPECT_EQ(header_of(first, "ETag"), header_of(later, "ETag"));
  EXPECT_EQ(body_of(first), body_of(later));
}

TEST_F(Deals, what_a_client_has_is_not_sent_again) {
  thread_with(bank());
  for (const auto target : {kPage, kJson, kCalendar}) {
    const auto etag = header_of(get(target), "ETag");
    EXPECT_FALSE(etag.empty()) << target;
    auto request = request_for(target);
    request.if_none_match = etag;
    const auto again = answer(std::move(request));
    EXPECT_EQ(again.status, 304) << target;
    EXPECT_TRUE(body_of(again).empty());
    EXPECT_EQ(header_of(again, "ETag"), etag);
  }
}

TEST_F(Deals, a_new_report_changes_all_of_them) {
  const auto id = thread_with(bank());
  std::vector<std::string> before;
  for (const auto target : {kPage, kJson, kCalendar}) before.push_back(header_of(get(target), "ETag"));
  store_posts(id, 3, 3);
  auto more = bank();
  more.data_points = {.failure = {digest::Floor{3}}};
  tell(id, more, "e1");
  std::size_t at = 0;
  for (const auto target : {kPage, kJson, kCalendar}) EXPECT_NE(header_of(get(target), "ETag"), before[at++]) << target;
  const CalendarFile file(body_of(get(kCalendar)));
  EXPECT_EQ(file.events().at(0).value("UID"), "deal-e1.7@forum.example");
  EXPECT_EQ(file.events().at(0).value("SEQUENCE"), "2");
  EXPECT_THAT(CalendarFile::meant(file.events().at(0).value("DESCRIPTION")), HasSubstr("成功 1 人,失败 1 人(#1, #3)"));
}

TEST_F(Deals, a_withdrawn_first_entry_keeps_the_events_name_and_raises_its_sequence) {
  const auto id = thread_with(bank());
  store_posts(id, 3, 3);
  auto more = bank();
  more.data_points = {.failure = {digest::Floor{3}}};
  tell(id, more, "e1");
  auto gone = post_at(1);
  gone.state = digest::PostState::withdrawn;
  gone.body = {};
  gone.updated_at = gone.created_at + std::chrono::hours{1};
  ASSERT_TRUE(store_->ingest(id, {.posts = {gone}}, std::chrono::seconds{90}, now()));
  ASSERT_TRUE(store_->withdraw_deleted(id, now()).value());
  site_.changed(id);
  const CalendarFile file(body_of(get(kCalendar)));
  EXPECT_THAT(file.faults(), IsEmpty());
  ASSERT_EQ(file.events().size(), 1u);
  EXPECT_EQ(file.events()[0].value("UID"), "deal-e1.7@forum.example");
  EXPECT_EQ(file.events()[0].value("SEQUENCE"), "3");
  EXPECT_THAT(CalendarFile::meant(file.events()[0].value("DESCRIPTION")), Not(HasSubstr("成功")));
}

TEST_F(Deals, large_lists_are_packed_for_who_asks) {
  for (int topic = 1; topic <= 9; ++topic) {
    auto deal = bank();
    deal.offer += std::to_string(topic);
    thread_with(deal, topic);
  }
  for (const auto target : {kPage, kJson, kCalendar}) {
    const auto plain = get(target);
    auto request = request_for(target);
    request.accept_encoding = "gzip";
    const auto packed = answer(std::move(request));
    EXPECT_EQ(header_of(packed, "Content-Encoding"), "gzip") << target;
    EXPECT_EQ(support::gunzip(body_of(packed)), body_of(plain)) << target;
    EXPECT_EQ(header_of(packed, "Vary"), "Accept-Encoding") << target;
    EXPECT_NE(header_of(packed, "ETag"), header_of(plain, "ETag")) << target;
  }
}

TEST_F(Deals, the_front_and_thread_pages_lead_there_only_if_there_are_offers) {
  const auto id = add_thread();
  store_posts(id, 1, 2);
  digest_pending(id);
  EXPECT_THAT(body_of(get("/")), Not(HasSubstr("还能上车")));
  EXPECT_THAT(body_of(get("/t/forum/7")), Not(HasSubstr("/deals?")));
  store_posts(id, 3, 3);
  tell(id, bank());
  EXPECT_THAT(body_of(get("/")), HasSubstr("href=\"/deals\">还能上车"));
  EXPECT_THAT(body_of(get("/t/forum/7")), HasSubstr("href=\"/deals?thread=forum/7\""));
}

TEST_F(Deals, a_page_that_fails_to_be_read_is_no_empty_page) {
  thread_with(bank());
  watch_->fails = digest::Error{.code = digest::Code::io, .what = "disk"};
  EXPECT_EQ(get("/deals?thread=forum/7").status, 500);
}

Settings below_a_prefix() {
  Settings settings;
  settings.public_url = "https://digest.example/gailou";
  settings.base_path = "/gailou";
  settings.timezone = "Asia/Shanghai";
  return settings;
}
class DealsBehindAProxy : public Deals {
 protected:
  DealsBehindAProxy() : Deals(below_a_prefix()) {}
};

TEST_F(DealsBehindAProxy, every_link_keeps_the_prefix) {
  thread_with(bank());
  const auto page = body_of(get("/gailou/deals"));
  EXPECT_THAT(page, HasSubstr("href=\"/gailou/deals.ics\""));
  EXPECT_THAT(page, HasSubstr("href=\"/gailou/t/forum/7#e1\""));
  EXPECT_THAT(page, Not(HasSubstr("href=\"/deals")));
  EXPECT_THAT(page, Not(HasSubstr("href=\"/t/")));
  const CalendarFile file(body_of(get("/gailou/deals.ics")));
  EXPECT_EQ(file.events().at(0).value("URL"), "https://digest.example/gailou/t/forum/7#e1");
  EXPECT_EQ(header_of(get("/gailou/deals?thread=forum/7&all=1"), "Link"),
            "<https://digest.example/gailou/deals?thread=forum/7&all=1>; rel=\"canonical\"");
}

TEST_F(DealsBehindAProxy, today_is_the_sites_day) {
  thread_with(bank("2026-05-01"));
  EXPECT_EQ(json_of(get("/gailou/deals.json"))["today"], "2026-05-01");
  // 16:00 UTC is midnight in Shanghai.
  loop_.run_for(std::chrono::hours{14});
  EXPECT_EQ(json_of(get("/gailou/deals.json"))["offers"].size(), 1u);
  loop_.run_for(std::chrono::hours{1});
  EXPECT_EQ(json_of(get("/gailou/deals.json"))["today"], "2026-05-02");
  EXPECT_TRUE(json_of(get("/gailou/deals.json"))["offers"].empty());
}

}  // namespace
}  // namespace gailou::serve
