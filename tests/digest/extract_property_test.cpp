// What holds of the offline engine for any thread: no gate is broken, the same comes out whatever order its context is
// handed in, and no text takes long.
#include <algorithm>
#include <chrono>
#include <map>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "digest/compose/addressed.h"
#include "digest/compose/choose.h"
#include "digest/compose/cues.h"
#include "digest/compose/enumeration.h"
#include "digest/compose/partner.h"
#include "digest/compose/promise.h"
#include "digest/compose/section.h"
#include "digest/compose/substance.h"
#include "digest/compose/summary.h"
#include "digest/compose/trim.h"
#include "digest/text/normalize.h"
#include "tests/support/digest_run.h"
#include "tests/support/readings.h"
#include "tests/support/sanitized.h"

namespace gailou::digest {
namespace {

using testing::IsEmpty;
using tests::DigestRun;
using tests::plain_post;

const Instant kTaken = from_ms(1'778'100'000'000);

constexpr std::size_t kMuch = tests::unless_sanitized<std::size_t>(100'000, 25'000);  // bytes
const std::string kTitle = "孟菲斯机房的租赁 H100";

std::string repeated(std::string_view text, std::size_t bytes) {
  std::string out;
  while (out.size() < bytes) out += text;
  return out;
}

/// Talk of a forum in pieces: quarrels, thanks, offers, lists, figures, and what no text should hold.
class Writer {
 public:
  explicit Writer(std::uint32_t seed) : random_(seed) {}
  std::size_t below(std::size_t bound) { return random_() % bound; }
  bool one_in(std::size_t n) { return below(n) == 0; }

  std::string text() {
    static const std::vector<std::string> kPieces = {"机房一期共有 3 万张 H100",
                                                     "利用率只有 11%",
                                                     "不成立",
                                                     "你说错了",
                                                     "没这回事",
                                                     "谢谢楼主",
                                                     "同意",
                                                     "不过还没通电",
                                                     "建议直接换成油车",
                                                     "官方今天宣布延期到 12 月",
                                                     "有羊毛，返现 $300",
                                                     "实测 3 天到账",
                                                     "如题",
                                                     "话说，",
                                                     "1) 注册新账号送 $5 2) 绑上一张信用卡 3) 等三天收短信",
                                                     "①便宜得多②稳定得多③有人工客服",
                                                     "I disagree, that is not what they said.",
                                                     "The cluster holds 30,000 nodes",
                                                     "Thanks!",
                                                     "What about the fabric?",
                                                     "it doesn't work",
                                                     "@乙",
                                                     "#3",
                                                     "#99",
                                                     "甲: 机房一期共有 3 万张 H100",
                                                     "https://a.example/b",
                                                     "/uploads/a.png",
                                                     "😀😂",
                                                     "👨‍👩‍👧",
                                                     "\xE2\x80\x8B",
                                                     "\x01\x1b[31m",
                                                     "\xE2\x80\xAE",
                                                     "（",
                                                     "）",
                                                     "“",
                                                     "\"",
                                                     "<b>",
                                                     "最新进展：",
                                                     "反驳#2：",
                                                     "22万",
                                                     "1.5",
                                                     "是机房是机房",
                                                     "？",
                                                     "！"};
    static const std::vector<std::string> kJoints = {"，", "。", "，", " ", "\n", "", "？", ", ", ". ", "；"};
    std::string out;
    for (auto n = below(one_in(8) ? 60 : 9); n > 0; --n)
      out += kPieces[below(kPieces.size())] + kJoints[below(kJoints.size())];
    return out;
  }

  /// Floors with gaps, by five authors, half of them answers.
  std::vector<Post> thread(std::size_t count) {
    static const std::vector<std::string> kAuthors = {"甲", "乙", "丙", "Ss004", "戊"};
    std::vector<Post> posts;
    std::int64_t floor = 0;
    for (std::size_t i = 0; i < count; ++i) {
      floor += one_in(9) ? 2 : 1;
      posts.push_back(plain_post(floor, kAuthors[below(kAuthors.size())], text()));
      auto& post = posts.back();
      if (floor > 1 && one_in(2)) post.reply_to = Floor{1 + static_cast<std::int64_t>(below(floor_index(floor)))};
      if (floor > 1 && one_in(6)) {
        const auto of = 1 + static_cast<std::int64_t>(below(floor_index(floor)));
        post.body.blocks.insert(
            post.body.blocks.begin(),
            {.kind = Block::Kind::quote, .spans = {{.text = "利用率只有 11%"}}, .author = "甲", .floor = of});
      }
    }
    return posts;
  }

 private:
  static std::size_t floor_index(std::int64_t floor) { return static_cast<std::size_t>(floor); }
  std::mt19937 random_;
};

template <class Visit>
void for_each_thread(std::uint32_t seeds, Visit visit) {
  for (std::uint32_t seed = 1; seed <= tests::unless_sanitized(seeds, seeds / 2); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Writer writer(seed);
    visit(writer, writer.thread(4 + writer.below(25)));
    if (testing::Test::HasFailure()) return;
  }
}

/// The engine proposes nothing that the judge would refuse.
void expect_no_refusals(const Draft& draft, const Judged& judged) {
  for (const auto& refusal : judged.refused) {
    const auto* append = std::get_if<Append>(&draft.operations.at(refusal.operation));
    const auto* summarise = std::get_if<Summarise>(&draft.operations.at(refusal.operation));
    ADD_FAILURE() << refusal.gate << ": " << refusal.what << ": "
                  << (append != nullptr      ? append->text
                      : summarise != nullptr ? summarise->text
                                             : "quiet");
  }
}

TEST(ExtractProperty, threads_in_batches_of_any_size_meet_every_gate) {
  std::size_t entries = 0;
  for_each_thread(60, [&](Writer& writer, const std::vector<Post>& posts) {
    DigestRun run("forum", TopicId{1}, kTitle);
    for (std::size_t i = 0; i < posts.size();) {
      const auto end = std::min(posts.size(), i + 1 + writer.below(7));
      const auto offset = [&](std::size_t at) { return posts.begin() + static_cast<std::ptrdiff_t>(at); };
      run.take({offset(i), offset(end)}, kTaken);
      EXPECT_THAT(run.faults(), IsEmpty());
      expect_no_refusals(run.draft(), run.judged());
      i = end;
    }
    const auto& coverage = run.digest().coverage;
    EXPECT_EQ(coverage.in_entries + coverage.nothing_new, static_cast<std::int64_t>(posts.size()));
    entries += run.digest().entries.size();
  });
  EXPECT_GT(entries, tests::unless_sanitized(150U, 75U));  // else the threads were too poor to show anything
}

TEST(ExtractProperty, english_settings_break_no_gate_either) {
  for_each_thread(30, [](Writer&, const std::vector<Post>& posts) {
    BatchInput input = tests::batch_of(1, posts);
    input.title = kTitle;
    input.settings.language = Language::en;
    const auto draft = extract(input);
    const auto judged = judge(input, draft);
    expect_no_refusals(draft, judged);
    EXPECT_THAT(step_faults(input, append(input, judged)), IsEmpty());
  });
}

/// The second half of a thread as a batch, the first half as its context.
BatchInput second_half(const std::vector<Post>& posts) {
  const auto middle = posts.begin() + static_cast<std::ptrdiff_t>(posts.size() / 2);
  DigestRun run("forum", TopicId{1}, kTitle);
  run.take({posts.begin(), middle}, kTaken);
  BatchInput input = tests::batch_of(2, {middle, posts.end()}, {posts.begin(), middle});
  input.title = kTitle;
  input.next_seq = EntrySeq{static_cast<std::int64_t>(run.digest().entries.size()) + 1};
  input.similar = run.digest().entries;
  input.authors = {"甲", "乙", "丙", "Ss004", "戊"};
  input.summary = run.digest().summary;
  return input;
}

Step stepped(const BatchInput& input) {
  return append(input, judge(input, extract(input)));
}

TEST(ExtractProperty, the_order_of_context_and_authors_changes_nothing) {
  for_each_thread(40, [](Writer& writer, const std::vector<Post>& posts) {
    auto input = second_half(posts);
    const auto once = stepped(input);
    EXPECT_THAT(step_faults(input, once), IsEmpty());
    for (int round = 0; round < 3; ++round) {
      for (auto i = input.context.size(); i > 1; --i) std::swap(input.context[i - 1], input.context[writer.below(i)]);
      for (auto i = input.authors.size(); i > 1; --i) std::swap(input.authors[i - 1], input.authors[writer.below(i)]);
      const auto again = stepped(input);
      EXPECT_EQ(again.entries, once.entries);
      EXPECT_EQ(again.nothing_new, once.nothing_new);
      EXPECT_EQ(again.summary, once.summary);
    }
  });
}

TEST(ExtractProperty, every_entry_s_evidence_is_verbatim_and_of_the_floors_it_cites) {
  for_each_thread(40, [](Writer&, const std::vector<Post>& posts) {
    const auto input = second_half(posts);
    std::map<Floor, std::string> stored;
    for (const auto& post : posts) stored[post.floor] = norm(text_of(post.body));
    for (const auto& entry : stepped(input).entries) {
      for (const auto& [floor, quote] : entry.evidence)
        EXPECT_THAT(stored.at(floor), testing::HasSubstr(norm(quote))) << entry.text;
      for (const auto cite : entry.cites) {
        EXPECT_TRUE(std::any_of(entry.evidence.begin(), entry.evidence.end(), [cite](const Evidence& evidence) {
          return evidence.floor == cite;
        })) << entry.text;
      }
    }
  });
}

TEST(ExtractProperty, an_entry_against_a_floor_stands_among_the_disputes_and_links_to_it) {
  std::size_t rebuttals = 0;
  for_each_thread(60, [&](Writer&, const std::vector<Post>& posts) {
    for (const auto& entry : stepped(second_half(posts)).entries) {
      if (!entry.text.starts_with("反驳#")) continue;
      if (entry.cites.size() < 2) continue;  // the floor itself begins so
      ++rebuttals;
      EXPECT_EQ(entry.section, "disputes") << entry.text;
      EXPECT_LT(entry.cites.front(), entry.floors.front()) << entry.text;
      EXPECT_TRUE(std::any_of(entry.links.begin(), entry.links.end(), [](const Link& link) {
        return link.rel == Link::Rel::contradicts;
      })) << entry.text;
    }
  });
  EXPECT_GT(rebuttals, tests::unless_sanitized(3U, 1U));
}

// --- texts that take long if anything does
const std::vector<std::string>& heavy_texts() {
  static const std::vector<std::string> kTexts = {
      repeated("x", kMuch),
      repeated("不", kMuch),
      repeated("不过是", kMuch),
      repeated("不过是。", kMuch),
      repeated("别的别的但是不是", kMuch),
      repeated("i don't know ", kMuch),
      repeated("是", kMuch),
      repeated("机房是机房是", kMuch),
      repeated("1) ", kMuch),
      repeated("1) 2) 3) ", kMuch),
      repeated("①②③", kMuch),
      repeated("话说，", kMuch),
      repeated("如题，", kMuch),
      repeated("，", kMuch),
      repeated("？", kMuch),
      repeated("😀", kMuch),
      repeated("\x01\x02\x1b", kMuch),
      repeated("\xE2\x80\x8B\xE2\x80\xAE", kMuch),
      repeated("11%。不成立！", kMuch),
      repeated("1.", kMuch),
      repeated("谢谢", kMuch),
      repeated("a ", kMuch),
      repeated("It isn't. ", kMuch),
      repeated("你错了\n", kMuch),
  };
  return kTexts;
}

std::string shown(const std::string& text) {
  return text.substr(0, 30) + "…";
}

/// It ends: what takes quadratic time on that many bytes outlasts the limit that every test has.
template <class Work>
void expect_soon(const std::string& what, const std::string& text, Work work) {
  SCOPED_TRACE(what + " of " + shown(text));
  work();
}

TEST(ExtractProperty, every_rule_of_words_ends_soon_on_a_text_without_end) {
  const auto& pack = standard_pack();
  for (const auto& text : heavy_texts()) {
    expect_soon("cues", text, [&] {
      const auto form = cue_form(pack, text);
      for (std::size_t i = 0; i < kCueNames.size(); ++i) {
        count_cues(pack, form, static_cast<Cue>(i));
        opening_cue(pack, form, static_cast<Cue>(i));
      }
    });
    expect_soon("section", text, [&] { section_of(pack, text, {.disputes = true}); });
    expect_soon("enumeration", text, [&] { enumeration_of(text); });
    expect_soon("side", text, [&] { side_of(plain_post(1, "甲", text), feature_keys("11%")); });
    expect_soon("news", text, [&] {
      with_news({.text = "机房一期共有 3 万张。", .cites = {Floor{1}}}, text, Floor{2}, Language::zh);
    });
  }
}

TEST(ExtractProperty, every_rule_on_a_reading_ends_soon_on_a_text_without_end) {
  const auto& pack = standard_pack();
  const auto title = feature_keys(kTitle);
  for (const auto& text : heavy_texts()) {
    auto reading = tests::reading_of(text);
    const auto post = plain_post(5, "甲", text);
    expect_soon("disagreement", text, [&] { disagreement(pack, reading, {}); });
    expect_soon("substance", text, [&] { contentless(pack, reading, {.title = &title}); });
    expect_soon("choice", text, [&] { choose(pack, reading, title, 160); });
    expect_soon("lead", text, [&] { lead_of(pack, reading, post, title, {.title = kTitle, .authors = {}}); });
    expect_soon("partner", text, [&] {
      Partners partners(pack, title);
      partners.add(Floor{4}, "乙", text);
      partners.guessed(post, reading);
    });
    expect_soon("trim", text, [&] { trim(pack, reading); });
  }
}

TEST(ExtractProperty, a_single_sentence_built_by_hand_may_be_as_long_as_it_likes) {
  const auto& pack = standard_pack();
  for (const auto& text : heavy_texts()) {
    Reading reading;
    reading.sentences = {{.text = text, .units = units(text), .features = features_of(text)}};
    reading.units = reading.sentences[0].units;
    expect_soon("promise", text, [&] { promise_of(pack, reading, 0); });
    expect_soon("disagreement", text, [&] { disagreement(pack, reading, {}); });
    expect_soon("trim", text, [&] { trim(pack, reading); });
  }
}

TEST(ExtractProperty, a_batch_of_heavy_floors_is_digested_soundly) {
  std::vector<Post> posts;
  for (const auto& text : heavy_texts()) {
    const auto floor = static_cast<std::int64_t>(posts.size()) + 1;
    posts.push_back(plain_post(floor, floor % 2 == 0 ? "甲" : "乙", text));
    if (floor > 1) posts.back().reply_to = Floor{floor - 1};
  }
  DigestRun run("forum", TopicId{1}, kTitle);
  run.take(posts, kTaken);
  EXPECT_THAT(run.faults(), IsEmpty());
}

}  // namespace
}  // namespace gailou::digest
