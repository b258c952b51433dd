// What the running daemon tells Prometheus: the format, the closed sets of labels, and figures that are true.
#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "tests/e2e/stage.h"

namespace gailou::e2e {
namespace {

/// Values by "name{labels}"; every line is held against the format on the way.
std::map<std::string, double> samples_of(const std::string& text) {
  std::map<std::string, double> samples;
  std::set<std::string> families;
  std::string family;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("# HELP ")) {
      family = line.substr(7, line.find(' ', 7) - 7);
      EXPECT_TRUE(families.insert(family).second) << family << " twice";
      continue;
    }
    if (line.starts_with("# TYPE ")) {
      EXPECT_TRUE(line.starts_with("# TYPE " + family + " ")) << line;
      const bool is_counter = line.ends_with(" counter");
      EXPECT_EQ(is_counter, family.ends_with("_total")) << line;
      continue;
    }
    const auto blank = line.rfind(' ');
    if (blank == std::string::npos || !line.starts_with(family)) {
      ADD_FAILURE() << "no sample of " << family << ": " << line;
      continue;
    }
    EXPECT_TRUE(samples.emplace(line.substr(0, blank), std::stod(line.substr(blank + 1))).second) << line;
  }
  return samples;
}

TEST(Metrics, tell_what_the_daemon_did) {
  const Forum forum({"--thread", recorded_thread(), "--start", "20"});
  Gailou gailou;
  ASSERT_EQ(gailou.run({"add", "--wait", forum.url()}).code, 0);
  ASSERT_TRUE(eventually([&] { return gailou.reaches(20); }));
  gailou.get("/t/local/1");
  gailou.get("/t/local/2");
  gailou.run({"config", "reload"});

  const auto answer = gailou.get("/metrics");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.header("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
  const auto samples = samples_of(answer.body);
  const auto value = [&](const std::string& name) {
    const auto found = samples.find(name);
    if (found == samples.end()) ADD_FAILURE() << name << " is missing from\n" << answer.body;
    return found == samples.end() ? -1 : found->second;
  };
  EXPECT_EQ(value("gailou_posts_stored_total{source=\"local\"}"), 20);
  EXPECT_EQ(value("gailou_store_posts"), 20);
  EXPECT_GE(value("gailou_store_commit_duration_seconds_count"), 2) << "posts and a revision";
  EXPECT_EQ(value("gailou_store_errors_total{reason=\"io\"}"), 0);
  EXPECT_GE(value("gailou_polls_total{source=\"local\",result=\"changed\"}"), 1);
  EXPECT_GE(value("gailou_poll_duration_seconds_count{source=\"local\"}"), 1);
  EXPECT_GE(value("gailou_upstream_requests_total{source=\"local\",code=\"2xx\"}"), 1);
  EXPECT_GT(value("gailou_upstream_received_bytes_total{source=\"local\"}"), 1000);
  EXPECT_GE(value("gailou_digest_revisions_total{source=\"local\"}"), 1);
  EXPECT_EQ(value("gailou_digest_floors_total{source=\"local\",outcome=\"entry\"}") +
                value("gailou_digest_floors_total{source=\"local\",outcome=\"nothing_new\"}"),
            20);
  EXPECT_EQ(value("gailou_http_requests_total{route=\"/t/{source}/{id}\",method=\"GET\",code=\"2xx\"}"), 1);
  EXPECT_EQ(value("gailou_http_requests_total{route=\"/t/{source}/{id}\",method=\"GET\",code=\"4xx\"}"), 1);
  EXPECT_EQ(value("gailou_config_reloads_total{result=\"accepted\"}"), 1);
  EXPECT_EQ(value("gailou_config_last_reload_successful"), 1);
  EXPECT_GT(value("process_resident_memory_bytes"), 1e6);
  EXPECT_GT(value("gailou_last_successful_poll_timestamp_seconds{source=\"local\"}"), 1.7e9);
  EXPECT_EQ(answer.body.find("gailou_engine_"), std::string::npos) << "no endpoint, no figures of one";
  EXPECT_LT(samples.size(), 400u);

  // Never by thread: as many lines for two threads as for one.
  const auto names = [](const std::map<std::string, double>& of) {
    std::set<std::string> all;
    for (const auto& [name, each] : of) all.insert(name);
    return all;
  };
  const auto again = samples_of(gailou.get("/metrics").body);
  for (const auto& name : names(again)) EXPECT_EQ(name.find("local/1"), std::string::npos) << name;

  EXPECT_EQ(gailou.get("/metrics", "X-Forwarded-For: 192.0.2.7\r\n").status, 404);
}

TEST(Metrics, can_be_switched_off) {
  const Gailou gailou({"metrics.enabled=false"});
  EXPECT_EQ(gailou.get("/metrics").status, 404);
}

}  // namespace
}  // namespace gailou::e2e
