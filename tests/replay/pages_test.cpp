// The replay's answers, read by the real client: pages, lists, refusals, the cache for visitors.
#include "tests/replay/replay_fixture.h"

namespace gailou::replay {
namespace {

TEST_F(ReplayTest, a_first_page_has_twenty_posts_and_the_whole_stream) {
  const auto looked = look(0);
  ASSERT_TRUE(looked);
  EXPECT_EQ(floors(looked).size(), 20U);
  EXPECT_EQ(floors(looked).front(), 1);
  EXPECT_EQ(looked->observation.stream->size(), 30U);
  EXPECT_EQ(looked->observation.header->highest, Floor{30});
}

TEST_F(ReplayTest, a_page_near_a_floor_has_five_before_it) {
  const auto looked = loop_.run(source_.look_near(TopicId{1}, Floor{9}));
  EXPECT_EQ(floors(looked).front(), 4);
  EXPECT_EQ(floors(looked).size(), 20U);
}

TEST_F(ReplayTest, a_page_beyond_the_end_is_filled_up_from_before) {
  EXPECT_EQ(floors(look(30)).front(), 11);
  EXPECT_EQ(floors(look(30)).back(), 30);
  EXPECT_EQ(floors(look(900)).back(), 30);
}

TEST_F(ReplayTest, a_page_near_a_gap_is_that_of_the_nearest_floor) {
  for (std::int64_t floor = 8; floor <= 10; ++floor) site_.events().remove(id_of(floor));
  const auto before = loop_.run(source_.look_near(TopicId{1}, Floor{8}));  // as near 7
  EXPECT_EQ(floors(before).front(), 2);
  const auto after = loop_.run(source_.look_near(TopicId{1}, Floor{10}));  // as near 11
  EXPECT_EQ(floors(after).front(), 3);
}

TEST_F(ReplayTest, posts_of_another_topic_are_not_answered) {
  const auto other = site_.board().find(2)->posts.front().id;
  const auto looked = loop_.run(source_.posts(TopicId{1}, {PostId{id_of(3)}, PostId{other}}));
  ASSERT_TRUE(looked);
  EXPECT_EQ(floors(looked), (std::vector<std::int64_t>{3}));
}

TEST_F(ReplayTest, a_mega_topic_has_no_stream_but_ids_after_a_floor) {
  site_.board().settings.style.mega_posts = 30;
  const auto looked = look(30);
  ASSERT_TRUE(looked);
  EXPECT_TRUE(looked->mega);
  EXPECT_FALSE(look(0, 2)->mega);
  const auto ids = loop_.run(source_.ids_after(TopicId{1}, Floor{28}));
  EXPECT_EQ(*ids, (std::vector<PostId>{PostId{id_of(29)}, PostId{id_of(30)}}));
}

TEST_F(ReplayTest, tags_come_as_strings_or_objects) {
  site_.events().recategorise(1, 9, {"credit", "visa"});
  EXPECT_EQ(header().tags, (std::vector<std::string>{"credit", "visa"}));
  EXPECT_EQ(header().category, "9");
  site_.board().settings.style.tags_as_objects = true;
  EXPECT_EQ(header().tags, (std::vector<std::string>{"credit", "visa"}));
}

TEST_F(ReplayTest, a_list_has_the_rows_that_were_asked_for) {
  const auto rows = loop_.run(source_.rows({TopicId{2}, TopicId{77}}));
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ(rows->front().topic, TopicId{2});
  EXPECT_EQ(rows->front().posts_count, 25);
  EXPECT_EQ(rows->front().highest, Floor{25});
  EXPECT_TRUE(rows->front().bumped_at);
}

TEST_F(ReplayTest, unlisted_restricted_and_removed_topics_have_no_row) {
  site_.events().unlist(1);
  site_.events().restrict(2);
  EXPECT_TRUE(loop_.run(source_.rows({TopicId{1}, TopicId{2}}))->empty());
  site_.events().unlist(1, false);
  EXPECT_EQ(loop_.run(source_.rows({TopicId{1}, TopicId{2}}))->size(), 1U);
}

TEST_F(ReplayTest, both_lists_show_all_listed_topics_with_their_starters) {
  site_.board().find(1)->posts.front().likes = 500;
  for (const auto list : {forum::TopicList::latest, forum::TopicList::top}) {
    const auto topics = loop_.run(source_.listed(list));
    ASSERT_TRUE(topics);
    ASSERT_EQ(topics->size(), site_.board().topics.size());
    for (const auto& topic : *topics) EXPECT_EQ(topic.author, site_.board().find(topic.topic.value)->posts[0].author);
  }
  // What is liked most leads the top list, whenever it was written.
  EXPECT_EQ(loop_.run(source_.listed(forum::TopicList::top))->front().topic, TopicId{1});
  site_.events().unlist(1);
  EXPECT_NE(loop_.run(source_.listed(forum::TopicList::top))->front().topic, TopicId{1});
}

TEST_F(ReplayTest, the_newest_posts_of_the_site_come_by_descending_id) {
  const auto page = nlohmann::json::parse(latest_posts_json(site_.board(), 0))["latest_posts"];
  ASSERT_EQ(page.size(), 50U);
  for (std::size_t i = 1; i < page.size(); ++i) EXPECT_GT(page[i - 1]["id"], page[i]["id"]);
  const auto next = nlohmann::json::parse(latest_posts_json(site_.board(), page.back()["id"]))["latest_posts"];
  EXPECT_EQ(next.size(), 5U);
  EXPECT_LT(next[0]["id"], page.back()["id"]);
}

TEST_F(ReplayTest, missing_removed_and_restricted_topics_are_told_apart_only_on_request) {
  site_.events().restrict(1);
  site_.events().remove_topic(2);
  for (const int topic : {1, 2, 3}) EXPECT_EQ(look(0, topic).error().code, Code::not_found) << topic;
  // Posts by id have no such mapping.
  EXPECT_EQ(loop_.run(source_.ids_after(TopicId{1}, Floor{1})).error().code, Code::forbidden);
  EXPECT_EQ(loop_.run(source_.ids_after(TopicId{2}, Floor{1})).error().code, Code::not_found);
  site_.board().settings.detailed_404 = true;
  EXPECT_EQ(look(0, 1).error().code, Code::forbidden);
  EXPECT_EQ(look(0, 2).error().code, Code::gone);
  EXPECT_EQ(look(0, 3).error().code, Code::not_found);
  site_.events().restrict(1, false);
  site_.events().remove_topic(2, false);
  EXPECT_TRUE(look(0, 1));
  EXPECT_TRUE(look(0, 2));
}

TEST_F(ReplayTest, a_removed_topic_may_lead_elsewhere) {
  site_.events().remove_topic(2);
  for (const char* place : {"/latest.json", "/t/prices/1.json", "https://elsewhere.example/"}) {
    site_.board().find(2)->permalink = place;
    EXPECT_EQ(look(0, 2).error().code, Code::not_found) << place;
  }
}

TEST_F(ReplayTest, another_slug_leads_to_the_right_one) {
  io::HttpRequest request{.url = "http://127.0.0.1:1/t/old-name/1/5.json"};
  auto asking = client_.get(std::move(request));
  const auto answer = loop_.run(std::move(asking));
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->url, "http://127.0.0.1:1/t/prices/1/5.json");
}

TEST_F(ReplayTest, who_is_not_logged_in_sees_nothing_of_a_closed_forum) {
  site_.board().settings.login_required = true;
  EXPECT_EQ(look(0).error().code, Code::forbidden);
  EXPECT_TRUE(loop_.run(source_.site())->login_required);
  io::HttpRequest request{.url = "http://127.0.0.1:1/t/1.json", .headers = {{"User-Api-Key", "k"}}};
  auto asking = client_.get(std::move(request));
  EXPECT_EQ(loop_.run(std::move(asking))->status, 200);
}

TEST_F(ReplayTest, robots_txt_is_obeyed_by_the_source) {
  site_.board().settings.robots = "User-agent: *\nDisallow: /t/\n";
  ASSERT_TRUE(loop_.run(source_.robots()));
  EXPECT_EQ(look(0).error().code, Code::forbidden);
  EXPECT_EQ(site_.log().entries().size(), 1U);
}

TEST_F(ReplayTest, visitors_get_a_page_that_is_up_to_a_minute_old) {
  site_.board().settings.anonymous_cache = true;
  EXPECT_TRUE(look(30)->observation.fresh);  // not kept
  EXPECT_TRUE(look(30)->observation.fresh);  // kept
  site_.events().reply({.topic = 1, .author = "u", .cooked = "<p>新</p>"});
  const auto old = look(30);
  EXPECT_FALSE(old->observation.fresh);
  EXPECT_EQ(old->observation.stream->size(), 30U);
  // Another address is another page, and posts by id are never kept.
  EXPECT_EQ(look(31)->observation.stream->size(), 31U);
  EXPECT_TRUE(loop_.run(source_.ids_after(TopicId{1}, Floor{30}))->size() == 1U);
  loop_.run_for(61s);
  EXPECT_EQ(look(30)->observation.stream->size(), 31U);
}

TEST_F(ReplayTest, a_key_passes_the_cache) {
  site_.board().settings.anonymous_cache = true;
  for (int i = 0; i < 3; ++i) {
    io::HttpRequest request{.url = "http://127.0.0.1:1/t/1.json", .headers = {{"User-Api-Key", "k"}}};
    auto asking = client_.get(std::move(request));
    EXPECT_FALSE(loop_.run(std::move(asking))->headers.contains("x-discourse-cached"));
  }
}

TEST_F(ReplayTest, faults_may_be_for_some_paths_alone) {
  site_.fail_next("500", 1, 0, "/latest.json");
  EXPECT_TRUE(look(0));
  EXPECT_EQ(loop_.run(source_.rows({TopicId{1}})).error().code, Code::unavailable);
  EXPECT_TRUE(loop_.run(source_.rows({TopicId{1}})));
}

TEST_F(ReplayTest, the_log_tells_when_what_was_asked_and_whether_two_came_at_once) {
  ASSERT_TRUE(look(0));
  loop_.run_for(5s);
  site_.fail_next("503", 1, 0);
  EXPECT_FALSE(look(0));
  const auto& log = site_.log().entries();
  ASSERT_EQ(log.size(), 2U);
  EXPECT_EQ(log[0].target, "/t/1.json");
  EXPECT_EQ(log[0].status, 200);
  EXPECT_GT(log[0].bytes, 1000U);
  EXPECT_EQ(log[1].status, 503);
  EXPECT_EQ(log[1].at - log[0].at, 5s);
  EXPECT_EQ(log[1].under_way, 0U);

  auto held = loop_.spawn(source_.listen({{.topic = TopicId{1}, .last = 0}}, 20s));
  loop_.run_for(1s);
  ASSERT_TRUE(look(0));
  EXPECT_EQ(log.back().under_way, 1U);
  loop_.run_for(30s);
  EXPECT_TRUE(held.done());
  ASSERT_TRUE(look(0));
  EXPECT_EQ(log.back().under_way, 0U);
}

TEST_F(ReplayTest, control_urls_make_things_happen) {
  io::ServerRequest request;
  request.path = "/replay/reply";
  request.query = {{"topic", "2"}, {"author", "somebody"}, {"text", "你好"}};
  EXPECT_EQ(loop_.run(site_.answer(request)).status, 200);
  EXPECT_EQ(digest::text_of(post_at(26, 2).body), "你好");
  request.path = "/replay/set";
  request.query = {{"login", "1"}};
  EXPECT_EQ(loop_.run(site_.answer(request)).status, 200);
  EXPECT_EQ(look(0).error().code, Code::forbidden);
  request.path = "/replay/nonsense";
  EXPECT_EQ(loop_.run(site_.answer(request)).status, 404);
  request.path = "/replay/state";
  request.query = {{"topic", "9"}};
  EXPECT_EQ(loop_.run(site_.answer(request)).status, 404);
  request.path = "/replay/log";
  const auto log = nlohmann::json::parse(*loop_.run(site_.answer(request)).body);
  EXPECT_EQ(log.back()["status"], 403);
}

}  // namespace
}  // namespace gailou::replay
