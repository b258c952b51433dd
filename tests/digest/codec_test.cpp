#include "digest/codec.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/support/digests.h"

namespace gailou::digest {
namespace {

using nlohmann::ordered_json;
using tests::floors_of;

Entry late_entry() {
  return {.seq = EntrySeq{3},
          .section = "disputes",
          .rev = Revision{2},
          .marker = {.kind = Marker::Kind::added, .first = Floor{4}, .last = Floor{5}},
          .text = "有人反驳#3。",
          .cites = floors_of({3, 4, 5}),
          .floors = floors_of({4, 5}),
          .links = {{.rel = Link::Rel::contradicts, .entry = "e2"}, {.rel = Link::Rel::answers, .floor = Floor{3}}},
          .evidence = {{Floor{3}, "利用率"}, {Floor{4}, "\"足够\"\n训练"}, {Floor{5}, "秘密消息"}}};
}

Digest small_digest() {
  Entry first{.seq = EntrySeq{1},
              .section = "key",
              .rev = Revision{1},
              .text = "甲方租下数据中心。",
              .cites = floors_of({1}),
              .floors = floors_of({1}),
              .evidence = {{Floor{1}, "租下整个数据中心"}}};
  Entry gone{.seq = EntrySeq{2},
             .section = "deals",
             .rev = Revision{1},
             .marker = {.kind = Marker::Kind::withdrawn, .first = Floor{3}, .last = Floor{3}},
             .text = std::string(kTombstone),
             .floors = floors_of({3})};
  return {.thread = {.source = "t",
                     .topic = TopicId{7},
                     .title = "算力租赁",
                     .url = "https://forum.example/t/a/7",
                     .posts_count = 5,
                     .last_number = Floor{5}},
          .revision = Revision{2},
          .generated_at = from_ms(1'778'187'600'250),
          .summary = {.text = "甲方租下整个数据中心。", .rev = Revision{1}, .cites = floors_of({1})},
          .entries = {first, gone, late_entry()},
          .nothing_new = {{Floor{2}, Reason::meme}},
          .coverage = {.visible = 4, .in_entries = 3, .nothing_new = 1}};
}

std::string document_of(const Digest& digest) {
  return to_document(digest).dump();
}

/// The document with one place of it changed.
std::string bent(const std::string& pointer, const ordered_json& value) {
  auto document = to_document(small_digest());
  document[ordered_json::json_pointer(pointer)] = value;
  return document.dump();
}

TEST(Codec, an_entry_is_one_canonical_line_with_its_keys_in_order) {
  EXPECT_EQ(canonical_entry(late_entry()),
            R"({"id":"e3","section":"disputes","rev":2,"marker":"新增#4–5","text":"有人反驳#3。","cites":[3,4,5],)"
            R"("floors":[4,5],"links":[{"rel":"contradicts","entry":"e2"},{"rel":"answers","floor":3}],)"
            R"("evidence":[{"floor":3,"quote":"利用率"},{"floor":4,"quote":"\"足够\"\n训练"},)"
            R"({"floor":5,"quote":"秘密消息"}]})");
}

TEST(Codec, an_entry_comes_back_from_its_line) {
  for (const Entry& entry : small_digest().entries) {
    const auto read = entry_from_json(canonical_entry(entry));
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_EQ(*read, entry);
  }
}

Entry deal_entry() {
  Entry entry{.seq = EntrySeq{4},
              .section = "deals",
              .rev = Revision{2},
              .marker = {.kind = Marker::Kind::corrected, .first = Floor{5}, .last = Floor{5}},
              .text = "蓝鲸银行开户奖励改为 $325，截至 6/30。",
              .cites = floors_of({4, 5}),
              .links = {{.rel = Link::Rel::updates, .entry = "e2"}},
              .evidence = {{Floor{4}, "到账了"}, {Floor{5}, "改成 $325"}}};
  entry.deal = Deal{.offer = "蓝鲸银行 开户",
                    .status = DealStatus::unclear,
                    .amount = "$325",
                    .terms = {"新户", "90 天内 DD 满 $1,000"},
                    .starts = "2026-05-01",
                    .ends = "2026-06-30T23:59-07:00",
                    .data_points = {.success = floors_of({4}), .pending = floors_of({5})}};
  return entry;
}

TEST(Codec, a_deal_stands_behind_the_rest_of_its_entry_without_what_it_leaves_open) {
  auto entry = deal_entry();
  const std::string line = canonical_entry(entry);
  EXPECT_EQ(line.substr(line.find(R"("deal")")),
            R"("deal":{"offer":"蓝鲸银行 开户","status":"unclear","amount":"$325",)"
            R"("terms":["新户","90 天内 DD 满 $1,000"],"starts":"2026-05-01","ends":"2026-06-30T23:59-07:00",)"
            R"("data_points":{"success":[4],"pending":[5]}}})");
  entry.deal = Deal{.offer = "蓝鲸银行 开户", .status = DealStatus::expired};
  const std::string bare = canonical_entry(entry);
  EXPECT_EQ(bare.substr(bare.find(R"("deal")")), R"("deal":{"offer":"蓝鲸银行 开户","status":"expired"}})");
}

TEST(Codec, a_deal_comes_back_from_its_entrys_line) {
  const auto read = entry_from_json(canonical_entry(deal_entry()));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(*read, deal_entry());
}

TEST(Codec, a_deal_that_is_none_is_refused) {
  const std::string line = canonical_entry(deal_entry());
  const auto with = [&](std::string_view was, std::string_view is) {
    auto bent = line;
    bent.replace(bent.find(was), was.size(), is);
    return entry_from_json(bent);
  };
  EXPECT_FALSE(with(R"("unclear")", R"("dead")"));
  EXPECT_FALSE(with(R"("offer")", R"("name")"));
  EXPECT_FALSE(with(R"("success":[4])", R"("success":[4,4])"));
  EXPECT_FALSE(with(R"("success")", R"("claims")"));
  EXPECT_FALSE(with(R"(["新户",)", R"([7,)"));
  EXPECT_FALSE(with(R"("amount":"$325")", R"("amount":325)"));
  EXPECT_FALSE(with(R"("section":"deals")", R"("section":"key")"));
}

TEST(Codec, a_digest_names_schema_sections_and_time) {
  const auto document = to_document(small_digest());
  std::vector<std::string> keys;
  for (const auto& [key, value] : document.items()) keys.push_back(key);
  EXPECT_EQ(keys, (std::vector<std::string>{"schema", "thread", "revision", "generated_at", "summary", "sections",
                                            "entries", "nothing_new", "coverage"}));
  EXPECT_EQ(document.at("schema"), "gailou.digest/1");
  EXPECT_EQ(document.at("generated_at"), "2026-05-07T21:00:00.250Z");
  EXPECT_EQ(document.at("sections").size(), 5U);
  EXPECT_EQ(document.at("sections")[1].dump(), R"({"key":"deals","title":"羊毛/优惠信息"})");
  EXPECT_EQ(document.at("nothing_new").dump(), R"([{"floor":2,"reason":"meme"}])");
}

TEST(Codec, a_digest_comes_back_from_its_document) {
  const auto read = digest_from_document(document_of(small_digest()));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(*read, small_digest());
  EXPECT_EQ(document_of(*read), document_of(small_digest()));
}

TEST(Codec, what_is_no_document_is_malformed) {
  for (const std::string text :
       {"", "null", "[]", "{}", "\"x\"", "{\"schema\":\"gailou.digest/1\"}", "{\"a\":", "\xff"}) {
    const auto read = digest_from_document(text);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, Code::malformed) << text;
  }
}

TEST(Codec, a_member_that_is_missing_is_named) {
  auto document = to_document(small_digest());
  document["entries"][0].erase("cites");
  const auto read = digest_from_document(document.dump());
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().what, "lacks cites");
  EXPECT_EQ(read.error().where, "digest document: entries[0]");
}

TEST(Codec, each_wrong_type_or_word_is_refused) {
  const std::pair<std::string, ordered_json> bends[] = {
      {"/schema", "gailou.digest/2"},
      {"/revision", true},
      {"/revision", 2.0},
      {"/revision", 18446744073709551615U},
      {"/generated_at", "2026-05-07"},
      {"/generated_at", 5},
      {"/thread", nullptr},
      {"/thread/last_number", "5"},
      {"/thread/posts_count", -1},
      {"/summary/cites", {1, "2"}},
      {"/sections/0/title", "别的"},
      {"/sections", ordered_json::array()},
      {"/entries", ordered_json::object()},
      {"/entries/0", 1},
      {"/entries/0/id", "x1"},
      {"/entries/0/id", "e01"},
      {"/entries/0/id", "e2"},
      {"/entries/0/section", "misc"},
      {"/entries/0/rev", 3},
      {"/entries/0/marker", "新增59"},
      {"/entries/0/marker", "更正#1–2"},
      {"/entries/0/cites", {2, 1}},
      {"/entries/0/cites", {1, 1}},
      {"/entries/0/cites", {0}},
      {"/entries/0/text", std::string("a\0b", 3)},
      {"/entries/0/deal", ordered_json::object()},
      {"/entries/2/links/0/rel", "likes"},
      {"/entries/2/links/0/floor", 3},
      {"/entries/2/links/0/entry", "e0"},
      {"/entries/2/evidence/0/quote", 3},
      {"/nothing_new/0/reason", "boring"},
      {"/coverage/visible", -1},
      {"/coverage/more", 1},
  };
  for (const auto& [pointer, value] : bends) {
    const auto read = digest_from_document(bent(pointer, value));
    ASSERT_FALSE(read) << pointer << " " << value;
    EXPECT_EQ(read.error().code, Code::malformed);
  }
}

TEST(Codec, depth_is_bounded_before_anything_is_parsed) {
  const auto read = digest_from_document(std::string(5'000'000, '['));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Code::too_large);
}

TEST(Codec, brackets_inside_strings_are_no_depth) {
  auto digest = small_digest();
  digest.entries[0].text = "[[[[[[[[[[[[\\\"{{{{{{{{{{{{{{。";
  const auto read = digest_from_document(document_of(digest));
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(*read, digest);
}

TEST(Codec, the_number_of_values_is_bounded) {
  std::string many = "[0";
  for (int i = 0; i < 4'000'001; ++i) many += ",0";
  const auto read = digest_from_document(many + "]");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Code::too_large);
}

StoredPost stored_post() {
  StoredPost stored{.post = tests::post_of(4, "丁", "不成立的。"),
                    .text = "不成立的。",
                    .version = 2,
                    .first_seen = from_ms(1'778'000'300'000),
                    .edited_at = from_ms(1'778'000'400'000)};
  stored.post.reply_to = Floor{3};
  stored.post.likes = 2;
  stored.versions = {{.text = "成立的。", .first_seen = stored.first_seen, .until = *stored.edited_at}};
  return stored;
}

ordered_json thread_document(const StoredPost& stored, std::string_view zone = "") {
  return to_document(small_digest().thread, {stored}, zone, "https://forum.example");
}

TEST(Codec, a_thread_document_shows_a_post_with_its_history) {
  EXPECT_EQ(thread_document(stored_post()).at("posts")[0].dump(),
            R"({"id":104,"number":4,"author":"丁","created_at":"2026-05-05T16:57:20.000Z","text":"不成立的。",)"
            R"("reply_to":3,"updated_at":"2026-05-05T17:00:00.000Z","first_seen":"2026-05-05T16:58:20.000Z",)"
            R"("version":2,"state":"visible","likes":2,"url":"https://forum.example/t/a/7/4",)"
            R"("versions":[{"version":1,"text":"成立的。","first_seen":"2026-05-05T16:58:20.000Z",)"
            R"("until":"2026-05-05T17:00:00.000Z"}]})");
}

TEST(Codec, a_deleted_post_shows_no_text_of_any_version) {
  auto stored = stored_post();
  stored.post.state = PostState::deleted;
  stored.deleted_at = from_ms(1'778'000'500'000);
  const auto post = thread_document(stored).at("posts")[0];
  EXPECT_EQ(post.at("text"), "");
  EXPECT_EQ(post.at("state"), "deleted");
  EXPECT_EQ(post.at("deleted_at"), "2026-05-05T17:01:40.000Z");
  EXPECT_FALSE(post.contains("versions"));
}

TEST(Codec, nothing_was_written_after_it_was_seen) {
  auto stored = stored_post();
  stored.post.created_at = stored.first_seen + std::chrono::hours{1};
  EXPECT_EQ(thread_document(stored).at("posts")[0].at("created_at"), to_iso(stored.first_seen));
}

TEST(Codec, an_event_of_the_thread_is_no_post) {
  auto stored = stored_post();
  stored.post.small_action = true;
  EXPECT_TRUE(thread_document(stored).at("posts").empty());
}

TEST(Codec, a_zone_stands_only_where_one_is_known) {
  EXPECT_FALSE(thread_document(stored_post()).at("thread").contains("zone"));
  EXPECT_EQ(thread_document(stored_post(), "America/Los_Angeles").at("thread").at("zone"), "America/Los_Angeles");
}

TEST(Codec, a_thread_without_a_url_of_its_own_is_found_by_its_number) {
  auto thread = small_digest().thread;
  thread.url.clear();
  const auto at = [&](std::string_view origin) {
    return to_document(thread, {stored_post()}, "", origin).at("posts")[0].value("url", "none");
  };
  EXPECT_EQ(at("https://forum.example"), "https://forum.example/t/7/4");
  EXPECT_EQ(at(""), "none");
}

}  // namespace
}  // namespace gailou::digest
