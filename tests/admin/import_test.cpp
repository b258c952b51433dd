// Files handed in over the socket: of threads that are tracked, that aren't yet, that can't be polled.
#include "daemon/protocol/replies.h"
#include "tests/admin/admin_fixture.h"
#include "tests/support/files.h"
#include "tests/support/saved_topic.h"

namespace gailou::admin {
namespace {

using digest::Code;
using protocol::AddThread;
using protocol::ImportReply;
using protocol::ListThreads;
using protocol::PauseThread;
using protocol::ReadDigest;
using protocol::ReadPosts;
using protocol::ShowThread;

const std::string kPage =
    "泥潭日报 local · 每日精选\n\n算力会不会继续涨价\n\n内容摘要\n\n大家在讨论。\n\n1. 关键信息\n\n  (暂无)\n原始内容\n"
    "--- 第 1 楼来自 alice 的回复 (2026-05-06 14:02:35 UTC) ---\n\n第一楼说价格会在本季度继续上涨。\n\n"
    "--- 第 2 楼来自 bob 的回复 (2026-05-06 14:03:35 UTC) ---\n\n第二楼说价格会在下季度开始下跌。\n";

class Import : public AdminTest {
 protected:
  digest::Result<ImportReply> import(const std::string& text, const std::string& about = "",
                                     const std::string& zone = "") {
    io::ServerRequest request{.method = "POST", .path = "/admin/v1/import", .body = text};
    if (!about.empty()) request.query.emplace_back("about", about);
    if (!zone.empty()) request.query.emplace_back("zone", zone);
    const auto response = ask(std::move(request));
    if (response.status != 200) return error_in(response);
    return protocol::reply_of<ImportReply>(json_in(response));
  }

  /// What a browser would save from the replay forum.
  std::string saved(const std::string& target) {
    auto getting = client_.get({.url = "http://127.0.0.1:1" + target});
    const auto answer = loop_.run(std::move(getting));
    EXPECT_TRUE(answer);
    return answer ? answer->body : "";
  }

  std::string printed() {
    return support::printed_topic([this](const std::string& target) { return saved(target); });
  }

  /// From now on the forum shows nothing but a challenge.
  void close_the_forum() { site_.fail_next("challenge", 1'000'000, 0); }

  std::string dump(const std::string& thread) {
    const auto posts = ask_verb(ReadPosts{.thread = thread, .limit = 200, .versions = true});
    EXPECT_TRUE(posts);
    std::string rows;
    if (!posts) return rows;
    for (const auto& one : posts->posts) {
      rows += std::to_string(one.post.id.value) + " #" + std::to_string(one.post.floor.value) + " " + one.post.author +
              " " + digest::to_iso(one.post.created_at) + " v" + std::to_string(one.version) + " " + one.text + "\n";
    }
    return rows;
  }
};

TEST_F(Import, a_challenged_forums_topic_is_followed_by_its_saved_files) {
  site_.forum().released = 12;
  const std::string file = printed();
  close_the_forum();
  const auto reply = import(file, kTopicUrl);
  ASSERT_TRUE(reply) << to_string(reply.error());
  EXPECT_FALSE(reply->already_tracked);
  EXPECT_EQ(reply->form, "topic");
  EXPECT_EQ(reply->posts, 12);
  EXPECT_EQ(reply->added, 12);
  EXPECT_EQ(reply->known, 0);
  EXPECT_EQ(reply->missing, 0);
  EXPECT_TRUE(reply->complete);
  EXPECT_EQ(reply->revisions, 1);
  const auto digest = ask_verb(ReadDigest{.thread = "local/1"});
  ASSERT_TRUE(digest);
  EXPECT_EQ(digest->thread.last_number.value, 12);
  loop_.run_for(2min);
  EXPECT_EQ(ask_verb(ShowThread{.thread = "local/1"})->thread.state, storage::ThreadState::challenged);
}

TEST_F(Import, the_same_file_again_is_all_known) {
  const std::string file = printed();
  ASSERT_TRUE(import(file, kTopicUrl));
  const auto again = import(file);
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_TRUE(again->already_tracked);
  EXPECT_EQ(again->added, 0);
  EXPECT_EQ(again->edited, 0);
  EXPECT_EQ(again->known, 12);
  EXPECT_EQ(again->revisions, 0);
}

TEST_F(Import, files_and_polls_leave_the_same_floors) {
  const std::string early = printed();
  add_and_fetch();
  const std::string polled = dump("local/1");
  ASSERT_TRUE(import(early, "local/1"));
  EXPECT_EQ(dump("local/1"), polled);
}

TEST_F(Import, a_file_first_and_polls_later_leave_the_same_floors) {
  const std::string early = printed();
  ASSERT_TRUE(import(early, kTopicUrl));
  const std::string imported = dump("local/1");
  site_.forum().released = 14;
  loop_.run_for(5min);
  const std::string polled = dump("local/1");
  EXPECT_TRUE(polled.starts_with(imported)) << polled;
  EXPECT_EQ(std::count(polled.begin(), polled.end(), '\n'), 14);
}

TEST_F(Import, what_a_file_lists_without_showing_it_is_told_and_nothing_is_digested_before) {
  site_.forum().released = 30;
  const std::string first = saved("/t/1.json");
  const std::string whole = printed();
  close_the_forum();
  const auto reply = import(first, kTopicUrl);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->posts, 20);
  EXPECT_EQ(reply->missing, 10);
  EXPECT_FALSE(reply->complete);
  EXPECT_FALSE(ask_verb(ReadDigest{.thread = "local/1"}));
  const auto rest = import(whole);
  ASSERT_TRUE(rest);
  EXPECT_EQ(rest->added, 10);
  EXPECT_EQ(rest->known, 20);
  EXPECT_TRUE(rest->complete);
  EXPECT_TRUE(ask_verb(ReadDigest{.thread = "local/1"}));
}

TEST_F(Import, a_recorded_page_makes_a_digest_of_its_floors) {
  close_the_forum();
  const auto reply = import(kPage, kTopicUrl);
  ASSERT_TRUE(reply) << to_string(reply.error());
  EXPECT_EQ(reply->form, "page");
  EXPECT_EQ(reply->added, 2);
  EXPECT_TRUE(reply->complete);
  EXPECT_EQ(reply->thread.header.title, "算力会不会继续涨价");
  const auto digest = ask_verb(ReadDigest{.thread = "local/1"});
  ASSERT_TRUE(digest);
  EXPECT_EQ(digest->thread.last_number.value, 2);
}

TEST_F(Import, the_model_page_is_taken_in_whole) {
  close_the_forum();
  const auto reply = import(tests::read_data("recorded/model-page.txt"), "http://127.0.0.1:1/t/topic/493728");
  ASSERT_TRUE(reply) << to_string(reply.error());
  EXPECT_EQ(reply->added, 70);
  const auto digest = ask_verb(ReadDigest{.thread = "local/493728"});
  ASSERT_TRUE(digest);
  EXPECT_EQ(digest->thread.last_number.value, 71);
  EXPECT_EQ(digest->coverage.visible, 70);
}

TEST_F(Import, a_page_names_its_source_and_title_and_finds_its_thread_by_them) {
  close_the_forum();
  ASSERT_TRUE(import(kPage, kTopicUrl));
  const auto again = import(kPage);
  ASSERT_TRUE(again) << to_string(again.error());
  EXPECT_TRUE(again->already_tracked);
  EXPECT_EQ(again->known, 2);
}

TEST_F(Import, the_part_of_a_page_that_lacks_the_first_floor_completes_nothing) {
  close_the_forum();
  const std::string part = kPage.substr(kPage.find("--- 第 2 楼"));
  const auto reply = import(part, kTopicUrl);
  ASSERT_TRUE(reply);
  EXPECT_FALSE(reply->complete);
  EXPECT_TRUE(import(kPage, kTopicUrl)->complete);
}

TEST_F(Import, where_a_file_is_from_must_be_said_if_nothing_tells) {
  const auto topic = import(saved("/t/1.json"));
  ASSERT_FALSE(topic);
  EXPECT_EQ(topic.error().code, Code::usage);
  EXPECT_NE(topic.error().hint.find("--thread"), std::string::npos);
  EXPECT_EQ(import(kPage).error().code, Code::usage);
  EXPECT_EQ(ask_verb(ListThreads{})->threads.size(), 0U);
}

TEST_F(Import, a_topic_number_of_two_forums_is_not_guessed) {
  ASSERT_TRUE(ask_verb(AddThread{.thread = "http://127.0.0.1:1/t/x/1"}));
  ASSERT_TRUE(ask_verb(AddThread{.thread = "http://127.0.0.1:2/t/x/1"}));
  const auto reply = import(saved("/t/1.json"));
  ASSERT_FALSE(reply);
  EXPECT_NE(reply.error().what.find("2 tracked threads"), std::string::npos);
}

TEST_F(Import, a_file_about_another_topic_is_refused_and_tracks_nothing) {
  const auto reply = import(saved("/t/1.json"), "http://127.0.0.1:1/t/x/2");
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, Code::malformed);
  EXPECT_EQ(ask_verb(ListThreads{})->threads.size(), 0U);
}

TEST_F(Import, nothing_of_a_broken_file_is_stored) {
  const std::string broken = kPage + "\n--- 第 3 楼来自 carol\n";
  const auto reply = import(broken, kTopicUrl);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, Code::malformed);
  EXPECT_EQ(reply.error().where, "line 21");
  EXPECT_EQ(ask_verb(ListThreads{})->threads.size(), 0U);
}

TEST_F(Import, a_zone_is_needed_where_its_name_means_several) {
  close_the_forum();
  std::string page = kPage;
  for (std::size_t at = 0; (at = page.find("UTC", at)) != std::string::npos;) page.replace(at, 3, "CST");
  const auto unknown = import(page, kTopicUrl);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().where, "line 13");
  ASSERT_TRUE(import(page, kTopicUrl, "Asia/Shanghai"));
  EXPECT_NE(dump("local/1").find("2026-05-06T06:02:35.000Z"), std::string::npos);
}

TEST_F(Import, a_paused_thread_stays_paused) {
  add_and_fetch();
  ASSERT_TRUE(ask_verb(PauseThread{.thread = "local/1"}));
  site_.forum().released = 25;
  const auto reply = import(printed(), "local/1");
  ASSERT_TRUE(reply) << to_string(reply.error());
  EXPECT_EQ(reply->added, 13);
  EXPECT_EQ(reply->thread.state, storage::ThreadState::paused);
  EXPECT_EQ(ask_verb(ReadDigest{.thread = "local/1"})->thread.last_number.value, 25);
}

TEST_F(Import, an_older_file_takes_nothing_back) {
  const std::string early = printed();
  site_.forum().released = 20;
  add_and_fetch();
  const std::string polled = dump("local/1");
  const auto reply = import(early);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->known, 12);
  EXPECT_EQ(dump("local/1"), polled);
}

TEST_F(Import, no_request_leaves) {
  const std::string file = printed();
  ASSERT_TRUE(import(file, kTopicUrl));
  const auto asked = client_.requests;
  ASSERT_TRUE(ask_verb(PauseThread{.thread = "local/1"}));
  loop_.run_for(1min);
  const auto before = client_.requests;
  ASSERT_TRUE(import(file));
  EXPECT_EQ(client_.requests, before);
  EXPECT_GE(before, asked);
}

TEST_F(Import, what_is_neither_form_is_named) {
  EXPECT_EQ(import("", kTopicUrl).error().what, "it is empty");
  EXPECT_EQ(import("<html>", kTopicUrl).error().what, "it is a web page");
  EXPECT_EQ(import("{}", "nobody/1").error().code, Code::malformed);
  EXPECT_EQ(import(kPage, "nobody/1").error().code, Code::not_found);
  EXPECT_EQ(import(kPage, "7").error().code, Code::not_found);
  EXPECT_EQ(import(kPage, "x y").error().code, Code::malformed);
}

}  // namespace
}  // namespace gailou::admin
