// `gailou watch`, as somebody at a terminal sees it.
#include <sstream>

#include <gtest/gtest.h>

#include "tests/e2e/stage.h"

namespace gailou::e2e {
namespace {

class Watch : public ::testing::Test {
 protected:
  Forum forum_{{"--thread", recorded_thread(), "--start", "58"}};
  Gailou gailou_{};

  void SetUp() override {
    const auto added = gailou_.run({"add", "--wait", forum_.url()});
    ASSERT_EQ(added.code, 0) << added.output;
    ASSERT_TRUE(eventually([this] { return gailou_.reaches(58); })) << gailou_.process().output();
  }

  std::unique_ptr<support::Process> watch(std::vector<std::string> words) const {
    std::vector<std::string> command{Gailou::program(), "--state", gailou_.state(), "watch"};
    command.insert(command.end(), words.begin(), words.end());
    return std::make_unique<support::Process>(std::move(command));
  }

  /// A document's entries as `watch --json` prints them, without those before `first`.
  static std::vector<std::string> texts(const Json& document, std::size_t first = 0) {
    std::vector<std::string> made;
    for (std::size_t k = first; k < document["entries"].size(); ++k) {
      made.push_back(document["entries"][k]["text"].get<std::string>());
    }
    return made;
  }
  static std::vector<std::string> texts(const std::string& lines) {
    std::istringstream in(lines);
    std::vector<std::string> made;
    for (std::string line; std::getline(in, line);) made.push_back(Json::parse(line)["text"].get<std::string>());
    return made;
  }
};

TEST_F(Watch, each_entry_is_printed_as_it_is_committed_and_a_deletion_as_a_withdrawal) {
  const auto watching = watch({"-n", "1"});
  ASSERT_TRUE(watching->wait_for_output("\n", 10s));
  EXPECT_EQ(watching->output().find("新增#"), std::string::npos) << watching->output();
  forum_.release(60);
  EXPECT_TRUE(watching->wait_for_output("\n新增#", 20s)) << watching->output();
  forum_.tell("withdraw?floor=58");
  EXPECT_TRUE(watching->wait_for_output("\n撤回#58 ", 20s)) << watching->output();
  watching->signal(SIGINT);
  EXPECT_EQ(watching->wait(5s), 130);
  EXPECT_EQ(watching->err(), "");
}

TEST_F(Watch, a_restart_of_the_daemon_is_told_once_and_loses_and_repeats_nothing) {
  const auto before = gailou_.digest()["entries"].size();
  const auto watching = watch({"-n", "0", "--json"});
  forum_.release(60);
  ASSERT_TRUE(watching->wait_for_output("新增#", 20s)) << watching->output();
  gailou_.kill();
  ASSERT_TRUE(watching->wait_for_output("the daemon has gone", 20s)) << watching->output();
  gailou_.start();
  forum_.release(71);
  ASSERT_TRUE(eventually([this] { return gailou_.reaches(71); }));
  const auto expected = texts(gailou_.digest(), before);
  EXPECT_TRUE(eventually([&] {
    watching->output();
    return texts(watching->out()).size() >= expected.size();
  })) << watching->output();
  EXPECT_EQ(texts(watching->out()), expected);
  EXPECT_EQ(watching->err(), "gailou: watch: the daemon has gone; going on when it is back\n");
}

TEST_F(Watch, the_newest_entries_are_printed_once_without_following) {
  const auto all = texts(gailou_.digest());
  const auto finished = gailou_.run({"watch", "--no-follow", "--json", "-n", "3"});
  EXPECT_EQ(finished.code, 0) << finished.output;
  EXPECT_EQ(texts(finished.out), std::vector<std::string>(all.end() - 3, all.end()));
}

TEST_F(Watch, a_daemon_that_stops_is_not_held_up_by_it) {
  const auto watching = watch({"-n", "1"});
  ASSERT_TRUE(watching->wait_for_output("\n", 10s));
  const auto before = std::chrono::steady_clock::now();
  EXPECT_EQ(gailou_.stop(), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - before, 5s);
}

TEST_F(Watch, ends_when_what_it_watches_is_removed) {
  const auto watching = watch({"-n", "1", "local/1"});
  ASSERT_TRUE(watching->wait_for_output("\n", 10s));
  forum_.release(60);
  ASSERT_EQ(gailou_.run({"remove", "--yes", "local/1"}).code, 0);
  EXPECT_EQ(watching->wait(25s), 2);
  EXPECT_NE(watching->err().find("local/1 is no longer tracked"), std::string::npos) << watching->err();
}

}  // namespace
}  // namespace gailou::e2e
