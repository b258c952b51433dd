// What the offline engine makes of single floors.
#include "digest/compose/extract.h"

#include <algorithm>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/compose/pack.h"
#include "digest/text/normalize.h"
#include "tests/support/digest_run.h"
#include "tests/support/digests.h"

namespace gailou::digest {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::body_of;
using tests::DigestRun;
using tests::post_of;

const std::string kTitle = "某机房的算力租赁";
const Instant kTaken = from_ms(1'778'100'000'000);

/// One batch of posts, all gates met.
DigestRun run_of(const std::vector<Post>& posts, const std::string& title = kTitle) {
  DigestRun run("forum", TopicId{1}, title);
  run.take(posts, kTaken);
  EXPECT_THAT(run.faults(), IsEmpty());
  EXPECT_TRUE(run.judged().refused.empty());
  return run;
}

std::vector<Entry> entries_of(const std::vector<Post>& posts) {
  return run_of(posts).digest().entries;
}

std::string text_of_only(const std::string& text) {
  const auto entries = entries_of({post_of(1, "甲", text)});
  return entries.size() == 1 ? entries[0].text : std::to_string(entries.size()) + " entries";
}

std::string reason_for(const Body& body) {
  auto post = post_of(1, "甲", "");
  post.body = body;
  const auto run = run_of({post});
  const auto& quiet = run.digest().nothing_new;
  return quiet.size() == 1 ? std::string(name_of(quiet[0].reason)) : "an entry";
}
std::string reason_for(const std::string& text) {
  return reason_for(parse_plain(text, {}));
}

TEST(Extract, chatter_is_quiet_with_its_reason) {
  EXPECT_EQ(reason_for("谢谢楼主分享"), "thanks");
  EXPECT_EQ(reason_for("Thanks a lot"), "thanks");
  EXPECT_EQ(reason_for("mark"), "thanks");
  EXPECT_EQ(reason_for("哈哈哈"), "meme");
  EXPECT_EQ(reason_for("有何机会?"), "question");
  EXPECT_EQ(reason_for("为啥不直接用呢"), "question");
  EXPECT_EQ(reason_for("路过"), "short");
  EXPECT_EQ(reason_for("我也以为是"), "short");
  EXPECT_EQ(reason_for("/uploads/short-url/a.png?dl=1"), "image");
  EXPECT_EQ(reason_for("好看 /uploads/short-url/a.png?dl=1"), "image");
  EXPECT_EQ(reason_for("https://a.example/b"), "link");
  EXPECT_EQ(reason_for("https://a.example/b https://a.example/b A preview of it. With text."), "link");
  EXPECT_EQ(reason_for(""), "short");
}

TEST(Extract, english_chatter_is_quiet_although_it_is_all_latin_words) {
  EXPECT_EQ(reason_for("Super awesome to see this in action!"), "short");
  EXPECT_EQ(reason_for("Love that site. It's great."), "short");
  EXPECT_EQ(reason_for("Working on a Debug UI for Urho3D."), "an entry");
}

TEST(Extract, code_is_no_prose_unless_there_is_nothing_else) {
  auto post = post_of(1, "甲", "");
  post.body.blocks = {{.spans = {{.text = "把 20 行的循环换成一次 SIMD 就快了 8 倍"}}},
                      {.kind = Block::Kind::code, .spans = {{.text = "for (int i = 0; i < 20; ++i) run(i);"}}}};
  EXPECT_EQ(entries_of({post}).at(0).text, "把 20 行的循环换成一次 SIMD 就快了 8 倍。");
}

TEST(Extract, emoji_alone_are_a_meme) {
  EXPECT_EQ(reason_for(Body{.blocks = {{.spans = {{.kind = Span::Kind::emoji, .text = ":joy:"}}}}}), "meme");
}

TEST(Extract, a_sentence_becomes_an_entry_with_itself_as_evidence) {
  const auto entries = entries_of({post_of(1, "甲", "甲方今天宣布租下整个数据中心,合计 220,000 张 H100")});
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(entries[0].text, "甲方今天宣布租下整个数据中心，合计 220,000 张 H100。");
  EXPECT_EQ(entries[0].section, "latest");
  EXPECT_EQ(entries[0].evidence[0].quote, "甲方今天宣布租下整个数据中心,合计 220,000 张 H100");
}

TEST(Extract, english_ends_in_a_latin_full_stop) {
  EXPECT_EQ(text_of_only("The lease covers 220,000 GPUs for inference"),
            "The lease covers 220,000 GPUs for inference.");
}

TEST(Extract, lost_line_breaks_become_commas) {
  EXPECT_EQ(text_of_only("4.6 的时候都用不完 现在一下子就用完了"), "4.6 的时候都用不完，现在一下子就用完了。");
}

TEST(Extract, a_floor_without_substance_between_others_takes_no_entry) {
  const auto run = run_of({post_of(1, "甲", "机房一期共有 3 万张 H100,二期全是 GB200。"), post_of(2, "乙", "哈哈"),
                           post_of(3, "丙", "二期其实还没有通电,官方说要等到年底。")});
  EXPECT_EQ(run.digest().coverage, (Coverage{.visible = 3, .in_entries = 2, .nothing_new = 1}));
}

TEST(Extract, a_repeat_is_quiet_as_a_duplicate) {
  const auto run = run_of({post_of(1, "甲", "机房一期共有 3 万张 H100,二期全是 GB200。"),
                           post_of(2, "乙", "机房一期共有 3 万张 H100,二期全是 GB200!")});
  ASSERT_EQ(run.digest().nothing_new.size(), 1U);
  EXPECT_EQ(run.digest().nothing_new[0], (NothingNew{.floor = Floor{2}, .reason = Reason::duplicate}));
}

TEST(Extract, what_stands_in_two_entries_already_is_a_repeat) {
  auto run = run_of({post_of(1, "甲", "机房一期今天宣布装好了 3 万张 H100 和配套的水冷。"),
                     post_of(2, "乙", "二期的 12 台变压器要等到年底才能从国外运过来安装。")});
  ASSERT_EQ(run.digest().entries.size(), 2U);
  run.take(
      {post_of(3, "丙",
               "机房一期今天宣布装好了 3 万张 H100 和配套的水冷。二期的 12 台变压器要等到年底才能从国外运过来安装。")},
      kTaken);
  EXPECT_EQ(run.digest().entries.size(), 2U);
  EXPECT_EQ(run.digest().nothing_new[0], (NothingNew{.floor = Floor{3}, .reason = Reason::duplicate}));
}

TEST(Extract, a_sentence_loses_the_clause_that_tells_nothing) {
  EXPECT_EQ(text_of_only("机房一期今天宣布装好了 3 万张 H100，二期 5 月 3 号动工，真香"),
            "机房一期今天宣布装好了 3 万张 H100，二期 5 月 3 号动工。");
}

TEST(Extract, a_repeat_of_an_earlier_revision_is_quiet_too) {
  auto run = run_of({post_of(1, "甲", "机房一期共有 3 万张 H100,二期全是 GB200。")});
  run.take({post_of(2, "乙", "机房一期共有 3 万张 H100,二期全是 GB200!")}, kTaken);
  EXPECT_EQ(run.digest().entries.size(), 1U);
  EXPECT_EQ(run.digest().nothing_new[0].reason, Reason::duplicate);
}

TEST(Extract, a_flattened_quotation_of_an_earlier_batch_is_a_reply_and_not_own_text) {
  auto run = run_of({post_of(1, "privater", "Anthropic 将租用全部算力容量,超过 300 兆瓦。")});
  run.take({post_of(2, "nkc", "privater: 超过 300 兆瓦 但用耗电量来衡量算力多少有点本末倒置了。")}, kTaken);
  EXPECT_THAT(run.faults(), IsEmpty());
  ASSERT_EQ(run.digest().entries.size(), 2U);
  const auto& answer = run.digest().entries[1];
  EXPECT_EQ(answer.text, "反驳#1：但用耗电量来衡量算力多少有点本末倒置了。");
  EXPECT_EQ(answer.section, "disputes");
  EXPECT_EQ(answer.cites, tests::floors_of({1, 2}));
  EXPECT_EQ(answer.floors, tests::floors_of({2}));
  EXPECT_EQ(answer.evidence[0].quote, "Anthropic 将租用全部算力容量,超过 300 兆瓦。");
  ASSERT_EQ(answer.links.size(), 1U);
  EXPECT_EQ(answer.links[0], (Link{.rel = Link::Rel::contradicts, .entry = "e1", .floor = {}}));
}

TEST(Extract, a_reply_that_agrees_answers) {
  auto reply = post_of(2, "乙", "同意,我这边 3 台机器也是这样跑的");
  reply.reply_to = Floor{1};
  const auto entries = entries_of({post_of(1, "甲", "机房一期共有 3 万张 H100,二期全是 GB200。"), reply});
  ASSERT_EQ(entries.size(), 2U);
  ASSERT_EQ(entries[1].links.size(), 1U);
  EXPECT_EQ(entries[1].links[0], (Link{.rel = Link::Rel::answers, .entry = {}, .floor = Floor{1}}));
}

TEST(Extract, a_question_that_says_nothing_alone_stands_before_its_answer) {
  auto answer = post_of(3, "丙", "官方说明里写了,要等到 12 月 20 日才通电。");
  answer.reply_to = Floor{2};
  const auto run = run_of(
      {post_of(1, "甲", "机房一期共有 3 万张 H100,二期全是 GB200。"), post_of(2, "乙", "二期什么时候通电?"), answer});
  ASSERT_EQ(run.digest().entries.size(), 2U);
  const auto& entry = run.digest().entries[1];
  EXPECT_EQ(entry.text, "#2 问：二期什么时候通电？答：官方说明里写了，要等到 12 月 20 日才通电。");
  EXPECT_EQ(entry.cites, tests::floors_of({2, 3}));
  EXPECT_EQ(entry.floors, tests::floors_of({3}));
  ASSERT_EQ(run.digest().nothing_new.size(), 1U);
  EXPECT_EQ(run.digest().nothing_new[0].reason, Reason::question);
}

TEST(Extract, a_short_reply_says_whom_it_answers) {
  auto answer = post_of(2, "乙", "Fremont 那边也是 3,995 起步,没有例外");
  answer.reply_to = Floor{1};
  const auto entries = entries_of({post_of(1, "甲", "Stevens Creek 的车行加价 3,995 美元,全款也一样。"), answer});
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[1].text, "回应#1：Fremont 那边也是 3,995 起步，没有例外。");
  EXPECT_EQ(entries[1].cites, tests::floors_of({2}));
}

TEST(Extract, a_reply_to_a_floor_we_never_saw_has_no_link) {
  auto reply = post_of(9, "乙", "同意,我这边 3 台机器也是这样跑的");
  reply.reply_to = Floor{4};
  EXPECT_THAT(entries_of({reply})[0].links, IsEmpty());
}

TEST(Extract, sections_follow_the_cues) {
  const auto section = [](const std::string& text) {
    return entries_of({post_of(1, "甲", "大家怎么看这份租约,够训练大模型用 5 年吗。"), post_of(2, "乙", text)})
        .at(1)
        .section;
  };
  EXPECT_EQ(section("这个说法不成立,150K 的 H100 足够训练了"), "disputes");
  EXPECT_EQ(section("新户红包返现 $300,年费首年免"), "deals");
  EXPECT_EQ(section("建议直接换成 Zed,看 diff 很快"), "actions");
  EXPECT_EQ(section("官方宣布 Claude Code 限额翻倍"), "latest");
  EXPECT_EQ(section("机房一期有 3 万张 H100"), "key");
}

TEST(Extract, a_long_floor_becomes_several_entries_within_the_bounds) {
  std::string text;
  for (int i = 1; i <= 120; ++i)
    text +=
        "第" + std::to_string(i) + "批机柜装了 " + std::to_string(i * 37) + " 张 GB" + std::to_string(i) + " 加速卡。";
  const auto entries = entries_of({post_of(1, "甲", text)});
  EXPECT_GE(entries.size(), 3U);
  EXPECT_LE(entries.size(), 8U);
  for (const auto& entry : entries) {
    EXPECT_LE(units(entry.text), 160U);
    EXPECT_EQ(entry.cites, std::vector<Floor>{Floor{1}});
  }
}

TEST(Extract, items_of_a_list_are_matters_of_their_own) {
  auto post = post_of(1, "甲", "");
  post.body = parse_plain(
      "开个合集，方便大家补充\n1. Ink 开卡 100k UR，消费 $8,000，截至 5/28。\n2. Citi 转点加赠 25%，"
      "从 5/1 到 5/30 为止。\n3. US Bank 新户 $325，90 天内 DD 满 $1,000。",
      {});
  const auto entries = entries_of({post});
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[0].text, "Ink 开卡 100k UR，消费 $8,000，截至 5/28。");
  EXPECT_EQ(entries[2].text, "US Bank 新户 $325，90 天内 DD 满 $1,000。");
}

TEST(Extract, disagreement_with_a_floor_just_before_is_linked_without_a_reply) {
  const auto entries = entries_of({post_of(1, "甲", "我看 Zed 的性能已经出局了,跑 20 个插件就卡"),
                                   post_of(2, "乙", "并非如此,没出局呀,装 20 个插件也不卡")});
  ASSERT_EQ(entries.size(), 2U);
  ASSERT_EQ(entries[1].links.size(), 1U);
  EXPECT_EQ(entries[1].links[0], (Link{.rel = Link::Rel::contradicts, .entry = {}, .floor = Floor{1}}));
}

TEST(Extract, nobody_contradicts_himself) {
  const auto entries = entries_of({post_of(1, "甲", "我看 Zed 的性能已经出局了,跑 20 个插件就卡"),
                                   post_of(2, "甲", "并非如此,没出局呀,装 20 个插件也不卡")});
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_THAT(entries[1].links, IsEmpty());
}

TEST(Extract, a_floor_named_in_prose_is_linked) {
  const auto entries = entries_of({post_of(1, "甲", "机房一期共有 3 万张 H100,二期全是 GB200。"),
                                   post_of(2, "乙", "同意#1说的,二期的 GB200 我亲眼见过 40 台")});
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_THAT(entries[1].text, HasSubstr("#1"));
  EXPECT_EQ(entries[1].links[0], (Link{.rel = Link::Rel::answers, .entry = {}, .floor = Floor{1}}));
}

TEST(Extract, a_link_in_a_sentence_leaves_evidence_on_either_side) {
  auto post = post_of(1, "甲", "");
  post.body = parse_plain("官方公告在 https://a.example/b?c=1 里面写明限额翻倍到 200 次", {});
  const auto entries = entries_of({post});
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_THAT(entries[0].text, Not(HasSubstr("http")));
  const auto stored = norm(text_of(post.body));
  for (const auto& piece : entries[0].evidence) EXPECT_THAT(stored, HasSubstr(norm(piece.quote)));
}

TEST(Extract, what_stands_before_an_image_does_not_run_on_behind_it) {
  auto post = post_of(1, "甲", "");
  post.body = parse_plain("我找AI问了一下,大概是这么说的: /uploads/a.png 结论可能稍好点,但没人放弃期权", {});
  EXPECT_EQ(entries_of({post})[0].text, "我找AI问了一下，大概是这么说的。结论可能稍好点，但没人放弃期权。");
}

TEST(Extract, the_words_of_quotes_and_previews_are_nobodys_own) {
  auto post = post_of(1, "甲", "");
  post.body.blocks = {
      {.kind = Block::Kind::quote, .spans = {{.text = "引用的话有 500 张卡"}}, .author = "乙", .floor = 9},
      {.kind = Block::Kind::onebox, .spans = {{.text = "预览里有 600 张卡"}}, .url = "https://a.example"},
      {.spans = {{.text = "我这里只有 700 张 H100 可用"}}}};
  EXPECT_EQ(entries_of({post})[0].text, "我这里只有 700 张 H100 可用。");
}

TEST(Extract, the_summary_is_of_the_lowest_floor_with_substance) {
  const auto run = run_of({post_of(1, "甲", "哈哈"), post_of(2, "乙", "机房一期共有 3 万张 H100,二期全是 GB200。")});
  EXPECT_EQ(run.digest().summary.text, "机房一期共有 3 万张 H100，二期全是 GB200。");
  EXPECT_EQ(run.digest().summary.cites, std::vector<Floor>{Floor{2}});
}

TEST(Extract, a_later_batch_that_changes_no_picture_leaves_the_summary_alone) {
  auto run = run_of({post_of(1, "甲", "机房一期共有 3 万张 H100,二期全是 GB200。")});
  const auto before = run.digest().summary;
  run.take({post_of(2, "乙", "我们公司也在孟菲斯租过 200 个机柜,电费很便宜。"), post_of(3, "丙", "哈哈")}, kTaken);
  EXPECT_EQ(run.digest().summary, before);
}

TEST(Extract, the_summary_keeps_what_the_thread_is_about_and_says_where_it_stands) {
  auto run = run_of({post_of(1, "甲", "机房一期共有 3 万张 H100,二期全是 GB200。")});
  run.take({post_of(2, "乙", "官方公告:二期通电延期到 12 月 20 日。")}, kTaken);
  EXPECT_THAT(run.faults(), IsEmpty());
  EXPECT_EQ(run.digest().summary.text,
            "机房一期共有 3 万张 H100，二期全是 GB200。最新进展：官方公告：二期通电延期到 12 月 20 日。");
  EXPECT_EQ(run.digest().summary.cites, tests::floors_of({1, 2}));
  EXPECT_EQ(run.digest().summary.rev, Revision{2});

  run.take({post_of(3, "丙", "官方刚宣布:二期通电又提前到 12 月 5 日。")}, kTaken);
  EXPECT_THAT(run.faults(), IsEmpty());
  EXPECT_EQ(run.digest().summary.text,
            "机房一期共有 3 万张 H100，二期全是 GB200。最新进展：官方刚宣布：二期通电又提前到 12 月 5 日。");
  EXPECT_EQ(run.digest().summary.cites, tests::floors_of({1, 3}));
}

TEST(Extract, no_entry_is_longer_than_the_settings_say) {
  BatchInput input{.source = "forum", .title = kTitle, .revision = Revision{1}, .next_seq = EntrySeq{1}};
  std::string text;
  for (int i = 1; i <= 30; ++i)
    text += "第" + std::to_string(i) + "批机柜装了 " + std::to_string(i * 37) + " 张加速卡。";
  input.posts = {post_of(1, "甲", "机房一期共有 3 万张 H100,二期全是 GB200。官方说年底通电,电费 0.19 美元一度。"),
                 post_of(2, "乙", text)};
  input.settings.max_entry = 30;
  std::size_t entries = 0;
  for (const auto& operation : extract(input).operations) {
    if (const auto* append = std::get_if<Append>(&operation)) {
      ++entries;
      EXPECT_LE(units(append->text), 30U) << append->text;
    }
  }
  EXPECT_GE(entries, 3U);
}

TEST(Extract, words_of_a_pack_of_the_owners_count) {
  BatchInput input{.source = "forum", .title = kTitle, .revision = Revision{1}, .next_seq = EntrySeq{1}};
  input.posts = {post_of(1, "甲", "机房一期共有 3 万张 H100。"),
                 post_of(2, "乙", "速办 GB200 的租约,名额只剩 40 个。")};
  const auto section = [&] {
    for (const auto& operation : extract(input).operations) {
      const auto* append = std::get_if<Append>(&operation);
      if (append != nullptr && append->floors == tests::floors_of({2})) return append->section;
    }
    return std::string("none");
  };
  EXPECT_EQ(section(), "key");
  input.settings.pack = std::make_shared<const Pack>(extended_pack("[advice]\n速办\n").value());
  EXPECT_EQ(section(), "actions");
}

TEST(Extract, an_empty_batch_asks_for_nothing) {
  EXPECT_TRUE(extract(BatchInput{.title = kTitle}).operations.empty());
}

TEST(Extract, the_same_input_gives_the_same_draft) {
  const auto posts = tests::lease_posts();
  EXPECT_EQ(run_of(posts).digest(), run_of(posts).digest());
}

TEST(Extract, the_sizes_of_batches_say_the_same) {
  const auto posts = tests::lease_posts();
  DigestRun each("forum", TopicId{1}, kTitle);
  for (const auto& post : posts) each.take({post}, kTaken);
  const auto once = run_of(posts);
  ASSERT_EQ(each.digest().entries.size(), once.digest().entries.size());
  for (std::size_t i = 0; i < once.digest().entries.size(); ++i)
    EXPECT_EQ(each.digest().entries[i].text, once.digest().entries[i].text);
}

}  // namespace
}  // namespace gailou::digest
