// The llm engine in the built program, over a real socket: kills in the middle of calls, where the key is found, and
// that offers are followed.
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include <gmock/gmock.h>

#include "tests/e2e/stage.h"
#include "tests/endpoint/server.h"

namespace gailou::e2e {
namespace {

using endpoint::Manner;
using testing::HasSubstr;
using testing::Not;

const std::string kKey = "sk-e2e-51c0ffee7a9d4b8e";

class LlmDaemon : public testing::Test {
 protected:
  LlmDaemon() {
    const auto path = keys_.file("key");
    std::ofstream(path) << kKey << "\n";
    std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    gailou_ = std::make_unique<Gailou>(std::vector<std::string>{"engine.kind=llm", "engine.endpoint=" + server_.base(),
                                                                "engine.model=stand-in", "engine.api_key_file=" + path,
                                                                "engine.timeout=30s", "log.level=trace"});
  }

  /// It ends once the digest is written, or the daemon has died.
  std::unique_ptr<support::Process> import() const {
    const auto file = std::string(GAILOU_TEST_DATA) + "/offers-topic.json";
    return std::make_unique<support::Process>(std::vector<std::string>{
        Gailou::program(), "--state", gailou_->state(), "import", "--thread", "http://127.0.0.1:9/t/topic/1", file});
  }

  /// What was asked, by key: the same key is the same request, which costs once.
  std::map<std::string, std::set<std::string>> bought() const {
    std::map<std::string, std::set<std::string>> bodies;
    for (const auto& one : stand_in_.asked()) bodies[one.idempotency_key].insert(one.body);
    return bodies;
  }

  support::TempFolder keys_{};
  endpoint::StandIn stand_in_{};
  endpoint::Server server_{stand_in_};
  std::unique_ptr<Gailou> gailou_{};
};

TEST_F(LlmDaemon, kill_9_during_a_call_buys_nothing_twice) {
  stand_in_.behave(Manner::hang);
  const auto importing = import();
  constexpr int kKills = 3;
  for (int kill = 1; kill <= kKills; ++kill) {
    ASSERT_TRUE(eventually([&] { return stand_in_.requests() == static_cast<std::size_t>(kill); }))
        << gailou_->process().output();
    gailou_->kill();
    if (kill == kKills) stand_in_.behave(Manner::offers);
    gailou_->start();
  }
  ASSERT_TRUE(eventually([&] { return gailou_->reaches(8); })) << gailou_->process().output();
  const auto bodies = bought();
  EXPECT_EQ(bodies.size(), 1U);
  for (const auto& [key, sent] : bodies) {
    EXPECT_EQ(key.size(), 64U);
    EXPECT_EQ(sent.size(), 1U) << "the same key for another request";
  }
  // What was paid for and written is not asked for again.
  const auto before = stand_in_.requests();
  EXPECT_EQ(before, kKills + 1U);
  const auto document = gailou_->digest().dump();
  gailou_->kill();
  gailou_->start();
  ASSERT_TRUE(eventually([&] { return gailou_->reaches(8); }));
  EXPECT_EQ(stand_in_.requests(), before);
  EXPECT_EQ(gailou_->digest().dump(), document);
}

TEST_F(LlmDaemon, offers_that_the_model_tells_of_are_followed_like_the_offline_engines) {
  stand_in_.behave(Manner::offers);
  const auto importing = import();
  ASSERT_TRUE(eventually([&] { return gailou_->reaches(8); })) << gailou_->process().output();
  const auto living = gailou_->json("/deals.json")["offers"];
  ASSERT_EQ(living.size(), 2U) << living.dump(1) << gailou_->digest().dump(1);
  EXPECT_THAT(living[0]["offer"].get<std::string>(), HasSubstr("LifeMiles"));
  EXPECT_EQ(living[0]["ends"], "2099-06-07");
  EXPECT_EQ(living[0]["people"], (Json{{"success", 1}, {"failure", 0}, {"pending", 0}}));
  EXPECT_EQ(living[1]["amount"], "$325");
  EXPECT_EQ(living[1]["people"], (Json{{"success", 1}, {"failure", 1}, {"pending", 1}}));
  const auto all = gailou_->json("/deals.json?thread=local/1&all=1")["offers"];
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[2]["status_shown"], "expired");
}

std::string bytes_below(const std::string& folder) {
  std::string all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    all += text.str();
  }
  return all;
}

std::string file_of_process(pid_t pid, const std::string& name) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/" + name, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST_F(LlmDaemon, the_key_is_found_nowhere_but_in_the_request) {
  // An endpoint that repeats the key in its refusal, then answers, then sends a page.
  stand_in_.behave(Manner::unauthorized);
  const auto importing = import();
  ASSERT_TRUE(eventually([&] { return stand_in_.requests() > 0 && gailou_->reaches(8); }))
      << gailou_->process().output();
  std::string seen = gailou_->run({"engine", "test"}).output;
  for (const auto manner : {Manner::honest, Manner::html}) {
    stand_in_.behave(manner);
    seen += gailou_->run({"engine", "test", "--json"}).output;
    seen += gailou_->run({"digest", "1", "--dry-run"}).output;
    seen += gailou_->run({"digest", "1", "--dry-run", "--json"}).output;
  }
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"status"}, {"status", "--json"}, {"status", "--costs", "--json"}, {"show", "1"}}) {
    seen += gailou_->run(words).output;
  }
  for (const char* target : {"/metrics", "/readyz", "/api/v1/status", "/t/local/1", "/t/local/1.json"}) {
    seen += gailou_->get(target).body;
  }
  seen += file_of_process(gailou_->process().pid(), "cmdline") + file_of_process(gailou_->process().pid(), "environ");
  for (const auto& one : stand_in_.asked()) {
    EXPECT_EQ(one.authorization, "Bearer " + kKey);
    EXPECT_THAT(one.body, Not(HasSubstr(kKey)));
    EXPECT_THAT(one.idempotency_key, Not(HasSubstr(kKey)));
  }
  ASSERT_EQ(gailou_->stop(), 0);
  seen += gailou_->process().output();
  EXPECT_THAT(seen, HasSubstr("event=")) << "the log was looked at";
  EXPECT_EQ(seen.find(kKey), std::string::npos) << seen.substr(seen.find(kKey) > 300 ? seen.find(kKey) - 300 : 0, 600);
  EXPECT_EQ(bytes_below(gailou_->state()).find(kKey), std::string::npos);
}

}  // namespace
}  // namespace gailou::e2e
