// Discourse's JSON, tame and hostile, as values.
#include "daemon/forum/discourse/wire.h"

#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace gailou::forum::discourse {
namespace {

using digest::Code;
using digest::Floor;
using digest::PostId;
using digest::PostState;
using digest::TopicId;

const Asked kSeven{.topic = TopicId{7}, .origin = "https://forum.example"};

std::string page(const std::string& posts, const std::string& more = "") {
  return R"({"id":7,"title":"题","post_stream":{"posts":[)" + posts + R"(],"stream":[1,2]})" + more + "}";
}

std::string post(const std::string& more = "") {
  return R"({"id":11,"post_number":1,"topic_id":7,"username":"u","created_at":"2026-05-06T21:02:35.123Z",)"
         R"("cooked":"<p>文</p>")" +
         more + "}";
}

digest::Post only_post(const std::string& json) {
  const auto answer = posts_from(page(json), kSeven);
  EXPECT_TRUE(answer) << json;
  if (!answer || answer->posts.size() != 1) {
    ADD_FAILURE() << json;
    return {};
  }
  return answer->posts.front();
}

std::size_t skipped(const std::string& json) {
  const auto answer = posts_from(page(json), kSeven);
  EXPECT_TRUE(answer) << json;
  return answer ? answer->skipped : 0;
}

Code code_of(const std::string& json) {
  const auto answer = topic_from(json, kSeven);
  EXPECT_FALSE(answer) << json.substr(0, 100);
  return answer ? Code::internal : answer.error().code;
}

TEST(Wire, a_post_has_what_the_forum_said) {
  const digest::Post p = only_post(post(
      R"(,"updated_at":"2026-05-06T22:00:00Z","version":3,"reply_to_post_number":"5","actions_summary":[{"id":4},{"id":2,"count":9}])"));
  EXPECT_EQ(p.id, PostId{11});
  EXPECT_EQ(p.floor, Floor{1});
  EXPECT_EQ(p.author, "u");
  EXPECT_EQ(digest::to_iso(p.created_at), "2026-05-06T21:02:35.123Z");
  EXPECT_EQ(digest::to_iso(*p.updated_at), "2026-05-06T22:00:00.000Z");
  EXPECT_EQ(p.forum_version, 3);
  EXPECT_EQ(p.reply_to, Floor{5});
  EXPECT_EQ(p.likes, 9);
  EXPECT_EQ(p.state, PostState::visible);
  EXPECT_FALSE(p.small_action);
  EXPECT_EQ(text_of(p.body), "文");
}

TEST(Wire, numbers_may_be_strings_and_names_null) {
  const digest::Post p = only_post(
      R"({"id":"11","post_number":2.0,"topic_id":"7","username":null,"name":null,"created_at":null,"cooked":"x","reply_to_post_number":null,"version":null,"post_type":"1"})");
  EXPECT_EQ(p.id, PostId{11});
  EXPECT_EQ(p.floor, Floor{2});
  EXPECT_EQ(p.author, "");
  EXPECT_FALSE(p.reply_to);
  EXPECT_EQ(p.forum_version, 1);
}

TEST(Wire, unknown_fields_and_types_are_tolerated) {
  EXPECT_EQ(text_of(only_post(post(R"(,"post_type":77,"new_thing":{"a":[1,{"cooked":"no"}]},"hidden":null)")).body),
            "文");
}

TEST(Wire, a_post_without_id_floor_or_text_is_left_out_and_counted) {
  const auto answer = posts_from(
      page(
          R"({"post_number":1,"cooked":"a"},{"id":1,"cooked":"a"},{"id":1,"post_number":1},{"id":1,"post_number":1,"cooked":null},)"
          R"({"id":-1,"post_number":1,"cooked":"a"},{"id":1,"post_number":0,"cooked":"a"},{"id":1e30,"post_number":1,"cooked":"a"},5,null,)" +
          post()),
      kSeven);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->posts.size(), 1U);
  EXPECT_EQ(answer->skipped, 9U);
}

TEST(Wire, a_post_of_another_topic_is_refused) {
  EXPECT_EQ(skipped(R"({"id":1,"post_number":1,"topic_id":8,"cooked":"a"})"), 1U);
}

TEST(Wire, a_whisper_of_the_staff_is_not_taken_and_not_missed) {
  EXPECT_EQ(skipped(post(R"(,"post_type":4)")), 0U);
  EXPECT_EQ(skipped(R"({"post_type":4})"), 0U);
}

TEST(Wire, a_small_action_is_flagged_and_needs_no_text) {
  const digest::Post p =
      only_post(R"({"id":1,"post_number":9,"post_type":3,"cooked":null,"action_code":"closed.enabled"})");
  EXPECT_TRUE(p.small_action);
  EXPECT_EQ(p.action, "closed.enabled");
  EXPECT_FALSE(only_post(post(R"(,"post_type":2)")).small_action);
}

TEST(Wire, flags_decide_the_state_and_placeholders_bring_no_text) {
  EXPECT_EQ(only_post(post(R"(,"hidden":true)")).state, PostState::hidden);
  EXPECT_EQ(only_post(post(R"(,"cooked_hidden":true)")).state, PostState::hidden);
  EXPECT_EQ(only_post(post(R"(,"user_deleted":true)")).state, PostState::withdrawn);
  EXPECT_EQ(only_post(post(R"(,"deleted_at":"2026-05-06T21:02:35Z","user_deleted":true)")).state, PostState::deleted);
  EXPECT_TRUE(only_post(post(R"(,"hidden":true)")).body.blocks.empty());
  EXPECT_EQ(only_post(post(R"(,"deleted_at":null,"hidden":false)")).state, PostState::visible);
}

TEST(Wire, a_quote_of_this_topic_names_no_topic) {
  const auto quoting = [](const std::string& topic) {
    return only_post(
               R"({"id":1,"post_number":2,"cooked":"<aside class=\"quote\" data-username=\"a\" data-post=\"1\" data-topic=\")" +
               topic + R"(\"><blockquote>x</blockquote></aside>"})")
        .body.blocks.at(0)
        .topic;
  };
  EXPECT_EQ(quoting("7"), 0);
  EXPECT_EQ(quoting("8"), 8);
}

TEST(Wire, a_topic_has_header_stream_and_posts) {
  const auto answer = topic_from(
      page(
          post(),
          R"(,"slug":"topic","category_id":5,"tags":["a",{"id":1,"name":"b"},null,7],"posts_count":20,"highest_post_number":22,"created_at":"2026-05-06T21:02:35Z","last_posted_at":"2026-05-07T00:00:00Z","closed":true,"archived":false,"details":{"title":"other"},"suggested_topics":[{"id":8,"title":"no"}])"),
      kSeven);
  ASSERT_TRUE(answer);
  const digest::ThreadHeader& header = answer->header;
  EXPECT_EQ(header.title, "题");
  EXPECT_EQ(header.slug, "topic");
  EXPECT_EQ(header.category, "5");
  EXPECT_EQ(header.tags, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(header.posts_count, 20);
  EXPECT_EQ(header.highest, Floor{22});
  EXPECT_TRUE(header.created_at && header.last_posted_at);
  EXPECT_TRUE(header.closed);
  EXPECT_FALSE(header.archived);
  EXPECT_EQ(answer->stream, (std::vector<PostId>{PostId{1}, PostId{2}}));
  EXPECT_EQ(answer->page.posts.size(), 1U);
}

TEST(Wire, an_overlong_title_is_cut_between_characters) {
  std::string title;
  for (int i = 0; i < 2000; ++i) title += "题";
  const auto answer = topic_from(R"({"id":7,"title":")" + title + R"(","post_stream":{}})", kSeven);
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->header.title.size(), 1020U);
}

TEST(Wire, a_topic_without_a_stream_is_mega) {
  const auto answer = topic_from(R"({"id":7,"isMegaTopic":true,"post_stream":{"posts":[]}})", kSeven);
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->stream);
}

TEST(Wire, an_answer_about_another_topic_is_refused) {
  EXPECT_EQ(code_of(R"({"id":8,"post_stream":{"posts":[]}})"), Code::malformed);
  EXPECT_FALSE(posts_from(R"({"id":8,"post_stream":{"posts":[]}})", kSeven));
}

TEST(Wire, what_is_no_topic_is_malformed) {
  for (const char* bad :
       {"", "[]", "null", "{", "{}", R"({"id":7})", R"({"id":"x","post_stream":{}})", R"({"id":7,"post_stream":[]})",
        R"({"post_stream":{"posts":[]}})", R"({"id":7,"post_stream":{}} x)"})
    EXPECT_EQ(code_of(bad), Code::malformed) << bad;
}

TEST(Wire, every_cut_of_an_answer_is_malformed) {
  const std::string whole = page(post(R"(,"extra":[1,2,{"a":"\u4e2d"}])"));
  ASSERT_TRUE(topic_from(whole, kSeven));
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_EQ(code_of(whole.substr(0, length)), Code::malformed) << length;
}

TEST(Wire, deep_json_is_refused_wherever_it_stands) {
  std::string deep(200'000, '[');
  EXPECT_EQ(code_of(deep), Code::too_large);
  EXPECT_EQ(code_of(R"({"unknown":)" + deep), Code::too_large);
  EXPECT_EQ(code_of(R"({"post_stream":)" + deep), Code::too_large);
  const std::string allowed = std::string(60, '[') + std::string(60, ']');
  EXPECT_TRUE(topic_from(R"({"id":7,"post_stream":{},"x":)" + allowed + "}", kSeven));
}

TEST(Wire, too_many_values_or_posts_are_refused) {
  std::string ids = "1";
  for (int i = 0; i < 2'100'000; ++i) ids += ",1";
  EXPECT_EQ(code_of(R"({"id":7,"post_stream":{"stream":[)" + ids + "]}}"), Code::too_large);
  std::string posts = "{}";
  for (int i = 0; i < 20'000; ++i) posts += ",{}";
  EXPECT_EQ(code_of(page(posts)), Code::too_large);
}

TEST(Wire, a_stream_longer_than_any_topic_has_is_refused_by_name) {
  std::string ids = "1";
  for (int i = 2; i <= 200'000; ++i) ids += "," + std::to_string(i);
  const auto longest = topic_from(R"({"id":7,"post_stream":{"stream":[)" + ids + "]}}", kSeven);
  ASSERT_TRUE(longest);
  EXPECT_EQ(longest->stream->size(), 200'000U);
  const auto longer = topic_from(R"({"id":7,"post_stream":{"stream":[)" + ids + ",200001]}}", kSeven);
  ASSERT_FALSE(longer);
  EXPECT_EQ(longer.error().code, Code::too_large);
  EXPECT_EQ(longer.error().what, "200001 post ids in one answer, more than 200000");
  EXPECT_EQ(ids_from(R"({"post_ids":[)" + ids + ",200001]}").error().code, Code::too_large);
}

TEST(Wire, a_number_beyond_all_bounds_spoils_only_itself) {
  const std::string huge = std::string(400, '9');
  for (const std::string& number :
       {std::string("1e999"), std::string("-1E+999"), std::string("1e99999999999"), huge, huge + ".5", "-" + huge}) {
    const digest::Post p = only_post(post(R"(,"score":)" + number + R"(,"version":)" + number));
    EXPECT_EQ(p.forum_version, 1) << number;
    EXPECT_EQ(text_of(p.body), "文") << number;
    EXPECT_EQ(skipped(R"({"id":)" + number + R"(,"post_number":1,"cooked":"a"})"), 1U) << number;
  }
}

TEST(Wire, many_of_them_are_read_past_in_one_go) {
  std::string numbers = "1e999";
  for (int i = 0; i < 100'000; ++i) numbers += ",1e999";
  EXPECT_EQ(text_of(only_post(post(R"(,"unknown":[)" + numbers + "]")).body), "文");
}

TEST(Wire, what_only_looks_like_such_a_number_stays) {
  EXPECT_EQ(
      text_of(only_post(R"({"id":1,"post_number":1,"score":1e999,"cooked":"<p>说 \"1e999\" 是 1e999</p>"})").body),
      "说 \"1e999\" 是 1e999");
  EXPECT_EQ(text_of(only_post(R"({"id":1,"post_number":1,"x":-1e999,"y":1e-999,"cooked":"\\"})").body), "\\");
  EXPECT_EQ(code_of(R"({"id":7,"x":1e999,"post_stream":{})"), Code::malformed);
  EXPECT_EQ(code_of(R"({"id":7,"x":1e999e,"post_stream":{}})"), Code::malformed);
  EXPECT_EQ(code_of(R"({"id":7,"x":1e999"y":1,"post_stream":{}})"), Code::malformed);
}

TEST(Wire, bytes_that_are_not_utf8_spoil_only_themselves) {
  const digest::Post p =
      only_post("{\"id\":1,\"post_number\":1,\"cooked\":\"a\xFF\xC0z\\u0000\",\"username\":\"\xE4u\"}");
  EXPECT_EQ(text_of(p.body), "a\uFFFD\uFFFDz\uFFFD");
  EXPECT_EQ(p.author, "\uFFFDu");
}

TEST(Wire, ids_after_a_floor) {
  EXPECT_EQ(ids_from(R"({"post_ids":[3,"4",null,-1,5.5]})").value(), (std::vector<PostId>{PostId{3}, PostId{4}}));
  EXPECT_TRUE(ids_from(R"({"post_ids":[]})").value().empty());
  EXPECT_FALSE(ids_from(R"({"post_ids":{}})"));
  EXPECT_FALSE(ids_from("[]"));
}

TEST(Wire, a_look_at_one_post_says_where_it_lives) {
  const auto here = post_look_from(R"({"id":11,"topic_id":8,"cooked":"x","post_number":1})", PostId{11});
  ASSERT_TRUE(here);
  EXPECT_TRUE(here->found);
  EXPECT_EQ(here->topic, TopicId{8});
  EXPECT_FALSE(here->deleted);
  EXPECT_TRUE(post_look_from(R"({"id":11,"topic_id":8,"user_deleted":true})", PostId{11})->deleted);
  const auto hidden = post_look_from(R"({"id":11,"topic_id":8,"hidden":true})", PostId{11});
  EXPECT_FALSE(hidden->deleted);
  EXPECT_TRUE(hidden->hidden);
  EXPECT_FALSE(here->hidden);
  EXPECT_FALSE(post_look_from(R"({"id":12,"topic_id":8})", PostId{11}));
  EXPECT_FALSE(post_look_from(R"({"id":11})", PostId{11}));
}

// --- one real post in each state
digest::Post in_state(const std::string& name) {
  const std::string json = tests::read_data("discourse/states/" + name + ".json");
  const Asked asked{.topic = TopicId{2144}, .origin = "https://discuss.criticalfallibilism.com"};
  const auto answer = posts_from(R"({"id":2144,"post_stream":{"posts":[)" + json + "]}}", asked);
  if (!answer || answer->posts.size() != 1) {
    ADD_FAILURE() << name;
    return {};
  }
  return answer->posts.front();
}

TEST(States, each_is_told_by_its_flags) {
  EXPECT_EQ(in_state("before").state, PostState::visible);
  EXPECT_EQ(in_state("withdrawn-by-author").state, PostState::withdrawn);
  EXPECT_EQ(in_state("withdrawn-by-author-zh").state, PostState::withdrawn);
  EXPECT_EQ(in_state("hidden-by-flags").state, PostState::hidden);
  EXPECT_EQ(in_state("deleted-seen-by-staff").state, PostState::deleted);
  EXPECT_EQ(in_state("author-removed").author, "anon12345678");
}

TEST(States, a_silent_edit_shows_in_the_hash_alone) {
  const digest::Post before = in_state("before");
  const digest::Post edited = in_state("edited-same-version");
  EXPECT_EQ(before.forum_version, edited.forum_version);
  EXPECT_NE(content_hash(before.body), content_hash(edited.body));
}

TEST(States, a_post_that_moved_is_not_of_this_topic) {
  const std::string json = tests::read_data("discourse/states/moved-to-another-topic.json");
  const Asked asked{.topic = TopicId{2144}};
  EXPECT_EQ(posts_from(R"({"post_stream":{"posts":[)" + json + "]}}", asked)->skipped, 1U);
  EXPECT_NE(post_look_from(json, PostId{20110})->topic, TopicId{2144});
}

TEST(States, a_mega_topic_and_tags_as_objects) {
  const Asked asked{.topic = TopicId{2108}};
  const auto mega = topic_from(tests::read_data("discourse/states/mega-topic-page.json"), asked);
  ASSERT_TRUE(mega);
  EXPECT_FALSE(mega->stream);
  EXPECT_FALSE(mega->page.posts.empty());
  const auto tagged = topic_from(tests::read_data("discourse/states/tags-as-objects.json"), asked);
  ASSERT_TRUE(tagged);
  EXPECT_FALSE(tagged->header.tags.empty());
}

}  // namespace
}  // namespace gailou::forum::discourse
