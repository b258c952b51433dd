// Which floors open an offer, under which name, with what amount, period and conditions; and which open none.
#include <gtest/gtest.h>

#include "digest/deals/amounts.h"
#include "digest/deals/offer_name.h"
#include "digest/deals/offers.h"
#include "digest/deals/period.h"
#include "digest/deals/scan.h"
#include "digest/text/normalize.h"
#include "tests/support/sanitized.h"

namespace gailou::digest {
namespace {

const Day kMay4 = *day_of("2026-05-04");
const std::string kPacific = "America/Los_Angeles";

std::vector<SaidLine> lines(const std::vector<std::string>& texts, bool items = false) {
  std::vector<SaidLine> out;
  for (std::size_t i = 0; i < texts.size(); ++i) out.push_back({.text = texts[i], .line = i, .item = items});
  return out;
}

OfferScene scene(bool opening = false, bool about_deals = true) {
  return {.on = kMay4, .zone = kPacific, .opening = opening, .about_deals = about_deals};
}

/// The only offer of a floor that isn't the first.
Deal offer_of(const std::string& text, bool about_deals = true) {
  const auto found = offers_in(lines({text}), scene(false, about_deals));
  EXPECT_EQ(found.size(), 1u) << text;
  return found.size() == 1 ? found.front().deal : Deal{};
}

bool opens(const std::string& text, bool about_deals = true) {
  return !offers_in(lines({text}), scene(false, about_deals)).empty();
}

std::string amount(std::string_view text) {
  const auto small = small_form(norm32(text));
  const auto found = amount_in(small);
  return found ? to_u8(std::u32string_view(small).substr(found->begin, found->end - found->begin)) : "";
}

Period period(std::string_view text, Day on = kMay4) {
  return period_in(small_form(norm32(text)), on, kPacific);
}

std::string name(std::string_view text) {
  const auto form = norm32(text);
  const auto found = amount_in(small_form(form));
  return offer_name(form, found ? found->begin : form.size());
}

TEST(Amounts, are_told_from_what_is_asked_for_them) {
  EXPECT_EQ(amount("开卡送 $200，消费满 $1,000"), "$200");
  EXPECT_EQ(amount("消费满 $1,000 送 20k 分"), "20k 分");
  EXPECT_EQ(amount("SoFi 开户 $300，25 天内 DD 满 $5,000"), "$300");
  EXPECT_EQ(amount("单笔满 $75 返 $15，可用 2 次"), "$15");
  EXPECT_EQ(amount("礼卡 $100 面值卖 $79.99"), "$79.99");
  EXPECT_EQ(amount("转 LifeMiles 加赠 25%，平时没有"), "25%");
  EXPECT_EQ(amount("Saks 15% cashback，平时只有 6%"), "15%");
  EXPECT_EQ(amount("DD 进 $3k 给 $250，顶格 $450"), "$250");
  EXPECT_EQ(amount("新户 10万点，年费 $95"), "10万点");
  EXPECT_EQ(amount("earn $200 after you spend $500"), "$200");
  EXPECT_EQ(amount("打 85 折，封顶减 $100"), "85 折");
  EXPECT_EQ(amount("满 75 返 15"), "15");
}

TEST(Amounts, figures_that_nobody_gives_are_none) {
  for (const auto* text : {"年费 $95", "交了 $3,450 房租", "超了 5/24", "11 点收到邮件", "等了 7-10 天",
                           "消费满 $4,000", "额度给到 H100", "#23 楼", "没有数字"})
    EXPECT_EQ(amount(text), "") << text;
}

TEST(Periods, have_a_first_and_a_last_day) {
  EXPECT_EQ(period("截至 5/28").ends, "2026-05-28");
  EXPECT_EQ(period("7/7 前开户").ends, "2026-07-07");
  EXPECT_EQ(period("open by 7/7").ends, "2026-07-07");
  EXPECT_EQ(period("ends June 3rd").ends, "2026-06-03");
  EXPECT_EQ(period("9 月底收", *day_of("2026-09-08")).ends, "2026-09-30");
  EXPECT_EQ(period("今天最后一天").ends, "2026-05-04");
  const auto range = period("5/1 到 5/30");
  EXPECT_EQ(range.starts, "2026-05-01");
  EXPECT_EQ(range.ends, "2026-05-30");
  const auto open = period("今天开始到 6/15");
  EXPECT_EQ(open.starts, "2026-05-04");
  EXPECT_EQ(open.ends, "2026-06-15");
}

TEST(Periods, of_two_deadlines_the_one_to_get_in_counts) {
  EXPECT_EQ(period("要在 5/31 前 add 到卡上，6/30 到期").ends, "2026-05-31");
  EXPECT_EQ(period("6/30 到期，要在 5/31 前 add").ends, "2026-05-31");
  EXPECT_EQ(period("9/30 之前点注册，刷到 10/31 为止", *day_of("2026-09-12")).ends, "2026-09-30");
}

TEST(Periods, what_was_the_end_is_none) {
  EXPECT_EQ(period("开户死线 10/15(原来 9/24)", *day_of("2026-09-14")).ends, "2026-10-15");
  const auto moved = period("25% 本来今天截止，官网现在写延到 6/7", *day_of("2026-05-30"));
  EXPECT_EQ(moved.ends, "2026-06-07");
  EXPECT_TRUE(moved.changed);
}

TEST(Periods, a_day_without_a_cue_is_no_end) {
  for (const auto* text :
       {"我 5/9 开的户", "超了 5/24", "25 天内 DD 满 $5,000", "7-10 days pending", "昨天准点没了", "5/1 收到信"})
    EXPECT_EQ(period(text).ends, "") << text;
}

TEST(Periods, an_hour_has_the_offset_of_its_zone_on_that_day) {
  EXPECT_EQ(period("仅限今天，PST 23:59 截止").ends, "2026-05-04T23:59-07:00");
  EXPECT_EQ(period("明晚9点截止").ends, "2026-05-05T21:00-07:00");
  EXPECT_EQ(period("12/20 晚上8点截止", *day_of("2026-12-01")).ends, "2026-12-20T20:00-08:00");
  EXPECT_EQ(period("ends tomorrow 11:59pm ET").ends, "2026-05-05T23:59-04:00");
}

TEST(OfferNames, are_brands_and_what_is_offered_of_them) {
  EXPECT_EQ(name("Chase Ink Preferred 开卡 100k UR，年费 $95"), "Chase Ink Preferred 开卡");
  EXPECT_EQ(name("Citi TYP 转 LifeMiles 加赠 25%"), "Citi TYP 转 LifeMiles");
  EXPECT_EQ(name("Rakuten 今天 Saks 15% cashback"), "Rakuten Saks");
  EXPECT_EQ(name("Citi 又出一个，TYP 转 Virgin Atlantic 加赠 30%"), "Citi TYP 转 Virgin Atlantic");
  EXPECT_EQ(name("收到 Hilton 邮件，消费满 $1,000 送 20k 分"), "Hilton");
  EXPECT_EQ(name("US Bank Smartly Checking——顶格 $450"), "US Bank Smartly Checking");
  EXPECT_EQ(name("eBay 翻新专区打 85 折"), "eBay 翻新专区");
  EXPECT_EQ(name("BMO $400"), "BMO");
}

std::vector<std::vector<NameKey>> keys_of(const std::vector<std::string>& names) {
  std::vector<std::vector<NameKey>> keys;
  for (const auto& offer : names) keys.push_back(name_keys(offer));
  return keys;
}

std::vector<std::size_t> named(std::string_view text, const std::vector<std::string>& offers) {
  return named_in(small_form(norm32(text)), keys_of(offers));
}

TEST(OfferNames, an_offer_is_called_by_a_word_that_no_other_has) {
  const std::vector<std::string> offers{"Citi 转 LifeMiles", "Citi 转 Virgin Atlantic", "Wells Fargo 开户",
                                        "C1 转 Flying Blue"};
  using Places = std::vector<std::size_t>;
  EXPECT_EQ(named("往 Virgin 转了 10k", offers), Places{1});
  EXPECT_EQ(named("wells fargo 开好了", offers), Places{2});
  EXPECT_EQ(named("WF 的 bonus 到账", offers), Places{2});
  EXPECT_EQ(named("FB 的 20% 到今天为止", offers), Places{3});
  EXPECT_EQ(named("Citi 又出新的", offers), Places{});
  EXPECT_EQ(named("LifeMiles 和 Virgin 选哪个", offers), (Places{0, 1}));
  EXPECT_EQ(named("蓝天白云", offers), Places{});
}

TEST(OfferNames, everyday_words_alone_name_nothing) {
  const std::vector<std::string> offers{"Best Buy 礼卡", "US Bank Checking"};
  EXPECT_TRUE(named("the best way to open a bank account", offers).size() <= 1);
  EXPECT_TRUE(named("my bank said so", offers).empty());
}

TEST(OfferNames, a_shorter_wording_is_the_same_offer) {
  EXPECT_TRUE(may_be_same(name_keys("Wells Fargo Everyday Checking 新户"), name_keys("Wells Fargo")));
  EXPECT_FALSE(may_be_same(name_keys("Citi 转 LifeMiles"), name_keys("Citi 转 Virgin Atlantic")));
  EXPECT_FALSE(may_be_same(name_keys(""), name_keys("Citi")));
}

TEST(Offers, a_floor_that_announces_one_opens_it) {
  const auto saks = offer_of("Rakuten 今天 Saks 15% cashback，仅限今天，PST 23:59 截止，平时只有 6%。");
  EXPECT_EQ(saks.offer, "Rakuten Saks");
  EXPECT_EQ(saks.amount, "15%");
  EXPECT_EQ(saks.ends, "2026-05-04T23:59-07:00");
  EXPECT_EQ(saks.status, DealStatus::alive);
  const auto sofi = offer_of("SoFi 开户 $300 今天最后一天，25 天内 DD 满 $5,000。");
  EXPECT_EQ(sofi.amount, "$300");
  EXPECT_EQ(sofi.terms, std::vector<std::string>{"25 天内 DD 满 $5,000"});
}

TEST(Offers, items_of_a_first_floor_are_opened_one_by_one) {
  const auto found = offers_in(lines({"Chase Ink Preferred 开卡 100k UR，3 个月内消费 $8,000，年费 $95，截至 5/28。",
                                      "Citi TYP 转 LifeMiles 加赠 25%，5/1 到 5/30。",
                                      "(已失效)Costco 店里 Uber 礼卡 $100 面值卖 $79.99，每人限购 2 张。"},
                                     true),
                               scene(true));
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].deal.amount, "100k UR");
  EXPECT_EQ(found[0].deal.terms, (std::vector<std::string>{"3 个月内消费 $8,000", "年费 $95"}));
  EXPECT_EQ(found[1].deal.starts, "2026-05-01");
  EXPECT_EQ(found[2].deal.status, DealStatus::expired);
  EXPECT_EQ(found[2].sentences, std::vector<std::size_t>{2});
}

TEST(Offers, lines_behind_a_heading_belong_to_it) {
  const auto found = offers_in(lines({"US Bank Smartly Checking——顶格 $450", "新客才行。开户死线 6/15",
                                      "BMO ☠️ $400", "90 天内 $4,000 的 DD，6/1 收", "不发 refer，别私信我要"}),
                               scene(true));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].deal.ends, "2026-06-15");
  EXPECT_EQ(found[1].deal.ends, "2026-06-01");
  EXPECT_EQ(found[1].deal.status, DealStatus::expired);
}

TEST(Offers, talk_about_money_opens_none) {
  for (const auto* text :
       {"CSR 的 $795 年费直接扣走了，心里咯噔一下。", "Delta 那张年费 7/1 起从 150 涨到 175。",
        "Costco ribeye is $24.99/lb now, it was 19.99 in the summer.", "联邦退税 $1,830 到账。",
        "车险也涨，续保从 156 一个月变 210。", "I opened mine in 2016 when it was 100k and a $450 fee."})
    EXPECT_FALSE(opens(text)) << text;
}

TEST(Offers, questions_memories_and_referrals_open_none) {
  for (const auto* text : {"SoFi 开户 $300 还有吗？", "C1 转 Flying Blue 去年秋天给过 25%，我那次转了 200k。",
                           "Chase Ink 100k 可以用我的 referral，点头像私信，5/28 截止。",
                           "US Bank 走我的推荐链接多拿 $50，5/31 前开户，电报联系。"})
    EXPECT_FALSE(opens(text)) << text;
}

TEST(Offers, reports_open_none) {
  for (const auto* text : {"到账了！Wells Fargo 的 $325 今天 post。", "Ink 被拒，理由是超了 5/24，送的 100k 没戏。",
                           "BMO 等 bonus 中，$400，6/1 前应该能到。"})
    EXPECT_FALSE(opens(text)) << text;
}

TEST(Offers, what_an_employer_or_a_court_gives_opens_none_where_nobody_speaks_of_offers) {
  for (const auto* text : {"会少的，模板写着 2/10 前签的额外给 $5,000 和 2 个月再就业服务，过期作废。",
                           "和解金每户给 $120，6/30 前要在网站上登记。", "房东说 5/31 前搬走的多退 $500 押金。"})
    EXPECT_FALSE(opens(text, false)) << text;
}

TEST(Offers, a_reply_opens_none_without_a_period_of_its_own) {
  auto at = scene();
  at.replies = true;
  EXPECT_TRUE(offers_in(lines({"Hilton 我这封是 Aspire，$750 送 15k 分。"}), at).empty());
  EXPECT_EQ(offers_in(lines({"SoFi 开户 $300 今天最后一天，25 天内 DD 满 $5,000。"}), at).size(), 1u);
}

TEST(Offers, text_without_end_is_read_up_to_a_bound) {
  std::string text = "Chase 开户送 $300，";
  for (int i = 0; i < tests::unless_sanitized(2000, 500); ++i) text += "满 $1" + std::to_string(i) + " 送 5%，";
  EXPECT_LE(offers_in(lines({text}), scene(true)).size(), 1u);
  std::vector<std::string> many;
  for (int i = 0; i < 300; ++i) many.push_back("Bank" + std::to_string(i) + "x 开户送 $300，5/31 前开户");
  EXPECT_LE(offers_in(lines(many, true), scene(true)).size(), 40u);
}

}  // namespace
}  // namespace gailou::digest
