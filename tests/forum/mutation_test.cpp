// Real answers with bytes changed at random: whatever comes of them is a value or an Error, never a crash, and a text
// that was cut short is never taken for a whole one.
#include <random>

#include <gtest/gtest.h>

#include "daemon/forum/discourse/wire.h"
#include "digest/text/cooked.h"
#include "tests/support/files.h"

namespace gailou::forum::discourse {
namespace {

constexpr std::string_view kSpice[] = {
    "<",  ">", "\"", "'", "&", "</", "<!--", "<aside class=\"quote\">", "</aside>", "\xFF",
    "\\", "{", "}",  "[", ",", ":",  "null", "<table><tr><td>",         "</p>",     "<a href=\"//"};

std::string mutated(std::string text, std::mt19937& random) {
  const int changes = 1 + static_cast<int>(random() % 12);
  for (int i = 0; i < changes && !text.empty(); ++i) {
    const std::size_t at = random() % text.size();
    switch (random() % 3) {
      case 0:
        text.insert(at, kSpice[random() % std::size(kSpice)]);
        break;
      case 1:
        text.erase(at, 1 + random() % 40);
        break;
      default:
        text[at] = static_cast<char>(random() % 256);
    }
  }
  return text;
}

TEST(Mutated, answers_are_read_or_refused) {
  const std::string whole = tests::read_data("discourse/criticalfallibilism/t_2144_posts_pn_5.json");
  const Asked asked{.topic = digest::TopicId{2144}, .origin = "https://forum.example"};
  std::mt19937 random(7160);
  for (int round = 0; round < 300; ++round) {
    const auto page = posts_from(mutated(whole, random), asked);
    if (!page) {
      EXPECT_FALSE(page.error().what.empty()) << round;
      continue;
    }
    for (const digest::Post& post : page->posts) {
      EXPECT_GT(post.id.value, 0) << round;
      EXPECT_GT(post.floor.value, 0) << round;
      EXPECT_TRUE(digest::body_from_json(digest::to_json(post.body))) << round;
    }
  }
}

TEST(Mutated, texts_are_read_to_well_formed_bodies) {
  const auto posts = tests::read_json("discourse/urho3d/manawarg.5403.json")["post_stream"]["posts"];
  std::mt19937 random(5403);
  for (int round = 0; round < 600; ++round) {
    const std::string cooked = posts[random() % posts.size()]["cooked"].get<std::string>();
    const digest::Body body = digest::parse_cooked(mutated(cooked, random), "https://forum.example");
    EXPECT_EQ(digest::body_from_json(digest::to_json(body)).value(), body) << round;
    for (const digest::Block& block : body.blocks) {
      for (const digest::Span& span : block.spans) {
        const bool is_safe = span.url.empty() || span.url.starts_with("http://") || span.url.starts_with("https://") ||
                             span.url.starts_with("/uploads/short-url/");
        EXPECT_TRUE(is_safe) << span.url;
        EXPECT_EQ(span.url.find_first_of("\"<> \n"), std::string::npos) << span.url;
      }
    }
  }
}

}  // namespace
}  // namespace gailou::forum::discourse
