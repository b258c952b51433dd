// What the events of a topic name, in real answers and faithful ones.
#include <gtest/gtest.h>

#include "daemon/forum/discourse/wire.h"
#include "tests/support/files.h"

namespace gailou::forum::discourse {
namespace {

using digest::Floor;
using digest::TopicId;

digest::Post action(const std::string& more) {
  const Asked asked{.topic = TopicId{7}, .origin = "https://forum.example"};
  const auto page = posts_from(
      R"({"id":7,"post_stream":{"posts":[{"id":1,"post_number":9,"topic_id":7,"post_type":3,"username":"mod")" + more +
          "}]}}",
      asked);
  EXPECT_TRUE(page);
  if (!page || page->posts.size() != 1) {
    ADD_FAILURE() << more;
    return {};
  }
  return page->posts.front();
}

std::string linked(const std::string& href) {
  return action(R"(,"action_code":"split_topic","cooked":"<p>2 posts were split to a new topic: <a href=\")" + href +
                R"(\">新贴</a></p>")")
      .detail;
}

/// A floor of a captured topic.
digest::Post captured(const std::string& name, std::int64_t topic, std::int64_t floor) {
  const Asked asked{.topic = TopicId{topic}, .origin = "https://discourse.urho3d.io"};
  const auto page = posts_from(tests::read_data("discourse/urho3d/" + name + ".json"), asked);
  EXPECT_TRUE(page) << name;
  if (page) {
    for (const digest::Post& post : page->posts) {
      if (post.floor == Floor{floor}) return post;
    }
  }
  ADD_FAILURE() << name;
  return {};
}

TEST(SmallAction, a_captured_split_or_merge_names_where_the_posts_went) {
  EXPECT_EQ(captured("random-projects-shots.2431", 2431, 201).detail, "/t/6271/3");
  EXPECT_EQ(captured("random-projects-shots.2431", 2431, 162).detail, "/t/4616/14");
  EXPECT_EQ(captured("idiots-guide-to-hello-world.6000", 6000, 52).detail, "/t/6016");
  EXPECT_EQ(captured("manawarg.5403", 5403, 19).detail, "/t/5411");
  EXPECT_EQ(captured("improving-and-discussing-urho3ds-pbr.6271", 6271, 48).detail, "/t/6338");
}

TEST(SmallAction, a_captured_one_that_names_nothing_has_no_detail) {
  const digest::Post post = captured("dry-01.7167", 7167, 33);
  EXPECT_EQ(post.action, "visible.enabled");
  EXPECT_EQ(post.detail, "");
}

TEST(SmallAction, the_path_that_the_forum_gives_goes_before_the_link) {
  EXPECT_EQ(
      action(
          R"(,"action_code":"split_topic","action_code_path":"/t/new-name/22/5","cooked":"<a href=\"/t/x/9\">x</a>")")
          .detail,
      "/t/22/5");
}

TEST(SmallAction, whom_it_happened_to_goes_before_both) {
  EXPECT_EQ(action(R"(,"action_code":"invited_user","action_code_who":"老王","cooked":"")").detail, "老王");
  EXPECT_EQ(
      action(R"(,"action_code":"invited_user","action_code_who":"a","action_code_path":"/t/1/2","cooked":null)").detail,
      "a");
  EXPECT_EQ(
      action(R"(,"action_code":"invited_user","action_code_who":null,"action_code_path":null,"cooked":null)").detail,
      "");
  EXPECT_EQ(action(R"(,"action_code":"invited_user","action_code_who":7,"action_code_path":{},"cooked":"")").detail,
            "");
}

TEST(SmallAction, topics_are_named_without_their_slug) {
  EXPECT_EQ(linked("/t/new-name/22/5"), "/t/22/5");
  EXPECT_EQ(linked("https://forum.example/t/new-name/22"), "/t/22");
  EXPECT_EQ(linked("/t/22/5"), "/t/22/5");
  EXPECT_EQ(linked("/t/22"), "/t/22");
  EXPECT_EQ(linked("/t/2024/22/5"), "/t/22/5");
  EXPECT_EQ(linked("/t/-/22/5?u=mod#x"), "/t/22/5");
  EXPECT_EQ(linked("/c/deals/5"), "/c/deals/5");
}

TEST(SmallAction, what_leads_away_or_nowhere_is_no_detail) {
  EXPECT_EQ(linked("https://elsewhere.example/t/x/22"), "");
  EXPECT_EQ(linked("https://forum.example.evil/t/x/22"), "");
  EXPECT_EQ(linked("/t/"), "/t/");
  EXPECT_EQ(linked("/t/no-number"), "");
  EXPECT_EQ(linked("/t/x/99999999999999999999"), "");
  EXPECT_EQ(linked("javascript:alert(1)"), "");
}

TEST(SmallAction, a_hostile_detail_is_one_bounded_line) {
  const std::string detail =
      action(R"(,"action_code":"x","action_code_who":"a\n\u0007b )" + std::string(5000, 'w') + R"(","cooked":"")")
          .detail;
  EXPECT_LE(detail.size(), 255U);
  EXPECT_EQ(detail.find('\n'), std::string::npos);
}

TEST(SmallAction, posts_have_no_detail_and_may_be_the_answer) {
  const Asked asked{.topic = TopicId{7}, .origin = "https://forum.example"};
  const auto page = posts_from(
      R"({"id":7,"post_stream":{"posts":[{"id":1,"post_number":1,"cooked":"<a href=\"/t/x/9\">x</a>","accepted_answer":true},)"
      R"({"id":2,"post_number":2,"cooked":"x","accepted_answer":false},{"id":3,"post_number":3,"cooked":"x"}]}})",
      asked);
  ASSERT_TRUE(page);
  EXPECT_EQ(page->posts[0].detail, "");
  EXPECT_TRUE(page->posts[0].accepted);
  EXPECT_FALSE(page->posts[1].accepted);
  EXPECT_FALSE(page->posts[2].accepted);
}

}  // namespace
}  // namespace gailou::forum::discourse
