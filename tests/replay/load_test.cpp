// A thread document as a forum: what a visitor is served of posts that were deleted, edited, answered.
#include "tests/replay/replay_fixture.h"

namespace gailou::replay {
namespace {

constexpr std::string_view kThread = R"({"schema":"gailou.thread/1","thread":{"title":"合集"},"posts":[
 {"id":11,"number":1,"author":"a","created_at":"2026-05-04T09:12:00-07:00","updated_at":"2026-05-19T08:58:00-07:00",
  "text":"截至 5/28。","versions":[{"text":"截至 5/14。","until":"2026-05-13T08:30:00-07:00"}]},
 {"id":12,"number":2,"author":"b","created_at":"2026-05-04T09:15:00-07:00","text":"点头像私信。","reply_to":1,
  "deleted_at":"2026-05-05T15:00:00-07:00"},
 {"id":13,"number":3,"author":"c","created_at":"2026-05-04T09:40:00-07:00","text":"秒批。","reply_to":1,
  "deleted_at":"2026-05-05T15:00:00-07:00","restored_at":"2026-05-06T15:00:00-07:00"},
 {"id":14,"number":4,"author":"d","created_at":"2026-05-04T10:02:00-07:00","text":"被拒。","reply_to":null}]})";

class LoadedThreadTest : public testing::Test {
 protected:
  LoadedThreadTest() : site_(loaded()), client_(site_, loop_.clock()) {
    site_.set_clock(loop_.clock());
    site_.forum().released = 4;
  }

  static Topic loaded() {
    auto topic = load_forum(kThread);
    EXPECT_TRUE(topic);
    return topic ? std::move(*topic) : Topic{};
  }

  forum::Look look() {
    auto looked = loop_.run(source_.look(TopicId{1}, Floor{0}));
    EXPECT_TRUE(looked);
    return looked ? std::move(*looked) : forum::Look{};
  }

  support::VirtualLoop loop_;
  Site site_;
  support::ReplayClient client_;
  forum::discourse::Source source_{storage::SourceRecord{.name = "local", .origin = "http://127.0.0.1:1"}, client_,
                                   forum::Settings{}, loop_.clock()};
};

TEST_F(LoadedThreadTest, a_post_that_was_deleted_is_in_no_page_and_keeps_its_floor) {
  const auto seen = look().observation;
  std::vector<std::int64_t> floors;
  for (const auto& post : seen.posts) floors.push_back(post.floor.value);
  EXPECT_EQ(floors, (std::vector<std::int64_t>{1, 3, 4}));
  EXPECT_EQ(*seen.stream, (std::vector<PostId>{PostId{11}, PostId{13}, PostId{14}}));
  EXPECT_EQ(seen.header->posts_count, 3);
  EXPECT_EQ(seen.header->highest, Floor{4});
  EXPECT_FALSE(loop_.run(source_.post(PostId{12}))->found);
  EXPECT_TRUE(loop_.run(source_.posts(TopicId{1}, {PostId{12}}))->observation.posts.empty());
}

TEST_F(LoadedThreadTest, nobody_hears_of_a_deleted_post_when_its_turn_comes) {
  site_.forum().released = 1;
  const auto before = site_.board().bus.last(1);
  EXPECT_EQ(site_.events().release(1, Events::Times::own), 12);
  EXPECT_EQ(site_.board().bus.last(1), before);
  EXPECT_EQ(site_.forum().next_floor(), 3);
  EXPECT_EQ(site_.events().release(1, Events::Times::own), 13);
  EXPECT_EQ(site_.board().bus.last(1), before + 1);
}

TEST_F(LoadedThreadTest, a_post_answers_the_one_the_document_names) {
  const auto posts = look().observation.posts;
  ASSERT_EQ(posts.size(), 3U);
  EXPECT_EQ(posts[0].reply_to, std::nullopt);
  EXPECT_EQ(posts[1].reply_to, Floor{1});
  EXPECT_EQ(posts[2].reply_to, std::nullopt);
}

TEST_F(LoadedThreadTest, an_edited_post_has_its_last_text_and_says_that_it_was_edited) {
  const auto posts = look().observation.posts;
  ASSERT_EQ(posts.size(), 3U);
  EXPECT_EQ(posts[0].forum_version, 2);
  EXPECT_EQ(posts[0].updated_at, digest::parse_iso("2026-05-19T08:58:00-07:00"));
  EXPECT_EQ(posts[2].forum_version, 1);
  EXPECT_EQ(posts[2].updated_at, posts[2].created_at);
}

TEST(LoadForum, what_is_no_thread_document_is_refused) {
  EXPECT_FALSE(load_forum("{"));
  EXPECT_FALSE(load_forum("{}"));
}

}  // namespace
}  // namespace gailou::replay
