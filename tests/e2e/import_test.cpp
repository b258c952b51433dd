// A forum that answers nothing but challenges, followed all the same: by what its reader saved.
#include <fstream>

#include <gtest/gtest.h>

#include "tests/e2e/stage.h"
#include "tests/support/saved_topic.h"

namespace gailou::e2e {
namespace {

class ChallengedForum : public testing::Test {
 protected:
  ChallengedForum() : forum_({"--thread", recorded_thread(), "--start", "58"}) {}

  std::string saved(const std::string& name) {
    const std::string url = forum_.url();
    const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
    const std::string path = folder_.file(name);
    const auto get = [port](const std::string& target) { return support::http_get(port, target).body; };
    std::ofstream(path, std::ios::binary) << support::printed_topic(get);
    return path;
  }

  support::TempFolder folder_;
  Forum forum_;
};

TEST_F(ChallengedForum, has_its_digest_from_a_saved_topic) {
  const std::string early = saved("early.json");
  forum_.release(71);
  const std::string late = saved("late.json");
  forum_.tell("fail?with=challenge&count=1000000");

  Gailou gailou;
  ASSERT_EQ(gailou.run({"add", forum_.url()}).code, 0);
  ASSERT_TRUE(eventually([&] { return gailou.last_error().find("challenge") != std::string::npos; }));
  const auto first = gailou.run({"import", early});
  ASSERT_EQ(first.code, 0) << first.output;
  EXPECT_EQ(first.out, early + ": local/1: 58 posts: 58 new, 0 known, 0 edited\n");
  ASSERT_TRUE(eventually([&] { return gailou.reaches(58); }));

  const auto second = gailou.run({"import", late, early});
  EXPECT_EQ(second.code, 0) << second.output;
  EXPECT_NE(second.out.find("70 posts: 12 new, 58 known, 0 edited\n"), std::string::npos) << second.out;
  ASSERT_TRUE(eventually([&] { return gailou.reaches(71); }));
  const auto printed = gailou.run({"digest", "local/1"});
  EXPECT_EQ(printed.code, 0);
  EXPECT_NE(printed.out.find("--- 第 71 楼来自 otonoco"), std::string::npos);
  EXPECT_EQ(gailou.json("/api/v1/threads/local/1").value("state", ""), "challenged");
}

TEST_F(ChallengedForum, has_its_digest_from_a_recorded_page_which_later_polls_fill_in) {
  forum_.release(71);
  forum_.tell("fail?with=challenge&count=1");
  Gailou gailou({"poll.challenge_cooldown=1s"});
  const auto page = std::string(GAILOU_TEST_DATA) + "/recorded/model-page.txt";
  const auto imported = gailou.run({"import", "--thread", forum_.url(), page});
  ASSERT_EQ(imported.code, 0) << imported.output;
  EXPECT_TRUE(eventually([&] { return gailou.reaches(71); }));
  const auto before = gailou.digest();
  // The forum answers again: its ids take the place of ours, and no floor is digested twice.
  EXPECT_TRUE(eventually([&] {
    const auto posts = gailou.json("/api/v1/threads/local/1/posts?from=71");
    return posts.is_object() && posts.contains("posts") && !posts["posts"].empty() &&
           posts["posts"].back().value("id", 0) > 0;
  })) << gailou.process().output();
  EXPECT_EQ(gailou.digest()["entries"].dump(), before["entries"].dump());
}

}  // namespace
}  // namespace gailou::e2e
