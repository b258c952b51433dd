// Discovery over the admin socket, with a real client of a forum that has several topics.
#include <algorithm>

#include "daemon/protocol/replies.h"
#include "tests/admin/admin_fixture.h"

namespace gailou::admin {
namespace {

using digest::Code;
using digest::TopicId;
using protocol::AddThread;
using protocol::DiscoverTopics;
using protocol::FoundTopic;
using protocol::ListSources;
using protocol::ListThreads;
using protocol::PollThread;
using protocol::RemoveThread;
using protocol::ShowThread;
using protocol::TopicStanding;

const std::string kHome = "http://127.0.0.1:1";

class Discovering : public AdminTest {
 protected:
  Discovering() {
    for (const std::int64_t topic : {2, 3, 4}) {
      auto& made = site_.board().add(replay::made_up_forum(30, topic));
      made.released = 12;
      made.title = "第" + std::to_string(topic) + "个题目";
    }
    site_.board().find(2)->tags = {"信用卡"};
  }

  protocol::DiscoverReply found(const std::string& source = kHome) {
    const auto reply = ask_verb(DiscoverTopics{.source = source});
    EXPECT_TRUE(reply) << (reply ? "" : to_string(reply.error()));
    return reply ? *reply : protocol::DiscoverReply{};
  }
  static const FoundTopic& topic(const protocol::DiscoverReply& reply, std::int64_t id) {
    return *std::ranges::find(reply.topics, TopicId{id}, &FoundTopic::topic);
  }
};

TEST_F(Discovering, tells_what_the_lists_show_of_a_forum_that_is_no_source_yet) {
  const auto reply = found();
  EXPECT_FALSE(reply.known);
  EXPECT_EQ(reply.source.origin, kHome);
  ASSERT_EQ(reply.topics.size(), 4U);
  const auto& second = topic(reply, 2);
  EXPECT_EQ(second.title, "第2个题目");
  EXPECT_EQ(second.url, kHome + "/t/2");
  EXPECT_EQ(second.thread, "local/2");
  EXPECT_EQ(second.tags, std::vector<std::string>{"信用卡"});
  EXPECT_EQ(second.replies, 11);
  EXPECT_FALSE(second.author.empty());
  EXPECT_EQ(second.standing, TopicStanding::open);
  EXPECT_TRUE(second.created_at && second.last_posted_at);
  EXPECT_TRUE(std::ranges::is_sorted(reply.topics, std::greater{}, &FoundTopic::score));
  EXPECT_TRUE(ask_verb(ListSources{})->sources.empty());
  EXPECT_TRUE(ask_verb(ListThreads{})->threads.empty());
}

TEST_F(Discovering, takes_two_requests_behind_robots_txt) {
  found();
  const auto& requests = site_.requests();
  ASSERT_EQ(requests.size(), 3U);
  EXPECT_NE(requests[0].find("/robots.txt"), std::string::npos) << requests[0];
  EXPECT_NE(requests[1].find("/latest.json"), std::string::npos) << requests[1];
  EXPECT_NE(requests[2].find("/top.json?period=daily"), std::string::npos) << requests[2];
}

TEST_F(Discovering, marks_what_is_tracked_and_what_was_removed) {
  add_and_fetch();
  ASSERT_TRUE(ask_verb(AddThread{.thread = "local/3"}));
  ASSERT_TRUE(ask_verb(RemoveThread{.thread = "local/3"}));
  site_.board().find(4)->closed = true;
  const auto reply = found("local");
  EXPECT_TRUE(reply.known);
  EXPECT_EQ(topic(reply, 1).standing, TopicStanding::tracked);
  EXPECT_EQ(topic(reply, 2).standing, TopicStanding::open);
  EXPECT_EQ(topic(reply, 3).standing, TopicStanding::removed);
  EXPECT_EQ(topic(reply, 4).standing, TopicStanding::ended);
}

TEST_F(Discovering, what_is_open_can_be_added_by_its_address) {
  const auto reply = found();
  ASSERT_TRUE(ask_verb(AddThread{.thread = topic(reply, 2).url}));
  loop_.run_for(2min);
  const auto shown = ask_verb(ShowThread{.thread = "local/2"});
  ASSERT_TRUE(shown) << to_string(shown.error());
  EXPECT_EQ(shown->thread.posts_stored, 12);
  EXPECT_EQ(topic(found("local"), 2).standing, TopicStanding::tracked);
}

TEST_F(Discovering, names_the_rule_that_a_topic_fits) {
  tracker_->rules({{.name = "cards", .source = "local", .tag = "信用卡"}});
  add_and_fetch();
  const auto reply = found("local");
  EXPECT_EQ(topic(reply, 2).rule, "cards");
  EXPECT_EQ(topic(reply, 3).rule, "");
}

TEST_F(Discovering, sources_tell_of_rules_and_of_what_they_found) {
  add_and_fetch();
  tracker_->rules({{.name = "cards", .source = "local", .tag = "信用卡", .max_threads = 4},
                   {.name = "all",
                    .source = "local",
                    .min_replies_per_hour = 0.1,
                    .max_threads = 1,
                    .mode = track::discover::Mode::add},
                   {.name = "other", .source = "elsewhere", .min_likes = 1}});
  auto finding = loop_.spawn(tracker_->discover());
  loop_.run_for(2min);
  const auto line = ask_verb(ListSources{})->sources.at(0);
  EXPECT_EQ(line.rules, (std::vector<protocol::RuleLine>{
                            {.name = "cards", .adds = false, .threads = 0, .max_threads = 4, .let_go = 0},
                            {.name = "all", .adds = true, .threads = 1, .max_threads = 1, .let_go = 0}}));
  EXPECT_TRUE(line.state.listed_at);
  const auto threads = ask_verb(ListThreads{})->threads;
  ASSERT_EQ(threads.size(), 2U);
  EXPECT_EQ(threads[0].added_by, "");
  EXPECT_EQ(threads[1].added_by, "all");
  finding.cancel();
  loop_.run_until([&] { return finding.done(); }, 1min);
}

TEST_F(Discovering, never_asks_in_a_cooldown) {
  add_and_fetch();
  site_.fail_next("429", 1, 600);
  EXPECT_FALSE(ask_verb(PollThread{.thread = "1"}));
  const int before = client_.requests;
  const auto refused = ask_verb(DiscoverTopics{.source = "local"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::cooldown);
  EXPECT_EQ(client_.requests, before);
}

TEST_F(Discovering, a_429_to_the_list_leaves_the_whole_source_alone) {
  add_and_fetch();
  site_.fail_next("429", 1, 600, "/latest.json");
  const auto refused = ask_verb(DiscoverTopics{.source = "local"});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::rate_limited);
  EXPECT_NE(refused.error().what.find("left alone until"), std::string::npos) << refused.error().what;
  EXPECT_EQ(ask_verb(PollThread{.thread = "1"}).error().code, Code::cooldown);
}

TEST_F(Discovering, a_site_that_disallows_its_top_list_is_judged_by_the_latest) {
  site_.board().settings.robots = "User-agent: *\nDisallow: /top\n";
  EXPECT_EQ(found().topics.size(), 4U);
  EXPECT_EQ(site_.requests().size(), 2U);
}

TEST_F(Discovering, a_site_that_disallows_its_lists_is_not_asked) {
  site_.board().settings.robots = "User-agent: *\nDisallow: /latest\n";
  const auto refused = ask_verb(DiscoverTopics{.source = kHome});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::refused);
  EXPECT_EQ(site_.requests().size(), 1U);
}

TEST_F(Discovering, an_unknown_name_is_not_found_and_no_address_is_refused) {
  EXPECT_EQ(ask_verb(DiscoverTopics{.source = "nowhere"}).error().code, Code::not_found);
  EXPECT_EQ(ask_verb(DiscoverTopics{.source = "ftp://x"}).error().code, Code::malformed);
  EXPECT_EQ(post("discover", "{}").status, 400);
}

TEST_F(Discovering, only_posting_asks_a_forum) {
  EXPECT_EQ(ask({.method = "GET", .path = "/admin/v1/discover", .query = {{"source", kHome}}}).status, 405);
  EXPECT_TRUE(site_.requests().empty());
}

}  // namespace
}  // namespace gailou::admin
