// How a search is read from what was typed.
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "digest/search/query.h"

namespace gailou::digest {
namespace {

using namespace std::chrono_literals;
using Kind = SearchFault::Kind;

const Instant kNow = *parse_iso("2026-05-10T12:00:00Z");

ParsedSearch parse(std::string_view typed) {
  return parse_search(typed, kNow, "Asia/Shanghai");
}

SearchQuery query_of(std::string_view typed) {
  const auto parsed = parse(typed);
  EXPECT_FALSE(parsed.fault) << typed << ": " << in_chinese(*parsed.fault);
  return parsed.query;
}

std::optional<Kind> fault_of(std::string_view typed) {
  const auto parsed = parse(typed);
  return parsed.fault ? std::optional(parsed.fault->kind) : std::nullopt;
}

std::string shown(const std::vector<SearchTerm>& terms) {
  std::string all;
  for (const auto& term : terms) {
    if (!all.empty()) all += " | ";
    for (std::size_t i = 0; i < term.words.size(); ++i) all += (i > 0 ? " " : "") + term.words[i];
    if (term.is_prefix) all += "*";
  }
  return all;
}

TEST(SearchQuery, words_apart_by_blanks_are_terms_of_their_own) {
  EXPECT_EQ(shown(query_of("算力 显卡").wanted), "算力 | 显卡");
  EXPECT_EQ(shown(query_of("  算力　claude\t").wanted), "算力 | claude");
}

TEST(SearchQuery, longer_chinese_words_are_rows_of_pairs) {
  EXPECT_EQ(shown(query_of("混合架构").wanted), "混合 合架 架构");
  EXPECT_EQ(shown(query_of("写代码claude").wanted), "写代 代码 码 claude");
}

TEST(SearchQuery, one_character_begins_a_pair) {
  EXPECT_EQ(shown(query_of("了").wanted), "了*");
  EXPECT_EQ(shown(query_of("claude写").wanted), "claude 写*");
  EXPECT_EQ(shown(query_of("写claude").wanted), "写 claude");
}

TEST(SearchQuery, a_star_begins_a_word) {
  EXPECT_EQ(shown(query_of("clau*").wanted), "clau*");
  EXPECT_EQ(shown(query_of("gpt-5*").wanted), "gpt 5*");
  EXPECT_EQ(shown(query_of("算力*").wanted), "算力");
  EXPECT_EQ(fault_of("*"), Kind::empty);
}

TEST(SearchQuery, quotes_of_any_kind_make_a_phrase) {
  for (const auto* typed : {"\"hello world\"", "“hello world”", "「hello world」", "『hello world』", "＂hello world＂",
                            "“hello world\"", "”hello world”"}) {
    EXPECT_EQ(shown(query_of(typed).wanted), "hello world") << typed;
  }
  EXPECT_EQ(shown(query_of("\"a b\" c").wanted), "a b | c");
  EXPECT_EQ(shown(query_of("\"a b\"c").wanted), "a b | c");
}

TEST(SearchQuery, a_minus_leaves_out) {
  const auto query = query_of("显卡 -二手 -\"不 要\" －广告");
  EXPECT_EQ(shown(query.wanted), "显卡");
  EXPECT_EQ(shown(query.unwanted), "二手 | 不 要* | 广告");
  EXPECT_EQ(shown(query_of("a - b").wanted), "a | b");
  EXPECT_EQ(shown(query_of("gpt-5").wanted), "gpt 5");
}

TEST(SearchQuery, a_term_given_twice_counts_once) {
  EXPECT_EQ(shown(query_of("算力 算力 ＡＢＣ abc").wanted), "算力 | abc");
}

TEST(SearchQuery, filters_narrow_it) {
  const auto query = query_of("算力 author:Alice source:uscardforum thread:uscardforum/493728 in:floors");
  EXPECT_EQ(query.author, "Alice");
  EXPECT_EQ(query.source, "uscardforum");
  EXPECT_EQ(query.thread, (SearchThread{.source = "uscardforum", .topic = TopicId{493728}}));
  EXPECT_EQ(query.in, SearchQuery::In::floors);
  EXPECT_EQ(shown(query.wanted), "算力");
}

TEST(SearchQuery, filters_have_chinese_names_and_any_colon) {
  const auto query = query_of("作者：小明 来源:forum 帖子：forum/7 范围:楼层 晚于:3d 早于：2026-05-09");
  EXPECT_EQ(query.author, "小明");
  EXPECT_EQ(query.source, "forum");
  EXPECT_TRUE(query.thread);
  EXPECT_TRUE(query.after);
  EXPECT_TRUE(query.before);
  EXPECT_EQ(query_of("栏目:deals").section, "deals");
  EXPECT_EQ(query_of("栏目:羊毛").section, "deals");
  EXPECT_EQ(query_of("SECTION:最新动态").section, "latest");
}

TEST(SearchQuery, a_filter_s_value_may_be_quoted) {
  EXPECT_EQ(query_of("author:\"Foo Bar\" x").author, "Foo Bar");
  EXPECT_EQ(query_of("author:“Foo Bar”").author, "Foo Bar");
  EXPECT_EQ(query_of("author:@alice").author, "alice");
}

TEST(SearchQuery, days_are_those_of_the_zone) {
  EXPECT_EQ(query_of("after:2026-05-09").after, parse_iso("2026-05-08T16:00:00Z"));
  EXPECT_EQ(query_of("before:2026-05").before, parse_iso("2026-04-30T16:00:00Z"));
  EXPECT_EQ(query_of("since:2026").after, parse_iso("2025-12-31T16:00:00Z"));
  EXPECT_EQ(query_of("after:3d").after, kNow - 72h);
  EXPECT_EQ(query_of("until:2026-05-09T18:00:00Z").before, parse_iso("2026-05-09T18:00:00Z"));
}

TEST(SearchQuery, what_is_no_filter_is_words) {
  EXPECT_EQ(shown(query_of("https://example.com/a").wanted), "https example com a");
  EXPECT_EQ(shown(query_of("3:2").wanted), "3 2");
  EXPECT_EQ(shown(query_of("offer:100").wanted), "offer 100");
  EXPECT_EQ(shown(query_of("\"author:alice\"").wanted), "author alice");
  EXPECT_EQ(shown(query_of(":a").wanted), "a");
}

TEST(SearchQuery, a_filter_alone_is_a_query) {
  EXPECT_TRUE(query_of("author:alice").wanted.empty());
  EXPECT_TRUE(query_of("in:entries -广告").wanted.empty());
  EXPECT_EQ(fault_of("after:3d"), std::nullopt);
}

TEST(SearchQuery, signs_between_words_are_passed_over) {
  EXPECT_EQ(shown(query_of("算力 ！！ ??? -").wanted), "算力");
  EXPECT_EQ(query_of(" 算力   涨价 ").text, "算力 涨价");
}

TEST(SearchQuery, nothing_to_search_for_is_a_fault) {
  for (const auto* typed : {"", "   ", "???", "\"\"", "　", "-"}) EXPECT_EQ(fault_of(typed), Kind::empty) << typed;
  EXPECT_EQ(fault_of("-广告"), Kind::only_unwanted);
}

TEST(SearchQuery, what_is_wrong_is_told_apart) {
  EXPECT_EQ(fault_of("\"算力"), Kind::open_quote);
  EXPECT_EQ(fault_of("author:\"算力"), Kind::open_quote);
  EXPECT_EQ(fault_of("author:"), Kind::empty_filter);
  EXPECT_EQ(fault_of("author: alice"), Kind::empty_filter);
  EXPECT_EQ(fault_of("author:@"), Kind::empty_filter);
  EXPECT_EQ(fault_of("author:a author:b"), Kind::twice);
  EXPECT_EQ(fault_of("in:floors in:floors"), Kind::twice);
  EXPECT_EQ(fault_of("-author:a x"), Kind::excluded_filter);
  EXPECT_EQ(fault_of("autor:a"), Kind::unknown_filter);
  EXPECT_EQ(fault_of("source:A!"), Kind::bad_source);
  EXPECT_EQ(fault_of("thread:7"), Kind::bad_thread);
  EXPECT_EQ(fault_of("thread:forum/x"), Kind::bad_thread);
  EXPECT_EQ(fault_of("thread:forum/0"), Kind::bad_thread);
  EXPECT_EQ(fault_of("after:soon"), Kind::bad_time);
  EXPECT_EQ(fault_of("after:2026-13-01"), Kind::bad_time);
  EXPECT_EQ(fault_of("in:everything"), Kind::bad_in);
  EXPECT_EQ(fault_of("section:x"), Kind::bad_section);
  EXPECT_EQ(fault_of("author:a section:deals"), Kind::never_both);
  EXPECT_EQ(fault_of("in:floors section:deals"), Kind::never_both);
  EXPECT_EQ(fault_of("author:a in:entries"), Kind::never_both);
  EXPECT_EQ(fault_of("after:2026-05-09 before:2026-05-01"), Kind::no_time);
}

TEST(SearchQuery, its_size_is_bounded) {
  EXPECT_EQ(fault_of(std::string(kSearchQueryMax + 1, 'a')), Kind::too_long);
  EXPECT_EQ(fault_of(std::string(kSearchQueryMax, 'a')), std::nullopt);
  std::string many;
  for (std::size_t i = 0; i < kSearchTermsMax; ++i) many += "w" + std::string(1, static_cast<char>('a' + i)) + " ";
  EXPECT_EQ(fault_of(many), std::nullopt);
  EXPECT_EQ(fault_of(many + "zz"), Kind::too_many);
  EXPECT_LE(query_of(std::string(kSearchQueryMax, '1') + "").wanted.front().words.size(), 64u);
}

TEST(SearchQuery, a_fault_names_its_piece_and_says_what_to_do) {
  const auto wrong = parse("算力 after:soon").fault;
  ASSERT_TRUE(wrong);
  EXPECT_EQ(wrong->piece, "soon");
  EXPECT_NE(in_chinese(*wrong).find("“soon”"), std::string::npos);
  EXPECT_NE(in_chinese(*wrong).find("2026-05-09"), std::string::npos);
  EXPECT_NE(in_english(*wrong).what.find("'soon'"), std::string::npos);
  EXPECT_NE(in_english(*wrong).hint.find("after:3d"), std::string::npos);
  EXPECT_EQ(in_english(*wrong).code, Code::usage);

  const auto misspelt = parse("autor:alice").fault;
  EXPECT_EQ(misspelt->hint, "author");
  EXPECT_NE(in_chinese(*misspelt).find("author:"), std::string::npos);
  EXPECT_NE(in_english(*misspelt).hint.find("author:"), std::string::npos);

  const auto empty = parse("author:").fault;
  EXPECT_EQ(empty->piece, "author");
}

TEST(SearchQuery, every_fault_has_words_of_its_own) {
  std::vector<std::string> said;
  for (int kind = 0; kind <= static_cast<int>(Kind::no_time); ++kind) {
    said.push_back(in_chinese({.kind = static_cast<Kind>(kind)}));
    EXPECT_FALSE(in_english({.kind = static_cast<Kind>(kind)}).what.empty());
  }
  std::ranges::sort(said);
  EXPECT_EQ(std::ranges::adjacent_find(said), said.end());
}

TEST(SearchQuery, a_long_piece_is_shortened) {
  const auto wrong = parse("after:" + std::string(300, 'x')).fault;
  ASSERT_TRUE(wrong);
  EXPECT_LT(wrong->piece.size(), 60u);
  EXPECT_TRUE(wrong->piece.ends_with("…"));
}

TEST(SearchQuery, any_bytes_give_a_query_or_a_fault) {
  std::uint64_t state = 11;
  const std::string signs = "\"-:*“”'() \xFF\xE7\xAE算力ab author:in:";
  for (int round = 0; round < 2000; ++round) {
    std::string typed;
    for (int i = 0; i < 24; ++i) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      typed.push_back(signs[(state >> 40) % signs.size()]);
    }
    const auto parsed = parse(typed);
    for (const auto& term : parsed.query.wanted) EXPECT_FALSE(term.words.empty());
  }
}

}  // namespace
}  // namespace gailou::digest
