// The configuration changed under a running daemon: what holds at once, what waits, and that a fault changes nothing.
#include <gtest/gtest.h>

#include "tests/e2e/stage.h"

namespace gailou::e2e {
namespace {

/// Whether the daemon's log has `words` before long.
bool logs(Gailou& gailou, const std::string& words) {
  return gailou.process().wait_for_output(words, 20s);
}

std::string front(const Gailou& gailou) {
  return gailou.get("/").body;
}

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(Reload, a_hangup_makes_the_new_file_hold) {
  Gailou gailou({}, "[site]\ntitle = \"旧题\"\n");
  ASSERT_TRUE(has(front(gailou), "旧题"));
  gailou.write_config("[site]\ntitle = \"新题\"\nlanguage = \"zh-Hant\"\n");
  gailou.process().signal(SIGHUP);
  ASSERT_TRUE(logs(gailou, "event=reloaded")) << gailou.process().output();
  EXPECT_TRUE(has(gailou.process().output(), "site.title, site.language")) << gailou.process().output();
  EXPECT_TRUE(has(front(gailou), "新题"));
  EXPECT_EQ(gailou.get("/").header("Content-Language"), "zh-Hant");
  EXPECT_FALSE(has(front(gailou), "旧题"));
}

TEST(Reload, a_single_wrong_key_changes_nothing_and_is_named_with_its_place) {
  Gailou gailou({}, "[site]\ntitle = \"旧题\"\n");
  gailou.write_config("[site]\ntitle = \"新题\"\n[poll]\njiter = 0.2\nlive = 3\n");
  gailou.process().signal(SIGHUP);
  ASSERT_TRUE(logs(gailou, "the configuration before it holds")) << gailou.process().output();
  const auto& log = gailou.process().output();
  EXPECT_TRUE(has(log, "gailou.toml:4:1: unknown config key 'poll.jiter'")) << log;
  EXPECT_TRUE(has(log, "poll.live")) << "all that is wrong is told: " << log;
  EXPECT_TRUE(has(front(gailou), "旧题"));

  const auto told = gailou.run({"config", "reload"});
  EXPECT_EQ(told.code, 78);
  EXPECT_TRUE(has(told.err, "gailou.toml:4:1: unknown config key 'poll.jiter'")) << told.err;
  EXPECT_TRUE(has(told.err, "did you mean 'poll.jitter'?")) << told.err;
  EXPECT_TRUE(has(told.err, "nothing has changed")) << told.err;
  EXPECT_EQ(told.out, "");

  gailou.write_config("");
  const auto status = gailou.run({"status"});
  EXPECT_TRUE(has(status.out, "refused, the configuration before it holds")) << status.out;
  EXPECT_EQ(gailou.run({"config", "reload"}).code, 0);
  EXPECT_TRUE(has(gailou.run({"status"}).out, ": 1 change\n")) << gailou.run({"status"}).out;
}

TEST(Reload, the_verb_says_what_holds_and_what_waits_for_a_restart) {
  Gailou gailou;
  EXPECT_EQ(gailou.run({"config", "reload"}).out, "nothing has changed\n");
  gailou.write_config("[site]\ntagline = \"每周\"\n[server]\nbase_path = \"/g\"\n[admin]\nmode = \"0600\"\n");
  const auto told = gailou.run({"config", "reload"});
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_EQ(told.out,
            "these changed and hold now: site.tagline\n"
            "these take effect after a restart: server.base_path, admin.mode\n");
  EXPECT_EQ(gailou.get("/").status, 200) << "the prefix is still the old one";
  EXPECT_TRUE(logs(gailou, "event=reload_needs_restart"));
  const auto json = Json::parse(gailou.run({"config", "reload", "--json"}).out);
  EXPECT_EQ(json["accepted"], true);
  EXPECT_EQ(json["applied"], Json::array());
  EXPECT_EQ(json["restart"], (Json{"server.base_path", "admin.mode"})) << "owed until the restart";
  EXPECT_EQ(gailou.run({"config", "relaod"}).code, 64);
}

TEST(Reload, a_source_that_is_added_is_there_and_its_threads_are_followed) {
  const Forum forum({"--thread", recorded_thread(), "--start", "20"});
  Gailou gailou;
  const auto origin = forum.url().substr(0, forum.url().find("/t/"));
  gailou.write_config("[[source]]\nname = \"mine\"\nurl = \"" + origin + "\"\n");
  EXPECT_EQ(gailou.run({"config", "reload"}).out, "these changed and hold now: source mine: added\n");
  EXPECT_TRUE(has(gailou.run({"sources"}).out, "mine"));
  EXPECT_EQ(gailou.run({"add", "--wait", forum.url()}).code, 0);
  const auto digest = [&] { return gailou.get("/t/mine/1.json"); };
  ASSERT_TRUE(eventually([&] { return digest().status == 200; }));

  // Its threads go on when its table changes, and when it is gone.
  gailou.write_config("[[source]]\nname = \"mine\"\nurl = \"" + origin + "\"\npoll.user_agent = \"other/1\"\n");
  EXPECT_EQ(gailou.run({"config", "reload"}).out, "these changed and hold now: source mine: poll.user_agent\n");
  gailou.write_config("");
  EXPECT_EQ(gailou.run({"config", "reload"}).out, "these changed and hold now: source mine: removed\n");
  forum.release(25);
  EXPECT_TRUE(eventually([&] { return Json::parse(digest().body)["thread"]["last_number"] == 25; }));

  gailou.write_config("[[source]]\nname = \"mine\"\nurl = \"https://elsewhere.example\"\n");
  const auto refused = gailou.run({"config", "reload"});
  EXPECT_EQ(refused.code, 78);
  EXPECT_TRUE(has(refused.err, "a name never changes its forum")) << refused.err;
}

TEST(Reload, the_log_says_more_from_now_on) {
  Gailou gailou;
  gailou.write_config("[log]\nlevel = \"error\"\n");
  EXPECT_EQ(gailou.run({"config", "reload"}).code, 0);
  const auto length = gailou.process().output().size();
  EXPECT_EQ(gailou.run({"config", "reload"}).code, 0);
  EXPECT_EQ(gailou.process().output().size(), length);
}

TEST(Reload, without_a_daemon_what_is_wrong_is_told_all_the_same) {
  Gailou gailou;
  gailou.stop();
  gailou.write_config("[poll]\njiter = 1\n");
  const auto told = gailou.run({"config", "reload"});
  EXPECT_EQ(told.code, 69);
  EXPECT_TRUE(has(told.err, "unknown config key 'poll.jiter'")) << told.err;
}

}  // namespace
}  // namespace gailou::e2e
