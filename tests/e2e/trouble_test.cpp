// What goes wrong on the way: failing forums, kills, wrong words. Nothing is lost, nothing invented, and the words say
// what to do.
#include <random>
#include <string>
#include <thread>

#include <gtest/gtest.h>

#include "tests/e2e/stage.h"
#include "tests/support/sanitized.h"

namespace gailou::e2e {
namespace {

/// A digest without what differs from run to run: times, and the replay forum's port.
Json timeless(Json document) {
  document.erase("generated_at");
  document["thread"].erase("url");
  return document;
}

Json undisturbed() {
  const Forum forum({"--thread", recorded_thread(), "--start", "71"});
  Gailou gailou;
  gailou.run({"add", "--wait", forum.url()});
  EXPECT_TRUE(eventually([&] { return gailou.reaches(71); }));
  return gailou.digest();
}

struct Trouble {
  std::string name;
  std::string fault;
  std::string words;  // in last_error
};

class FailingForum : public ::testing::TestWithParam<Trouble> {};

TEST_P(FailingForum, is_named_in_last_error_and_polling_goes_on) {
  const Forum forum({"--thread", recorded_thread(), "--start", "58"});
  Gailou gailou({"poll.challenge_cooldown=1s"});
  gailou.run({"add", "--wait", forum.url()});
  ASSERT_TRUE(eventually([&] { return gailou.reaches(58); }));
  const auto before = gailou.digest();

  forum.tell("fail?with=" + GetParam().fault + "&count=1");
  std::string seen;
  EXPECT_TRUE(eventually([&] { return !(seen = gailou.last_error()).empty(); })) << gailou.process().output();
  EXPECT_NE(seen.find(GetParam().words), std::string::npos) << seen;
  EXPECT_EQ(gailou.digest().dump(), before.dump());
  if (GetParam().fault == "404") return;  // asked again in ten minutes

  forum.release(60);
  EXPECT_TRUE(eventually([&] { return gailou.reaches(60); }, 60s)) << gailou.process().output();
  EXPECT_TRUE(eventually([&] { return gailou.last_error().empty(); }));
}

INSTANTIATE_TEST_SUITE_P(Faults, FailingForum,
                         ::testing::Values(Trouble{"a_429", "429", "429"}, Trouble{"a_500", "500", "500"},
                                           Trouble{"html", "html", "HTML"}, Trouble{"a_cut_answer", "cut", "JSON"},
                                           Trouble{"a_challenge", "challenge", "challenge"},
                                           Trouble{"a_404", "404", "404"}),
                         [](const auto& tested) { return tested.param.name; });

TEST(Vanished, many_at_once_hold_up_neither_a_withdrawal_nor_the_digest) {
  const Forum forum({"--thread", recorded_thread(), "--start", "58"});
  Gailou gailou({"poll.confirm_after=0s"});
  gailou.run({"add", "--wait", forum.url()});
  ASSERT_TRUE(eventually([&] { return gailou.reaches(58); }));
  for (int floor = 1; floor <= 20; ++floor) forum.tell("delete?floor=" + std::to_string(floor));
  ASSERT_TRUE(eventually([&] {
    return gailou.run({"--json", "show", "local/1"}).out.find("vanished at once") != std::string::npos;
  }));
  EXPECT_EQ(gailou.last_error(), "");

  forum.tell("withdraw?floor=58");
  EXPECT_TRUE(eventually([&] { return gailou.digest().dump().find("撤回#58") != std::string::npos; }));
  forum.release(60);
  EXPECT_TRUE(eventually([&] { return gailou.reaches(60); })) << gailou.last_error();
  EXPECT_EQ(gailou.digest().dump().find("撤回#1\""), std::string::npos);
}

TEST(RateLimit, a_retry_after_silences_the_source_until_then_even_over_a_restart) {
  const Forum forum({"--thread", recorded_thread(), "--start", "58"});
  Gailou gailou;
  gailou.run({"add", "--wait", forum.url()});
  ASSERT_TRUE(eventually([&] { return gailou.reaches(58); }));
  forum.tell("fail?with=429&count=1&retry_after=600");
  ASSERT_TRUE(eventually([&] { return !gailou.last_error().empty(); }));
  const auto asked = forum.requests().size();
  gailou.kill();
  gailou.start();
  const auto polled = gailou.run({"poll", "local/1"});
  EXPECT_EQ(polled.code, 75) << polled.output;
  EXPECT_EQ(forum.requests().size(), asked);
}

TEST(Crash, kills_at_random_moments_of_the_first_fetch_lose_and_double_nothing) {
  const auto expected = timeless(undisturbed());
  std::mt19937 random(20260506);
  for (int run = 0; run < 3; ++run) {
    const Forum forum({"--thread", recorded_thread(), "--start", "71"});
    Gailou gailou;
    gailou.run({"add", forum.url()});
    for (int kill = 0; kill < 5; ++kill) {
      std::this_thread::sleep_for(std::chrono::milliseconds{random() % 120});
      gailou.kill();
      gailou.start();
    }
    ASSERT_TRUE(eventually([&] { return gailou.reaches(71); })) << gailou.process().output();
    EXPECT_EQ(timeless(gailou.digest()), expected);
  }
}

TEST(Crash, kills_while_floors_arrive_lose_and_double_nothing) {
  const Forum forum({"--thread", recorded_thread(), "--start", "40"});
  Gailou gailou;
  gailou.run({"add", forum.url()});
  std::mt19937 random(7);
  Json last = Json::array();
  for (const std::int64_t floor : {45, 50, 58, 60, 66, 71}) {
    forum.release(floor);
    std::this_thread::sleep_for(std::chrono::milliseconds{random() % 400});
    gailou.kill();
    gailou.start();
    const auto document = gailou.digest();
    if (!document.is_object()) continue;
    ASSERT_GE(document["entries"].size(), last.size());
    for (std::size_t k = 0; k < last.size(); ++k) EXPECT_EQ(document["entries"][k].dump(), last[k].dump());
    last = document["entries"];
  }
  ASSERT_TRUE(eventually([&] { return gailou.reaches(71); }));
  const auto coverage = gailou.digest()["coverage"];
  EXPECT_EQ(coverage["visible"], 70);
  EXPECT_EQ(coverage["in_entries"].get<int>() + coverage["nothing_new"].get<int>(), 70);
}

TEST(Stop, a_signal_ends_it_with_0_and_everything_is_there_again) {
  const Forum forum({"--thread", recorded_thread(), "--start", "58"});
  Gailou gailou;
  gailou.run({"add", "--wait", forum.url()});
  ASSERT_TRUE(eventually([&] { return gailou.reaches(58); }));
  const auto before = gailou.digest();
  for (const int signal : {SIGTERM, SIGINT}) {
    EXPECT_EQ(gailou.stop(signal), 0);
    gailou.start();
    EXPECT_EQ(gailou.digest().dump(), before.dump());
  }
}

TEST(Instance, a_second_one_on_the_same_folder_says_who_holds_it) {
  const Gailou gailou;
  const auto second = support::run({Gailou::program(), "serve", "--state", gailou.state(), "--listen", "127.0.0.1:0"});
  EXPECT_EQ(second.code, 75);
  EXPECT_NE(second.output.find("in use"), std::string::npos) << second.output;
}

TEST(Words, each_mistake_gets_its_exit_code_and_a_clear_line) {
  const Gailou gailou;
  const auto expect = [&](std::vector<std::string> words, int code, const std::string& part) {
    const auto finished = gailou.run(words);
    EXPECT_EQ(finished.code, code) << words[0] << ": " << finished.output;
    EXPECT_NE(finished.output.find(part), std::string::npos) << finished.output;
  };
  expect({"digest", "local/99"}, 2, "local/99");
  expect({"show", "nowhere/1"}, 2, "nowhere/1");
  expect({"add", "not a url"}, 65, "topic");
  expect({"add", "https://forum.example/c/category/5"}, 65, "/t/");
  expect({"digset", "local/1"}, 64, "digest");
  expect({"list", "--set", "poll.min_intervall=1s"}, 78, "poll.min_interval");
  expect({"list", "--config", "/nonexistent/gailou.toml"}, 78, "/nonexistent/gailou.toml");
}

TEST(Words, without_a_daemon_writing_verbs_say_how_to_start_one) {
  const support::TempFolder folder;
  const auto finished =
      support::run({Gailou::program(), "--state", folder.path(), "add", "https://forum.example/t/x/1"});
  EXPECT_EQ(finished.code, 69) << finished.output;
  EXPECT_NE(finished.output.find("gailou serve"), std::string::npos) << finished.output;
}

TEST(Large, a_long_thread_is_fetched_and_digested_and_ten_more_floors_appended) {
  constexpr int kFirst = tests::unless_sanitized(2000, 500);
  const Forum forum({"--made-up", std::to_string(kFirst + 10), "--start", std::to_string(kFirst)});
  Gailou gailou;
  gailou.run({"add", forum.url()});
  ASSERT_TRUE(eventually([&] { return gailou.reaches(kFirst); }, 90s)) << gailou.process().output();
  forum.release(kFirst + 10);
  ASSERT_TRUE(eventually([&] { return gailou.reaches(kFirst + 10); }));
  EXPECT_EQ(gailou.digest()["coverage"]["visible"], kFirst + 10);
}

}  // namespace
}  // namespace gailou::e2e
