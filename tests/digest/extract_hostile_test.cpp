// Floors that nobody would write to be digested: whatever they hold, the draft meets every gate and accounts for them.
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/compose/extract.h"
#include "digest/compose/prose.h"
#include "digest/text/faults.h"
#include "digest/text/figures.h"
#include "digest/text/normalize.h"
#include "tests/support/digest_run.h"
#include "tests/support/digests.h"
#include "tests/support/sanitized.h"

namespace gailou::digest {
namespace {

using testing::IsEmpty;
using testing::Not;
using tests::DigestRun;
using tests::post_of;

const Instant kTaken = from_ms(1'778'100'000'000);

constexpr std::size_t kMuch = tests::unless_sanitized<std::size_t>(100'000, 25'000);  // bytes

std::string many_times(std::string_view text, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += text;
  return out;
}

const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> kTexts = {
      "",
      " ",
      "\n\n",
      "。。。",
      "，",
      "#",
      "#59",
      "(#59",
      "见#59 和 #1,这两楼说的 300 兆瓦不一样",
      "＃５９ 楼说有 40 张卡,我看未必如此",
      "#①是最大的一台机器,有 80 张卡可以用",
      "新增#1 更正#2 撤回#1 都是我写的 40 张卡",
      "如(#1)和(#1,#2)所说,一共只有 40 张 H100",
      "C#12 和 F#9 的语法我都喜欢,Rust 2024 也不错",
      "😀😂🤣",
      "👨‍👩‍👧‍👦 家人们谁懂啊,今天又涨价到 30 刀了",
      "https://a.example/b?c=d&e=f",
      "看这里 https://a.example/?q=1;2;3!4 说有 3000 张 H100 在跑",
      "www.example.com/uploads/x.png?dl=1 里有 500 张图可以看",
      "路径是 upload://abc.png 和 /uploads/default/x.jpeg?dl=1,大概 20 个文件",
      "甲: 正文开头像是引用,其实是我自己写的 30 个字",
      "甲：全角冒号也一样,这里一共有 30 个字左右",
      "乙: 30,000,150K",
      "30,000,150K同构,其余 5,6,7 号机柜还没有通电",
      "1,2,3,4,5,6,7,8,9,10,11,12 都是可以的,没有 13",
      "((((((((未闭合的括号里有 40 张 H100",
      "闭合太多)))))))的括号里有 40 张 H100",
      "混着)来(的[括}号{里]有 40 张 H100 可以用",
      "“只有左引号的话里有 40 张 H100 可以用",
      "只有右引号的话”里有 40 张 H100 可以用",
      "\"odd quotes\" and \"one more with 40 H100 cards inside",
      "《书名【括号》错位】里有 40 张 H100 可以用",
      "⑴ 圆括号 ⑵ 数字 ︵ 竖排 ﹁ 引号 ＂ 全角引号,40 张 H100",
      "结尾是省略号的一句话,里面有 40 张 H100……",
      "结尾是省略号的一句话,里面有 40 张 H100...",
      "结尾是冒号的一句话,里面有 40 张 H100:",
      "结尾是顿号的一句话,里面有 40 张 H100、",
      "结尾是破折号的一句话,里面有 40 张 H100 ——",
      "结尾是连字符的一句话,里面有 40 张 H100-",
      "结尾是井号的一句话,里面有 40 张 H100 #",
      "结尾是左括号的一句话,里面有 40 张 H100 (",
      "use std::vector<int> and a <b>bold</b> move with &amp; and &lt;3 inside, GCC 12",
      "[quote=\"甲\"]引用的代码[/quote] 然后我说有 40 张 H100",
      "a < b and c > d, x <y and z> w for 40 cases of H100",
      "English only, and rather long: the lease covers 220,000 GPUs, of which 150K are H100. However, nobody knows.",
      "مرحبا بالعالم هذا نص عربي طويل يحتوي على 40 رقما و H100",
      "שלום עולם זה טקסט ארוך מאוד עם 40 כרטיסים",
      "混合 العربية 和中文 40 张 \xE2\x80\xAE"
      "H100 反向\xE2\x80\xAC 的文字",
      "控制\x01字符\x02在\x1b[31m里面,还有 40 张 H100",
      "零\xE2\x80\x8B宽#\xE2\x80\x8B"
      "59字符 40 张 H100 在这里",
      "替换\xEF\xBF\xBD字符在里面,还有 40 张 H100 可以用",
      "行\xE2\x80\xA8分隔\xE2\x80\xA9段分隔,还有 40 张 H100 可以用",
      "e\xCC\x81\xCC\x81\xCC\x81\xCC\x81 组合符 40 张 H100 可以用啊 \xCC\x81",
      "٤٠ 张卡,#٥ 楼说的阿拉伯数字,总共 40 张",
      "1/2 3.5.6 v4.7.1 2026-05-06 14:02:35 PDT 10:00-12:00 50–60亿 $5–6 billion",
      many_times("没有标点的一大段中文", kMuch),
      many_times("x", kMuch),
      many_times("word ", kMuch),
      many_times("7", kMuch),
      many_times("1,", kMuch),
      many_times("(", kMuch),
      many_times("\"", kMuch),
      many_times("甲: ", kMuch),
      many_times("\n", kMuch),
      many_times("a\n", 20'000),
      many_times("好。", kMuch),
      many_times("这一句有 30 张 H100,那一句没有。", kMuch),
      many_times("https://a.example/ ", kMuch),
      many_times("#1 ", 30'000),
  };
  return kTexts;
}

void expect_sound(const DigestRun& run, std::size_t floors, const std::string& what) {
  EXPECT_THAT(run.faults(), IsEmpty()) << what;
  for (const auto& refusal : run.judged().refused) ADD_FAILURE() << what << ": " << refusal.gate << " " << refusal.what;
  const auto& coverage = run.digest().coverage;
  EXPECT_EQ(coverage.in_entries + coverage.nothing_new, static_cast<std::int64_t>(floors)) << what;
}

std::string shown(const std::string& text) {
  return text.size() < 200 ? text : text.substr(0, 40) + "…";
}

TEST(ExtractHostile, each_floor_alone_meets_every_gate) {
  for (const auto& text : hostile_texts()) {
    for (const bool plain : {false, true}) {
      auto post = post_of(60, "甲", text);
      if (plain) post.body = parse_plain(text, {});
      DigestRun run("forum", TopicId{1}, "算力租赁");
      run.take({post}, kTaken);
      expect_sound(run, 1, shown(text));
    }
  }
}

TEST(ExtractHostile, all_of_them_in_one_batch_and_one_by_one) {
  std::vector<Post> posts;
  for (const auto& text : hostile_texts()) {
    const auto floor = static_cast<std::int64_t>(posts.size()) + 1;
    posts.push_back(post_of(floor, floor % 2 == 0 ? "甲" : "乙", text));
    if (floor > 5) posts.back().reply_to = Floor{floor - 3};
  }
  DigestRun once("forum", TopicId{1}, "算力租赁");
  once.take(posts, kTaken);
  expect_sound(once, posts.size(), "one batch");
  DigestRun each("forum", TopicId{1}, "算力租赁");
  for (const auto& post : posts) {
    each.take({post}, kTaken);
    EXPECT_THAT(each.faults(), IsEmpty()) << "#" << post.floor.value;
  }
  EXPECT_EQ(each.digest().coverage, once.digest().coverage);
}

TEST(ExtractHostile, random_mixtures_meet_every_gate) {
  const std::vector<std::string> atoms = {"甲",
                                          ": ",
                                          "：",
                                          "#",
                                          "5",
                                          "9",
                                          ",",
                                          "，",
                                          "。",
                                          ".",
                                          "…",
                                          "(",
                                          ")",
                                          "“",
                                          "”",
                                          "\"",
                                          "《",
                                          "》",
                                          " ",
                                          "\n",
                                          "H100",
                                          "GB200/300",
                                          "220,000",
                                          "22万",
                                          "$5–6 billion",
                                          "https://a.b/c",
                                          "/uploads/x.png",
                                          "<b>",
                                          "&lt;",
                                          "但是",
                                          "不成立",
                                          "？",
                                          "!",
                                          "的",
                                          "算力",
                                          "xAI",
                                          "@乙",
                                          "😀",
                                          "\xE2\x80\x8B",
                                          "\x01",
                                          "-",
                                          "—",
                                          "、"};
  std::mt19937 random(20260506);
  for (int round = 0; round < 400; ++round) {
    std::vector<Post> posts;
    for (std::int64_t floor = 1; floor <= 3; ++floor) {
      std::string text;
      const auto length = random() % 60;
      for (std::size_t i = 0; i < length; ++i) text += atoms[random() % atoms.size()];
      posts.push_back(post_of(floor, floor == 1 ? "甲" : "乙", text));
    }
    DigestRun run("forum", TopicId{1}, "算力租赁");
    run.take(posts, kTaken);
    expect_sound(run, 3,
                 posts[0].body.blocks[0].spans[0].text + " | " + posts[1].body.blocks[0].spans[0].text + " | " +
                     posts[2].body.blocks[0].spans[0].text);
    if (testing::Test::HasFailure()) break;
  }
}

TEST(ExtractHostile, the_fallback_summary_holds_for_any_title) {
  std::vector<std::string> titles = hostile_texts();
  titles.insert(titles.end(),
                {"Anthropic 跟 SpaceXAI(前 xAI)达成协议,使用 Colossus 1 数据中心", "甲: 怎么看 GPT-5.5？",
                 many_times("很长的标题", 1500), many_times("GPT-5.5,", 1500), "标题《没有闭合", "〈〉《》【】"});
  for (std::size_t at = 0; at < titles.size() * 2; ++at) {
    const auto& title = titles[at / 2];
    const auto text = fallback_summary(title, at % 2 == 0 ? Language::zh : Language::en);
    EXPECT_GE(units(text), 10U) << shown(title);
    EXPECT_LE(units(text), 200U) << shown(title);
    EXPECT_THAT(whole_faults(text), IsEmpty()) << shown(title) << " -> " << text;
    EXPECT_THAT(clean_faults(text, {"甲", "乙"}), IsEmpty()) << shown(title) << " -> " << text;
    EXPECT_THAT(figure_faults(text, std::vector<std::string>{title}), IsEmpty()) << shown(title) << " -> " << text;
  }
}

TEST(ExtractHostile, a_good_title_stands_in_the_fallback_summary) {
  EXPECT_EQ(fallback_summary("甲: 怎么看 GPT-5.5？"), "这个帖子讨论的是《甲: 怎么看 GPT-5.5?》，暂时没有更多概括。");
}

TEST(ExtractHostile, an_english_fallback_names_an_english_title_only) {
  EXPECT_EQ(fallback_summary("What about GPT-5.5?", Language::en),
            "A thread about \"What about GPT-5.5?\", of which there is no fuller summary yet.");
  EXPECT_EQ(fallback_summary("Mobile \"X\" plans", Language::en),
            "A thread about \"Mobile \"X\" plans\", of which there is no fuller summary yet.");
  EXPECT_EQ(fallback_summary("", Language::en),
            "A thread of which nothing in its title or first floor gives a summary.");
}

TEST(ExtractHostile, two_thousand_floors_are_quick_enough_to_count) {
  std::vector<Post> posts;
  std::mt19937 random(7);
  for (std::int64_t floor = 1; floor <= tests::unless_sanitized(2000, 500); ++floor) {
    std::string text;
    for (int i = 0; i < 6; ++i) {
      text += "第" + std::to_string(random() % 1000) + "号机柜的利用率只有 " + std::to_string(random() % 100) + "%,";
      text += to_u8(std::u32string{static_cast<char32_t>(0x4e00 + random() % 3000),
                                   static_cast<char32_t>(0x4e00 + random() % 3000), U'。'});
    }
    posts.push_back(post_of(floor, "u" + std::to_string(random() % 50), text));
  }
  BatchInput input{.title = "算力租赁", .revision = Revision{1}, .next_seq = EntrySeq{1}, .posts = posts};
  EXPECT_GE(extract(input).operations.size(), posts.size());
}

}  // namespace
}  // namespace gailou::digest
