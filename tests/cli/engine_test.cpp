// `gailou engine` and `gailou digest --dry-run` against a daemon with made-up answers.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "daemon/protocol/replies.h"
#include "tests/cli/ran.h"
#include "tests/support/scripted_daemon.h"
#include "tests/support/temp_folder.h"

namespace gailou::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

protocol::ExchangeLine exchange() {
  return {.kind = "first",
          .request = R"({"messages":[{"role":"system","content":"规则"},{"role":"user","content":"【新楼层】"}]})",
          .http_status = 200,
          .answer = R"({"choices":[{"message":{"content":"{\"ops\":[]}"}}]})",
          .verdict = "repair",
          .rules = "V13 V24",
          .refused = {"#2 V13 quote not verbatim"},
          .prompt_tokens = 812,
          .completion_tokens = 96,
          .cached_tokens = 300,
          .cost_micros = 1234,
          .took_ms = 1200};
}

protocol::DraftLine draft(const std::string& engine, const std::string& text) {
  return {.engine = engine,
          .entries = {{.id = "e7", .section = "latest", .marker = "新增#9", .text = text, .cites = {{9}}}},
          .nothing_new = {{.floor = {10}, .reason = "thanks"}}};
}

class EngineVerb : public testing::Test {
 protected:
  void answer_trial(std::vector<protocol::DraftLine> drafts) {
    const protocol::TryDigestReply reply{.thread = "forum/7",
                                         .floors = {{9}, {10}},
                                         .pending = true,
                                         .drafts = std::move(drafts),
                                         .exchanges = {exchange()},
                                         .currency = "USD"};
    daemon_.answer("try-digest", protocol::document_of(reply).dump());
  }
  void answer_test(bool works) {
    protocol::TestEngineReply reply{.exchanges = {exchange()}, .draft = draft("llm", "满 200 元减 30 元。")};
    reply.endpoint = {.endpoint = "https://api.example/v1",
                      .model = "small",
                      .format = "json_schema",
                      .token_parameter = "max_tokens"};
    reply.works = works;
    reply.currency = "USD";
    daemon_.answer("test-engine", protocol::document_of(reply).dump());
  }
  Ran run(std::vector<std::string> words, int columns = 100) {
    return run_words(std::move(words),
                     {.places = {.socket = folder_.file("admin.sock"), .state = folder_.path()}, .columns = columns});
  }

  support::TempFolder folder_;
  support::ScriptedDaemon daemon_{folder_.file("admin.sock")};
};

TEST_F(EngineVerb, a_test_tells_what_the_endpoint_can_do_and_what_it_cost) {
  answer_test(true);
  const Ran ran = run({"engine", "test"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  for (const char* part : {"https://api.example/v1", "small", "json_schema", "max_tokens", "812 tokens in (300 cached)",
                           "96 out", "0.001234 USD", "满 200 元减 30 元"}) {
    EXPECT_THAT(ran.out, HasSubstr(part));
  }
  EXPECT_THAT(ran.err, HasSubstr("it works"));
}

TEST_F(EngineVerb, a_call_without_an_answer_says_so_and_ends_with_what_can_be_done) {
  auto lost = exchange();
  lost.http_status = 0;
  lost.what = "can't connect to 127.0.0.1";
  protocol::TestEngineReply reply{.exchanges = {lost}, .draft = draft("llm", "满 200 元减 30 元。")};
  reply.notes = {"#1–2: no retries are left", "is the server running, and engine.endpoint its address?"};
  daemon_.answer("test-engine", protocol::document_of(reply).dump());
  const Ran ran = run({"engine", "test"});
  EXPECT_THAT(ran.out, HasSubstr("first: repair V13 V24, no answer, 1200 ms"));
  EXPECT_THAT(ran.err, HasSubstr("is the server running"));
}

TEST_F(EngineVerb, an_entry_without_a_marker_does_not_repeat_its_sections_title) {
  auto first = draft("llm", "满 200 元减 30 元。");
  first.entries[0].marker.clear();
  answer_trial({first});
  EXPECT_THAT(run({"digest", "forum/7", "--dry-run"}).out, HasSubstr("【最新动态】\n满 200 元减 30 元。 (#9)\n"));
}

TEST_F(EngineVerb, a_model_that_writes_nothing_that_stands_is_a_failure) {
  answer_test(false);
  EXPECT_EQ(run({"engine", "test"}).exit_code, 1);
  EXPECT_EQ(run({"engine", "test", "--json"}).exit_code, 1);
}

TEST_F(EngineVerb, a_dry_run_shows_prompt_answer_verdict_and_entries) {
  answer_trial({draft("llm", "年费涨到 795 美元。")});
  const Ran ran = run({"digest", "forum/7", "--dry-run"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  for (const char* part : {"[system]", "规则", "【新楼层】", R"({"ops":[]})", "repair V13 V24", "quote not verbatim",
                           "新增#9 年费涨到 795 美元。 (#9)", "#10 thanks"}) {
    EXPECT_THAT(ran.out, HasSubstr(part));
  }
  EXPECT_THAT(ran.err, HasSubstr("nothing was written"));
  EXPECT_EQ(daemon_.bodies_of("try-digest"), std::vector<std::string>{R"({"thread":"forum/7","engine":"llm"})"});
}

TEST_F(EngineVerb, a_comparison_has_two_columns_and_no_prompt) {
  answer_trial({draft("llm", "年费涨到 795 美元。"), draft("extract", "官方宣布年费提高。")});
  const Ran ran = run({"digest", "forum/7", "--compare"}, 80);
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("llm, 1 entry"));
  EXPECT_THAT(ran.out, HasSubstr("│ extract, 1 entry"));
  EXPECT_THAT(ran.out, Not(HasSubstr("[system]")));
  EXPECT_THAT(daemon_.bodies_of("try-digest").at(0), HasSubstr("both"));
}

TEST_F(EngineVerb, programs_get_it_as_json) {
  answer_trial({draft("llm", "年费涨到 795 美元。")});
  const auto document = nlohmann::json::parse(run({"digest", "forum/7", "--dry-run", "--json"}).out);
  EXPECT_EQ(document["thread"], "forum/7");
  EXPECT_EQ(document["exchanges"][0]["verdict"], "repair");
  EXPECT_EQ(document["exchanges"][0]["cost_micros"], 1234);
  EXPECT_EQ(document["drafts"][0]["entries"][0]["text"], "年费涨到 795 美元。");
}

TEST_F(EngineVerb, hostile_answers_cannot_steer_the_terminal) {
  protocol::TryDigestReply reply{.thread = "forum/7", .floors = {{9}}};
  reply.exchanges = {exchange()};
  reply.exchanges[0].answer = "\x1b[31mred\x07";
  reply.exchanges[0].refused = {"\x1b]0;title\x07"};
  reply.drafts = {draft("llm", "\x1b[2J全没了。")};
  daemon_.answer("try-digest", protocol::document_of(reply).dump());
  const Ran ran = run({"digest", "forum/7", "--dry-run"});
  EXPECT_THAT(ran.out, Not(HasSubstr("\x1b")));
  EXPECT_THAT(ran.out, Not(HasSubstr("\x07")));
}

TEST_F(EngineVerb, choosing_an_engine_tells_what_holds_now) {
  daemon_.answer("use-engine", R"({"thread":"forum/7","engine":"llm","own":true})");
  const Ran ran = run({"engine", "use", "forum/7", "llm"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_EQ(ran.out, "forum/7 is written by llm from now on\n");
  EXPECT_EQ(daemon_.bodies_of("use-engine"), std::vector<std::string>{R"({"thread":"forum/7","engine":"llm"})"});
}

TEST_F(EngineVerb, slips_of_the_pen_are_told_with_what_was_meant) {
  EXPECT_EQ(run({"engine", "tset"}).exit_code, 64);
  EXPECT_THAT(run({"engine", "tset"}).err, HasSubstr("did you mean `gailou engine test`?"));
  EXPECT_EQ(run({"engine", "use", "forum/7"}).exit_code, 64);
  EXPECT_EQ(run({"engine", "test", "forum/7"}).exit_code, 64);
  EXPECT_THAT(run({"digest", "forum/7", "--engine", "llm"}).err, HasSubstr("gailou engine use"));
  EXPECT_EQ(run({"digest", "forum/7", "--dry-run", "--now"}).exit_code, 64);
  EXPECT_TRUE(daemon_.asked().empty());
}

}  // namespace
}  // namespace gailou::cli
