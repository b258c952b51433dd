// Real answers of real forums: nothing is lost between the JSON and the values.
#include <filesystem>

#include <gtest/gtest.h>

#include "daemon/forum/discourse/wire.h"
#include "digest/diff.h"
#include "tests/support/files.h"
#include "tests/support/plain_words.h"

namespace gailou::forum::discourse {
namespace {

using digest::PostState;
using nlohmann::json;

struct Capture {
  std::string name{};
  std::string text{};
  json document{};
  Asked asked{};
};

Capture capture(const std::string& name) {
  Capture out{.name = name, .text = tests::read_data("discourse/" + name)};
  out.document = json::parse(out.text);
  out.asked =
      Asked{.topic = digest::TopicId{out.document.at("id").get<std::int64_t>()}, .origin = "https://forum.example"};
  return out;
}

/// All captures that are topic pages or pages of posts.
std::vector<Capture> captures() {
  std::vector<Capture> out;
  for (const char* folder : {"urho3d", "criticalfallibilism", "api-spec", "states"}) {
    for (const auto& file :
         std::filesystem::directory_iterator(std::string(GAILOU_TEST_DATA) + "/discourse/" + folder)) {
      if (file.path().extension() != ".json") continue;
      const std::string name = std::string(folder) + "/" + file.path().filename().string();
      if (tests::read_json("discourse/" + name).contains("post_stream")) out.push_back(capture(name));
    }
  }
  return out;
}

PostsPage page_of(const Capture& from) {
  const auto page = posts_from(from.text, from.asked);
  EXPECT_TRUE(page) << from.name << ": " << (page ? "" : to_string(page.error()));
  return page ? *page : PostsPage{};
}

TEST(Captures, there_are_enough_of_them) {
  EXPECT_GE(captures().size(), 20U);
}

TEST(Captures, every_post_is_read_with_id_floor_and_author) {
  for (const Capture& from : captures()) {
    const PostsPage page = page_of(from);
    const json& posts = from.document["post_stream"]["posts"];
    EXPECT_EQ(page.skipped, 0U) << from.name;
    ASSERT_EQ(page.posts.size(), posts.size()) << from.name;
    for (std::size_t i = 0; i < posts.size(); ++i) {
      EXPECT_EQ(page.posts[i].id.value, posts[i]["id"].get<std::int64_t>()) << from.name;
      EXPECT_EQ(page.posts[i].floor.value, posts[i]["post_number"].get<std::int64_t>()) << from.name;
      EXPECT_EQ(page.posts[i].author, posts[i]["username"].get<std::string>()) << from.name;
      EXPECT_GT(digest::to_ms(page.posts[i].created_at), 0) << from.name;
    }
  }
}

TEST(Captures, states_and_small_actions_are_those_of_the_flags) {
  std::size_t hidden = 0;
  std::size_t small_actions = 0;
  for (const Capture& from : captures()) {
    const PostsPage page = page_of(from);
    const json& posts = from.document["post_stream"]["posts"];
    for (std::size_t i = 0; i < page.posts.size(); ++i) {
      const bool is_hidden = posts[i].value("hidden", false);
      EXPECT_EQ(page.posts[i].state == PostState::hidden, is_hidden) << from.name << " " << i;
      EXPECT_EQ(page.posts[i].small_action, posts[i].value("post_type", 1) == 3) << from.name << " " << i;
      if (page.posts[i].small_action) {
        EXPECT_NE(page.posts[i].action, "");
        ++small_actions;
      }
      if (is_hidden) ++hidden;
    }
  }
  EXPECT_EQ(hidden, 22U);
  EXPECT_GE(small_actions, 4U);
}

TEST(Captures, no_word_of_a_text_is_lost) {
  for (const Capture& from : captures()) {
    const PostsPage page = page_of(from);
    const json& posts = from.document["post_stream"]["posts"];
    for (std::size_t i = 0; i < page.posts.size(); ++i) {
      if (page.posts[i].state != PostState::visible) continue;
      EXPECT_FALSE(page.posts[i].body.too_complex) << from.name << " " << i;
      const auto said = support::words_of_html(posts[i].value("cooked", ""));
      EXPECT_EQ(support::missing_words(said, support::words_of_body(page.posts[i].body)), "")
          << from.name << " floor " << page.posts[i].floor.value;
    }
  }
}

TEST(Captures, every_stored_body_comes_back_from_json) {
  for (const Capture& from : captures()) {
    for (const digest::Post& post : page_of(from).posts)
      EXPECT_EQ(digest::body_from_json(digest::to_json(post.body)).value(), post.body) << from.name;
  }
}

TEST(Captures, topic_pages_have_header_and_stream) {
  for (const char* name :
       {"urho3d/random-projects-shots.2431.json", "urho3d/dry-01.7167.json", "criticalfallibilism/t_2108_post_452.json",
        "api-spec/topic.json", "api-spec/docs-topic_response.json"}) {
    const Capture from = capture(name);
    const auto topic = topic_from(from.text, from.asked);
    ASSERT_TRUE(topic) << name;
    EXPECT_EQ(topic->header.title, from.document["title"].get<std::string>());
    EXPECT_EQ(topic->header.posts_count, from.document["posts_count"].get<std::int64_t>());
    ASSERT_TRUE(topic->stream) << name;
    EXPECT_EQ(topic->stream->size(), from.document["post_stream"]["stream"].size());
  }
}

TEST(Captures, whole_topics_have_the_shapes_that_forums_have) {
  std::map<digest::Block::Kind, int> kinds;
  int authors = 0;
  int floors = 0;
  for (const Capture& from : captures()) {
    for (const digest::Post& post : page_of(from).posts) {
      for (const digest::Block& block : post.body.blocks) {
        ++kinds[block.kind];
        if (block.kind == digest::Block::Kind::quote && !block.author.empty()) ++authors;
        if (block.kind == digest::Block::Kind::quote && block.floor > 0) ++floors;
        if (block.kind == digest::Block::Kind::onebox) {
          EXPECT_NE(block.url, "") << from.name;
        }
      }
    }
  }
  using K = digest::Block::Kind;
  for (const K kind : {K::paragraph, K::heading, K::item, K::row, K::quote, K::onebox, K::code, K::option, K::spoiler})
    EXPECT_GT(kinds[kind], 0) << static_cast<int>(kind);
  EXPECT_GT(authors, 100);
  EXPECT_GT(floors, 100);
}

TEST(Captures, a_topic_seen_again_changes_nothing) {
  const Capture from = capture("urho3d/random-projects-shots.2431.json");
  const auto topic = topic_from(from.text, from.asked);
  ASSERT_TRUE(topic);
  const digest::Observation observation{
      .header = topic->header, .stream = topic->stream, .fresh = true, .posts = topic->page.posts};
  const digest::Changes first = digest::diff({}, observation);
  EXPECT_EQ(first.added.size(), 437U);
  digest::KnownPosts known;
  for (const digest::Post& post : first.added) {
    known[post.id] = digest::KnownPost{.id = post.id,
                                       .floor = post.floor,
                                       .state = post.state,
                                       .hash = digest::content_hash(post.body),
                                       .updated_at = post.updated_at,
                                       .likes = post.likes,
                                       .accepted = post.accepted,
                                       .author = post.author,
                                       .detail = post.detail,
                                       .reply_to = post.reply_to};
  }
  EXPECT_TRUE(digest::diff(known, observation).empty());
}

}  // namespace
}  // namespace gailou::forum::discourse
