// `gailou config reload` and what `gailou status` tells of reloads and budgets.
#include "tests/cli/with_daemon.h"

namespace gailou::cli {
namespace {

using ConfigReload = WithDaemon;

const digest::Instant kAt = digest::parse_iso("2026-05-08T12:00:00.000Z").value();

protocol::ReloadReply accepted() {
  return {.at = kAt, .accepted = true, .applied = {"poll.jitter", "source forum: added"}, .unchanged = 70};
}

protocol::ReloadReply refused() {
  return {.at = kAt,
          .faults = {{.where = "/etc/gailou/gailou.toml:3:1",
                      .what = "unknown config key 'poll.\x1b[0mjiter'",
                      .hint = "did you mean 'poll.jitter'?"},
                     {.what = "the llm engine is chosen, but engine.endpoint isn't set"}}};
}

TEST_F(ConfigReload, tells_what_holds_now_and_what_waits) {
  auto reply = accepted();
  reply.restart = {"server.listen", "log.format"};
  answer("reload", reply);
  const Ran ran = run({"config", "reload"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "these changed and hold now: poll.jitter, source forum: added\n"
            "these take effect after a restart: server.listen, log.format\n");
}

TEST_F(ConfigReload, of_the_same_file_says_so) {
  answer("reload", protocol::ReloadReply{.at = kAt, .accepted = true, .unchanged = 72});
  EXPECT_EQ(run({"config", "reload"}).out, "nothing has changed\n");
}

TEST_F(ConfigReload, that_is_refused_names_each_fault_and_ends_with_78) {
  answer("reload", refused());
  const Ran ran = run({"config", "reload"}, true);
  EXPECT_EQ(ran.exit_code, 78);
  EXPECT_EQ(ran.out, "");
  for (const char* part : {"gailou: config: /etc/gailou/gailou.toml:3:1: unknown config key 'poll.",
                           "did you mean 'poll.jitter'?", "gailou: config: the llm engine is chosen",
                           "nothing has changed: the daemon keeps the configuration that it has"}) {
    EXPECT_NE(ran.err.find(part), std::string::npos) << part << "\n" << ran.err;
  }
  EXPECT_EQ(ran.err.find('\x1b'), std::string::npos);
}

TEST_F(ConfigReload, as_json_is_the_daemons_own_answer) {
  answer("reload", refused());
  const Ran ran = run({"config", "reload", "--json"});
  EXPECT_EQ(ran.exit_code, 78);
  const auto document = nlohmann::json::parse(ran.out);
  EXPECT_EQ(document["accepted"], false);
  EXPECT_EQ(document["faults"].size(), 2U);
  EXPECT_EQ(document["faults"][0]["hint"], "did you mean 'poll.jitter'?");
}

TEST_F(ConfigReload, is_the_only_thing_that_config_does) {
  const Ran ran = run({"config", "relaod"});
  EXPECT_EQ(ran.exit_code, 64);
  EXPECT_NE(ran.err.find("did you mean `gailou config reload`?"), std::string::npos) << ran.err;
  EXPECT_EQ(run({"config"}).exit_code, 64);
}

TEST_F(ConfigReload, is_told_by_the_status) {
  auto status = status_reply();
  EXPECT_EQ((answer("status", status), run({"status"})).out.find("reload"), std::string::npos);
  status.reload = accepted();
  status.reload->restart = {"server.listen"};
  answer("status", status);
  EXPECT_NE(run({"status"}).out.find("reload    2026-05-08 12:00:00 UTC: 2 changes; after a restart: server.listen\n"),
            std::string::npos)
      << run({"status"}).out;
  status.reload = refused();
  answer("status", status);
  EXPECT_NE(
      run({"status"}).out.find("refused, the configuration before it holds: /etc/gailou/gailou.toml:3:1: unknown"),
      std::string::npos);
  EXPECT_NE(run({"status"}).out.find("(and 1 more)"), std::string::npos);
}

TEST_F(ConfigReload, budgets_stand_beside_what_was_spent) {
  auto status = status_reply();
  protocol::EngineLine engine{.endpoint = "https://api.example/v1", .model = "small", .writes_all = true};
  engine.budgets = {{.window = "day", .tokens = 123'456, .calls = 1, .tokens_most = 200'000},
                    {.window = "month", .tokens = 1'234'567, .calls = 80, .calls_most = 900},
                    {.window = "thread_day", .thread = "forum/7", .tokens = 999, .calls = 3, .tokens_most = 20'000}};
  status.engine = engine;
  answer("status", status);
  const auto told = run({"status"}).out;
  for (const char* part :
       {"engine    small at https://api.example/v1\n", "          today 123,456 of 200,000 tokens, 1 call\n",
        "          this month 1,234,567 tokens, 80 of 900 calls\n",
        "          of one thread today 999 of 20,000 tokens, 3 calls, forum/7\n"}) {
    EXPECT_NE(told.find(part), std::string::npos) << part << "\n" << told;
  }
  status.engine->writes_all = false;
  status.engine->is_resting = true;
  status.engine->rests_until = kAt;
  status.engine->why = "refused";
  answer("status", status);
  const auto resting = run({"status"}).out;
  EXPECT_NE(resting.find("small at https://api.example/v1, for the sources and threads that ask for it"),
            std::string::npos)
      << resting;
  EXPECT_NE(resting.find("resting until 2026-05-08 12:00:00 UTC: refused"), std::string::npos) << resting;
  EXPECT_EQ(nlohmann::json::parse(run({"status", "--json"}).out)["engine"]["budgets"][1]["calls_most"], 900);
}

}  // namespace
}  // namespace gailou::cli
