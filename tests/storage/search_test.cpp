// Finding floors and entries.
#include <algorithm>
#include <set>

#include "tests/storage/search_fixture.h"

namespace gailou::storage {
namespace {

using Names = std::vector<std::string>;

class Search : public SearchTest {};

TEST_F(Search, a_word_of_two_characters_is_found_newest_first) {
  thread_with({post(1, "最近算力涨价"), post(2, "没有关系"), post(3, "算力紧张")});
  EXPECT_EQ(found("算力"), (Names{"#3", "#1"}));
  EXPECT_EQ(found("力紧"), Names{"#3"});
  EXPECT_EQ(found("力涨"), Names{"#1"});
  EXPECT_TRUE(found("显卡").empty());
}

TEST_F(Search, one_character_and_long_words_are_found_too) {
  thread_with({post(1, "涨了"), post(2, "混合架构的模型"), post(3, "了解")});
  EXPECT_EQ(found("了"), (Names{"#3", "#1"}));
  EXPECT_EQ(found("混合架构"), Names{"#2"});
  EXPECT_EQ(found("架构混合"), Names{});
  EXPECT_EQ(found("型"), Names{"#2"});
}

TEST_F(Search, scripts_widths_and_cases_are_one) {
  thread_with({post(1, "用GPT-5.5写代码"), post(2, "ｇｐｔ５.５真快"), post(3, "Claude也行")});
  for (const auto* typed : {"gpt-5.5", "GPT5.5", "ＧＰＴ－５．５", "gpt 5.5"}) {
    EXPECT_EQ(found(typed), (Names{"#2", "#1"})) << typed;
  }
  EXPECT_EQ(found("gpt"), (Names{"#2", "#1"}));
  EXPECT_EQ(found("CLAUDE也"), Names{"#3"});
  EXPECT_EQ(found("clau*"), Names{"#3"});
  EXPECT_EQ(found("clau"), Names{});
}

TEST_F(Search, all_words_have_to_be_there_and_none_that_are_left_out) {
  thread_with({post(1, "显卡涨价，二手"), post(2, "显卡涨价，全新"), post(3, "显卡")});
  EXPECT_EQ(found("显卡 涨价"), (Names{"#2", "#1"}));
  EXPECT_EQ(found("显卡 -二手"), (Names{"#3", "#2"}));
  EXPECT_EQ(found("显卡 -涨价"), Names{"#3"});
  EXPECT_EQ(found("in:floors -涨价"), Names{"#3"});
}

TEST_F(Search, a_phrase_stands_as_it_is) {
  thread_with({post(1, "the quick brown fox"), post(2, "the brown quick fox")});
  EXPECT_EQ(found("\"quick brown\""), Names{"#1"});
  EXPECT_EQ(found("quick brown"), (Names{"#2", "#1"}));
}

TEST_F(Search, authors_narrow_it) {
  thread_with({post(1, "算力一", "Alice"), post(2, "算力二", "bob"), post(3, "算力三", "ALICE B")});
  EXPECT_EQ(found("算力 author:alice"), Names{"#1"});
  EXPECT_EQ(found("author:\"alice b\""), Names{"#3"});
  EXPECT_EQ(found("作者:ＢＯＢ"), Names{"#2"});
  EXPECT_TRUE(found("author:nobody").empty());
}

TEST_F(Search, sources_and_threads_narrow_it) {
  thread_with({post(1, "算力一")});
  const auto other = store().ensure_source({.name = "other-forum", .origin = "https://other.example"});
  ASSERT_TRUE(other);
  const auto second = store().add_thread("other-forum", TopicId{7}, now_)->thread.id;
  ingest(second, page({post(5, "算力五")}));
  EXPECT_EQ(found("算力"), (Names{"#5", "#1"}));
  EXPECT_EQ(found("算力 source:other-forum"), Names{"#5"});
  EXPECT_EQ(found("算力 source:forum"), Names{"#1"});
  EXPECT_EQ(found("算力 source:other"), Names{});
  EXPECT_EQ(found("thread:other-forum/7"), Names{"#5"});
  EXPECT_EQ(found("thread:forum/493728"), Names{"#1"});
  EXPECT_TRUE(found("算力 thread:forum/8").empty());
  EXPECT_TRUE(found("算力 source:nowhere").empty());
}

TEST_F(Search, times_narrow_it_to_the_millisecond) {
  std::vector<Post> posts;
  for (std::int64_t floor = 1; floor <= 6; ++floor) posts.push_back(post(floor, "算力"));
  for (auto& one : posts) one.created_at = kStart - 10h + std::chrono::hours{one.floor.value};
  posts[5].created_at = posts[4].created_at + 1ms;
  thread_with(posts);
  const auto at = [&](std::size_t place) { return digest::to_iso(posts[place].created_at); };
  EXPECT_EQ(found("算力 after:" + at(4)), (Names{"#6", "#5"}));
  EXPECT_EQ(found("算力 after:" + at(5)), Names{"#6"});
  EXPECT_EQ(found("算力 before:" + at(1)), Names{"#1"});
  EXPECT_EQ(found("算力 before:" + at(5) + " after:" + at(2)), (Names{"#5", "#4", "#3"}));
  EXPECT_EQ(found("after:6h"), (Names{"#6", "#5", "#4"}));
}

TEST_F(Search, entries_and_floors_are_told_apart) {
  const auto id = thread_with({post(1, "算力涨价"), post(2, "哈哈")});
  digest_pending(id, {2});
  EXPECT_EQ(found("算力"), (Names{"e1", "#1"}));
  EXPECT_EQ(found("算力 in:entries"), Names{"e1"});
  EXPECT_EQ(found("算力 in:floors"), Names{"#1"});
  EXPECT_EQ(found("算力 section:latest"), Names{"e1"});
  EXPECT_TRUE(found("算力 section:deals").empty());
  EXPECT_EQ(found("算力 author:alice"), Names{"#1"}) << "an entry has no author";
}

TEST_F(Search, a_hit_tells_what_a_page_needs) {
  const auto id = thread_with({post(1, "算力涨价", "Alice")});
  now_ += 1h;
  digest_pending(id);
  const auto hits = search("算力").hits;
  ASSERT_EQ(hits.size(), 2u);
  EXPECT_EQ(hits[0].at, now_);
  EXPECT_EQ(hits[0].committed_at, now_);
  ASSERT_TRUE(hits[0].entry);
  EXPECT_EQ(hits[0].entry->cites, std::vector{Floor{1}});
  EXPECT_EQ(hits[0].text, hits[0].entry->text);
  EXPECT_EQ(hits[1].text, "算力涨价");
  EXPECT_EQ(hits[1].author, "Alice");
  EXPECT_EQ(hits[1].floor, Floor{1});
  EXPECT_EQ(hits[1].forum_floor, Floor{1});
  EXPECT_EQ(hits[1].at, post(1, "").created_at);
  for (const auto& hit : hits) {
    EXPECT_EQ(hit.thread, id);
    EXPECT_EQ(hit.source, "forum");
    EXPECT_EQ(hit.origin, "https://forum.example");
    EXPECT_EQ(hit.topic, TopicId{493728});
    EXPECT_EQ(hit.slug, "topic-slug");
    EXPECT_EQ(hit.title, header().title);
  }
}

TEST_F(Search, quotes_and_links_are_searched_as_they_are_shown) {
  auto one = post(1, "我同意");
  one.body.blocks.push_back(
      {.kind = digest::Block::Kind::quote, .spans = {{.text = "算力要涨"}}, .author = "bob", .floor = 7});
  one.body.blocks.push_back(
      {.spans = {{.kind = digest::Span::Kind::link, .text = "价格表", .url = "https://prices.example/gpu-list"}}});
  thread_with({one});
  EXPECT_EQ(found("算力"), Names{"#1"});
  EXPECT_EQ(found("prices.example"), Names{"#1"});
  EXPECT_EQ(found("gpu"), Names{"#1"});
}

TEST_F(Search, pages_follow_each_other_without_gaps_or_repeats) {
  std::vector<Post> posts;
  for (std::int64_t floor = 1; floor <= 47; ++floor) posts.push_back(post(floor, "算力"));
  thread_with(posts);
  const auto whole = found("算力");
  ASSERT_EQ(whole.size(), 47u);
  for (const std::int64_t limit : {1, 7, 10, 46, 47, 48}) EXPECT_EQ(named(all_pages("算力", limit)), whole) << limit;
  EXPECT_FALSE(search("算力", {.limit = 47}).next);
  EXPECT_TRUE(search("算力", {.limit = 46}).next);
}

TEST_F(Search, new_floors_do_not_move_the_pages_behind_them) {
  std::vector<Post> posts;
  for (std::int64_t floor = 1; floor <= 10; ++floor) posts.push_back(post(floor, "算力"));
  const auto id = thread_with(posts);
  const auto first = search("算力", {.limit = 4});
  for (std::int64_t floor = 11; floor <= 14; ++floor) posts.push_back(post(floor, "算力"));
  ingest(id, page(posts));
  const auto second = search("算力", {.limit = 4, .after = first.next});
  EXPECT_EQ(named(second.hits), (Names{"#6", "#5", "#4", "#3"}));
}

TEST_F(Search, a_limit_is_kept_within_bounds) {
  thread_with({post(1, "算力"), post(2, "算力")});
  EXPECT_EQ(search("算力", {.limit = 0}).hits.size(), 1u);
  EXPECT_EQ(search("算力", {.limit = 1'000'000}).hits.size(), 2u);
}

TEST_F(Search, floors_of_one_instant_keep_their_order) {
  std::vector<Post> posts;
  for (std::int64_t floor = 1; floor <= 300; ++floor) {
    posts.push_back(post(floor, "算力"));
    posts.back().created_at = kStart - 1h;
  }
  thread_with(posts);
  const auto hits = all_pages("算力", 50);
  ASSERT_EQ(hits.size(), 300u);
  for (std::size_t i = 0; i < hits.size(); ++i) EXPECT_EQ(hits[i].floor.value, 300 - static_cast<std::int64_t>(i));
}

TEST_F(Search, a_forum_that_gives_all_floors_one_time_is_indexed_all_the_same) {
  std::vector<Post> posts;
  for (std::int64_t floor = 1; floor <= 3000; ++floor) {
    posts.push_back(post(floor, "算力"));
    posts.back().created_at = kStart - 1h;
  }
  thread_with(posts);
  EXPECT_EQ(docs_held(), 3000);
  const auto hits = all_pages("算力 before:" + digest::to_iso(kStart - 1h + 1ms), 200);
  EXPECT_EQ(hits.size(), 3000u);
  EXPECT_TRUE(found("算力 before:" + digest::to_iso(kStart - 1h)).empty());
}

TEST_F(Search, a_time_to_come_counts_as_now) {
  auto future = post(1, "算力");
  future.created_at = kStart + std::chrono::hours{24 * 365 * 100};
  auto past = post(2, "算力");
  past.created_at = digest::from_ms(-5'000'000);
  const auto id = thread_with({future, past});
  now_ += 1h;
  auto later = post(3, "算力");
  later.created_at = now_ - 1min;
  ingest(id, page({future, past, later}));
  EXPECT_EQ(found("算力"), (Names{"#3", "#1", "#2"}));
}

TEST_F(Search, a_reader_of_its_own_finds_what_was_committed) {
  thread_with({post(1, "算力")});
  const auto found = reader()->search(query_of("算力"), {});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->hits.size(), 1u);
  EXPECT_FALSE(found->incomplete);
}

TEST_F(Search, a_new_store_is_complete_and_empty) {
  EXPECT_FALSE(search("算力").incomplete);
  EXPECT_TRUE(search("算力").hits.empty());
  EXPECT_EQ(tend(), 1);
}

TEST_F(Search, a_query_can_not_reach_out_of_its_words) {
  thread_with({post(1, "NEAR OR AND NOT words k_f \"算力\"")});
  for (const auto* typed : {"NEAR(a b)", "a OR b", "words : x", "{words}:a", "^a", "k_e", "a\" OR \"b", "NOT a",
                            "算力)", "'; DROP TABLE posts; --", "rowid:1"}) {
    auto parsed = digest::parse_search(typed, now_, "");
    if (parsed.fault) continue;
    EXPECT_TRUE(store().search(parsed.query, {})) << typed;
  }
  EXPECT_EQ(found("near or and not"), Names{"#1"});
}

/// Every two-character word of generated texts, by the index and by LIKE.
TEST_F(Search, two_characters_are_found_exactly_where_like_finds_them) {
  const std::vector<std::string> pieces = {"算力", "价格", "混合架构", "，", "。", "GPT-5", " ",  "了", "的", "真",
                                           "涨",   "力价", "！",       "1",  "a",  "很",    "（", "）", "\n", "显卡"};
  std::uint64_t state = 99;
  const auto below = [&](std::size_t bound) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    return static_cast<std::size_t>(state >> 33) % bound;
  };
  std::vector<Post> posts;
  std::vector<std::string> texts;
  for (std::int64_t floor = 1; floor <= 150; ++floor) {
    std::string text = "楼";
    for (std::size_t i = 0; i < 3 + below(12); ++i) text += pieces[below(pieces.size())];
    posts.push_back(post(floor, text));
    texts.push_back(digest::text_of(posts.back().body));
  }
  thread_with(posts);
  std::set<std::string> words = {"了", "的", "涨"};
  for (const auto* left : {"算", "力", "价", "格", "混", "合", "架", "构", "真", "涨", "很", "显", "卡", "了", "的"}) {
    for (const auto* right : {"算", "力", "价", "格", "混", "合", "架", "构", "真", "涨", "很", "显", "卡", "了"}) {
      words.insert(std::string(left) + right);
    }
  }
  std::size_t hits = 0;
  for (const auto& word : words) {
    const auto expected =
        std::ranges::count_if(texts, [&](const std::string& text) { return text.find(word) != std::string::npos; });
    const auto got = all_pages(word, 60);
    EXPECT_EQ(std::ssize(got), expected) << word;
    for (const auto& hit : got) EXPECT_NE(hit.text.find(word), std::string::npos) << word;
    hits += got.size();
  }
  EXPECT_GT(hits, 500u);
}

}  // namespace
}  // namespace gailou::storage
