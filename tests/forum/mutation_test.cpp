// Real answers with bytes changed at random: whatever comes of them is a value or an Error, never a crash, and a text
// that was cut short is never taken for a whole one.
#include <filesystem>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "daemon/forum/discourse/answers.h"
#include "daemon/forum/discourse/bus.h"
#include "daemon/forum/discourse/retry_after.h"
#include "daemon/forum/discourse/surrogates.h"
#include "daemon/forum/discourse/topic_list.h"
#include "daemon/forum/discourse/wire.h"
#include "digest/text/cooked.h"
#include "digest/text/normalize.h"
#include "tests/support/files.h"
#include "tests/support/http_sample.h"

namespace gailou::forum::discourse {
namespace {

constexpr std::string_view kSpice[] = {"<",
                                       ">",
                                       "\"",
                                       "'",
                                       "&",
                                       "</",
                                       "<!--",
                                       "<aside class=\"quote\">",
                                       "</aside>",
                                       "\xFF",
                                       "\\",
                                       "{",
                                       "}",
                                       "[",
                                       ",",
                                       ":",
                                       "null",
                                       "<table><tr><td>",
                                       "</p>",
                                       "<a href=\"//",
                                       "\\ud83d",
                                       "\\udc00",
                                       "1e999",
                                       "-1",
                                       "99999999999999999999"};

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

struct Sample {
  std::string name{};
  std::string text{};
};

/// Every captured answer that isn't a megabyte of posts: those are read whole elsewhere.
std::vector<Sample> samples() {
  constexpr std::size_t kLargest = 200'000;
  std::vector<Sample> all;
  const std::string root = std::string(GAILOU_TEST_DATA) + "/discourse/";
  std::set<std::string> names;
  for (const auto& file : std::filesystem::recursive_directory_iterator(root)) {
    if (file.path().extension() == ".json" && file.file_size() <= kLargest)
      names.insert(file.path().string().substr(root.size()));
  }
  for (const std::string& name : names) all.push_back({.name = name, .text = tests::read_data("discourse/" + name)});
  return all;
}

void expect_error_says_why(const digest::Error& error, const std::string& where) {
  EXPECT_FALSE(error.what.empty()) << where;
  EXPECT_TRUE(error.code == digest::Code::malformed || error.code == digest::Code::too_large) << where;
}

void expect_well_formed(const std::vector<digest::Post>& posts, const std::string& where) {
  for (const digest::Post& post : posts) {
    EXPECT_GT(post.id.value, 0) << where;
    EXPECT_GT(post.floor.value, 0) << where;
    EXPECT_GE(post.forum_version, 1) << where;
    EXPECT_GE(post.likes, 0) << where;
    EXPECT_LE(post.detail.size(), 255U) << where;
    EXPECT_EQ(digest::repair_utf8(post.author), post.author) << where;
    EXPECT_TRUE(digest::body_from_json(digest::to_json(post.body))) << where;
  }
}

/// Whatever was asked for, an answer of any kind may come: each reader gets each sample.
void read_as_everything(const std::string& text, const std::string& where) {
  const Asked asked{.topic = digest::TopicId{2144}, .origin = "https://forum.example"};
  if (const auto topic = topic_from(text, asked)) {
    expect_well_formed(topic->page.posts, where);
    EXPECT_LE(topic->header.title.size(), 1020U) << where;
  } else {
    expect_error_says_why(topic.error(), where);
  }
  if (const auto page = posts_from(text, asked)) {
    expect_well_formed(page->posts, where);
  } else {
    expect_error_says_why(page.error(), where);
  }
  if (const auto rows = rows_from(text, {digest::TopicId{1}, digest::TopicId{13}, digest::TopicId{8}})) {
    EXPECT_LE(rows->size(), 3U) << where;
    for (const TopicRow& row : *rows) EXPECT_GE(row.posts_count, 0) << where;
  } else {
    expect_error_says_why(rows.error(), where);
  }
  if (const auto ids = ids_from(text)) {
    for (const digest::PostId id : *ids) EXPECT_GT(id.value, 0) << where;
  } else {
    expect_error_says_why(ids.error(), where);
  }
  if (const auto look = post_look_from(text, digest::PostId{20110})) {
    EXPECT_GT(look->topic.value, 0) << where;
  } else {
    expect_error_says_why(look.error(), where);
  }
  if (const auto moved = bus_positions_from(text, {{.topic = digest::TopicId{7}, .last = 20}}); !moved)
    expect_error_says_why(moved.error(), where);
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
    expect_well_formed(page->posts, std::to_string(round));
  }
}

TEST(Mutated, every_answer_is_read_or_refused_by_every_reader) {
  std::mt19937 random(2144);
  const auto all = samples();
  EXPECT_GE(all.size(), 20U);
  for (const Sample& sample : all) {
    read_as_everything(sample.text, sample.name);
    for (int round = 0; round < 8; ++round)
      read_as_everything(mutated(sample.text, random), sample.name + " round " + std::to_string(round));
  }
}

TEST(Mutated, lists_and_messages_are_read_or_refused) {
  const std::string list = tests::read_data("discourse/api-spec/docs-latest_topics_response.json");
  const std::string messages =
      R"([{"global_id":9,"message_id":21,"channel":"/topic/7","data":{"id":5,"post_number":3,"type":"created"}},)"
      R"({"global_id":-1,"message_id":-1,"channel":"/__status","data":{"/topic/8":44}}])";
  std::mt19937 random(13);
  for (int round = 0; round < 1'000; ++round) {
    read_as_everything(mutated(list, random), "list " + std::to_string(round));
    const std::vector<BusPosition> asked{{.topic = digest::TopicId{7}, .last = 20},
                                         {.topic = digest::TopicId{8}, .last = -1}};
    const auto moved = bus_positions_from(mutated(messages, random), asked);
    if (!moved) continue;
    for (const BusPosition& position : *moved) EXPECT_GE(position.last, 0) << round;
  }
}

TEST(Mutated, whole_answers_are_judged) {
  const auto now = *digest::parse_iso("2026-05-06T21:00:00Z");
  std::mt19937 random(429);
  const std::string root = std::string(GAILOU_TEST_DATA) + "/discourse/http";
  std::set<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(root)) names.insert(file.path().stem().string());
  for (const std::string& name : names) {
    for (int round = 0; round < 60; ++round) {
      io::HttpResponse response = support::http_sample(name);
      response.url = "https://forum.example/t/7.json";
      response.body = mutated(response.body.substr(0, 4000), random);
      for (auto& [header, value] : response.headers) value = mutated(value, random);
      if (random() % 4 == 0) response.status = static_cast<int>(random() % 700);
      const auto fault = fault_of(response, now, random() % 2 == 0 ? response.url : "https://forum.example/t/8.json");
      if (fault) {
        EXPECT_FALSE(fault->what.empty()) << name;
        EXPECT_GE(fault->retry_after_ms, 0) << name;
        EXPECT_LE(fault->retry_after_ms, 24LL * 3600 * 1000) << name;
      } else {
        EXPECT_EQ(response.status, 200) << name;
      }
    }
  }
}

TEST(Mutated, mending_half_characters_leaves_the_length_and_is_done_once) {
  std::mt19937 random(55357);
  const std::string base = R"({"a":"\ud83d\ude00 \\ud83d \u4e2d\udc00","b":["\ud83d","\\\ud83d\\"]})";
  for (int round = 0; round < 5'000; ++round) {
    const std::string text = mutated(base, random);
    const std::string mended = mend_surrogates(text);
    EXPECT_EQ(mended.size(), text.size());
    EXPECT_EQ(mend_surrogates(mended), mended);
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
