// What each `[[source]]` has of its own: keys over those for all, a key and the limits that go with it.
#include "tests/config/configured.h"

namespace gailou::config {
namespace {

using namespace std::chrono_literals;
using forum::AccessKind;

using Sources = Configured;

const std::string kSource = "[[source]]\nname = \"a\"\nurl = \"https://a.example\"\n";
const std::string kOther = "[[source]]\nname = \"b\"\nurl = \"https://b.example\"\n";

TEST_F(Sources, without_keys_of_its_own_a_source_has_everybodys) {
  const Config loaded = config("[poll]\nmin_interval = \"5m\"\n" + kSource);
  EXPECT_EQ(track_settings(loaded, "a").min_interval, 5min);
  EXPECT_EQ(forum_settings(loaded, "a").user_agent, loaded.forum.user_agent);
  EXPECT_EQ(forum_settings(loaded, "a").access.kind, AccessKind::guest);
  EXPECT_TRUE(forum_settings(loaded, "a").ignore_robots.empty());
  EXPECT_EQ(track_settings(loaded, "made-by-add").min_interval, 5min);
  EXPECT_EQ(&forum_settings(loaded, "made-by-add"), &loaded.forum);
}

TEST_F(Sources, own_poll_keys_go_before_everybodys_and_stay_with_their_source) {
  const Config loaded = config("[poll]\nmin_interval = \"5m\"\nmax_interval = \"5h\"\n" + kSource +
                               "title = \"A 论坛\"\npoll.min_interval = \"10m\"\n" + kOther +
                               "[source.poll]\nper_host_rate = \"10/m\"\ntimeout = \"7s\"\nuser_agent = \"x/1\"\n"
                               "allow_private_addresses = true\n");
  EXPECT_EQ(loaded.of_source.at("a").title, "A 论坛");
  EXPECT_EQ(track_settings(loaded, "a").min_interval, 10min);
  EXPECT_EQ(track_settings(loaded, "a").max_interval, 5h);
  EXPECT_EQ(track_settings(loaded, "a").per_host_rate, 1.0);
  EXPECT_EQ(track_settings(loaded, "b").min_interval, 5min);
  EXPECT_NEAR(track_settings(loaded, "b").per_host_rate, 10.0 / 60, 1e-9);
  EXPECT_EQ(forum_settings(loaded, "b").timeout, 7s);
  EXPECT_EQ(forum_settings(loaded, "b").user_agent, "x/1");
  EXPECT_TRUE(forum_settings(loaded, "b").allow_private_addresses);
  EXPECT_EQ(loaded.track.min_interval, 5min);
  EXPECT_FALSE(loaded.forum.allow_private_addresses);
}

TEST_F(Sources, a_wrong_key_of_its_own_is_told_with_its_place) {
  const std::string path = around_.etc + "/gailou.toml:4:";
  for (const char* line :
       {"poll.min_interval = \"soon\"", "poll.jitter = 7", "poll = 3", "poll.min_intervall = \"1m\"",
        "log.level = \"info\"", "title = 3", "titel = \"x\"", "title = \"a\\u0007b\"", "ignore_robots = true",
        "ignore_robots = \"\"", "ignore_robots = \"because\"", "api_key_file = \"key/file\"",
        "api_key_file = \"../key\"", "api_key_file = [\"a\"]", "api_key = \"s3cret\""}) {
    const std::string told = fault(kSource + line + "\n");
    EXPECT_TRUE(told.starts_with(path)) << line << ": " << told;
    EXPECT_TRUE(contains(told, "source.")) << told;
  }
  EXPECT_TRUE(contains(fault(kSource + "poll.min_intervall = \"1m\"\n"), "did you mean 'poll.min_interval'?"));
  EXPECT_TRUE(contains(fault(kSource + "titel = \"x\"\n"), "did you mean 'title'?"));
}

TEST_F(Sources, own_intervals_must_fit_those_for_all) {
  EXPECT_TRUE(contains(fault(kSource + "poll.min_interval = \"7h\"\n"), "longer than its poll.max_interval"));
  EXPECT_TRUE(contains(fault(kSource + "poll.backoff_max = \"1s\"\n"), "longer than its poll.backoff_max"));
}

TEST_F(Sources, robots_txt_is_ignored_for_a_written_reason_only) {
  const Config loaded = config(kSource + "ignore_robots = \"论坛管理员书面同意\"\n" + kOther +
                               "ignore_robots = \"my own forum, I run it\"\n");
  EXPECT_EQ(forum_settings(loaded, "a").ignore_robots, "论坛管理员书面同意");
  EXPECT_EQ(forum_settings(loaded, "b").ignore_robots, "my own forum, I run it");
  EXPECT_TRUE(loaded.forum.ignore_robots.empty());
}

TEST_F(Sources, a_members_key_brings_its_limits) {
  const std::string path = key_file("key", "s3cret\n");
  const Config loaded = config(kSource + "api_key_file = \"" + path + "\"\n" + kOther);
  const auto& access = forum_settings(loaded, "a").access;
  EXPECT_EQ(access.kind, AccessKind::user_key);
  ASSERT_EQ(access.fields.size(), 1U);
  EXPECT_EQ(access.fields.front().second.reveal(), "s3cret");
  // 18 a minute and a burst of 2 are 20 in any minute.
  EXPECT_NEAR(track_settings(loaded, "a").per_host_rate, 18.0 / 60, 1e-9);
  EXPECT_EQ(track_settings(loaded, "a").requests_per_day, 2000U);
  EXPECT_EQ(forum_settings(loaded, "b").access.kind, AccessKind::guest);
  EXPECT_EQ(track_settings(loaded, "b").per_host_rate, 1.0);
}

TEST_F(Sources, limits_below_those_of_a_key_stand_and_a_staff_key_has_none) {
  const std::string user = key_file("user", "s3cret");
  const std::string staff = key_file("staff", "Api-Key: s3cret\nApi-Username: system\n");
  const Config loaded = config(kSource + "api_key_file = \"" + user + "\"\npoll.per_host_rate = \"1/m\"\n" + kOther +
                               "api_key_file = \"" + staff + "\"\n");
  EXPECT_NEAR(track_settings(loaded, "a").per_host_rate, 1.0 / 60, 1e-9);
  // A quarter of 1,440 a day is fewer than 2,000 already.
  EXPECT_EQ(track_settings(loaded, "a").requests_per_day, 0U);
  EXPECT_EQ(forum_settings(loaded, "b").access.kind, AccessKind::admin_key);
  EXPECT_EQ(track_settings(loaded, "b").per_host_rate, 1.0);
}

TEST_F(Sources, a_number_of_requests_a_day_is_kept_within_that_of_a_key) {
  const std::string key = "api_key_file = \"" + key_file("user", "s3cret") + "\"\n";
  const auto per_day = [&](const char* line) {
    return track_settings(config(kSource + key + line), "a").requests_per_day;
  };
  EXPECT_EQ(per_day("poll.requests_per_day = 500\n"), 500U);
  EXPECT_EQ(per_day("poll.requests_per_day = 5000\n"), 2000U);
  EXPECT_EQ(per_day("poll.per_host_rate = \"1000/s\"\n"), 2000U);
}

TEST_F(Sources, a_key_file_that_is_open_to_all_or_missing_is_a_fault) {
  EXPECT_TRUE(contains(fault(kSource + "api_key_file = \"" + key_file("key", "s3cret", 0644) + "\"\n"), "mode 0644"));
  EXPECT_TRUE(contains(fault(kSource + "api_key_file = \"/nowhere/key\"\n"), "No such file"));
  EXPECT_TRUE(
      contains(fault(kSource + "api_key_file = \"" + key_file("cookie", "Cookie: s3cret") + "\"\n"), "cookie:1"));
}

TEST_F(Sources, a_client_reads_no_key) {
  const Config loaded = config(kSource + "api_key_file = \"/nowhere/key\"\n", Role::client);
  EXPECT_EQ(forum_settings(loaded, "a").access.kind, AccessKind::guest);
}

TEST_F(Sources, a_client_that_asks_a_forum_itself_reads_its_key) {
  const std::string key = "api_key_file = \"" + key_file("key", "s3cret") + "\"\n";
  EXPECT_EQ(forum_settings(config(kSource + key, Role::asking_client), "a").access.kind, AccessKind::user_key);
  const auto missing = read(kSource + "api_key_file = \"/nowhere/key\"\n", Role::asking_client);
  ASSERT_EQ(missing.faults.size(), 1U);
  EXPECT_TRUE(contains(to_string(missing.faults.front()), "No such file"));
}

TEST_F(Sources, a_key_does_not_go_over_plain_http_to_another_machine) {
  const std::string key = "api_key_file = \"" + key_file("key", "s3cret") + "\"\n";
  const auto source = [&](const char* url) {
    return "[[source]]\nname = \"a\"\nurl = \"" + std::string(url) + "\"\n" + key;
  };
  EXPECT_TRUE(contains(fault(source("http://forum.example")), "plain http"));
  EXPECT_EQ(config(source("http://127.0.0.1:8080")).sources.size(), 1U);
  EXPECT_EQ(config(source("http://forum.office") + "poll.allow_private_addresses = true\n").sources.size(), 1U);
}

TEST_F(Sources, the_services_credential_is_taken_by_the_only_source) {
  around_.environment["CREDENTIALS_DIRECTORY"] = folder_.path();
  EXPECT_EQ(forum_settings(config(kSource), "a").access.kind, AccessKind::guest);
  key_file("gailou.forum-api-key", "s3cret", 0400);
  EXPECT_EQ(forum_settings(config(kSource), "a").access.kind, AccessKind::user_key);
  EXPECT_EQ(
      forum_settings(config(kSource + "api_key_file = \"" + key_file("own", "Api-Key: k") + "\"\n"), "a").access.kind,
      AccessKind::admin_key);
  EXPECT_EQ(forum_settings(config(kSource, Role::client), "a").access.kind, AccessKind::guest);
}

TEST_F(Sources, a_credential_goes_to_no_forum_by_chance) {
  around_.environment["CREDENTIALS_DIRECTORY"] = folder_.path();
  key_file("gailou.forum-api-key", "s3cret", 0400);
  const auto loaded = read(kSource + kOther);
  ASSERT_EQ(loaded.faults.size(), 2U);
  EXPECT_TRUE(contains(to_string(loaded.faults.front()), "could be meant for several sources"));
  const Config named = config(kSource + "api_key_file = \"gailou.forum-api-key\"\n" + kOther);
  EXPECT_EQ(forum_settings(named, "a").access.kind, AccessKind::user_key);
  EXPECT_EQ(forum_settings(named, "b").access.kind, AccessKind::guest);
}

TEST_F(Sources, a_credential_is_named_where_there_is_one) {
  EXPECT_TRUE(contains(fault(kSource + "api_key_file = \"gailou.forum-api-key\"\n"), "there is no credential"));
}

TEST_F(Sources, the_environments_proxies_are_for_those_who_ask_a_forum) {
  around_.environment["https_proxy"] = "http://user:s3cret@proxy.example:3128";
  const Config loaded = config(kSource);
  ASSERT_TRUE(loaded.proxies.https);
  EXPECT_TRUE(config(kSource, Role::asking_client).proxies.https);
  EXPECT_EQ(loaded.proxies.https->name(), "proxy.example:3128");
  around_.environment["https_proxy"] = "socks5://user:s3cret@proxy.example";
  const std::string told = fault(kSource);
  EXPECT_TRUE(told.starts_with("$https_proxy: ")) << told;
  EXPECT_FALSE(contains(told, "s3cret"));
  EXPECT_FALSE(config(kSource, Role::client).proxies.https);
}

}  // namespace
}  // namespace gailou::config
