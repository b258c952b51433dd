// `gailou status --costs` over a store that no daemon serves.
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "tests/cli/ran.h"
#include "tests/storage/ledger_fixture.h"

namespace gailou::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

class CostsVerb : public storage::LedgerTest {
 protected:
  void SetUp() override {
    LedgerTest::SetUp();
    now_ = at("2026-05-06T12:00:00Z");
  }

  static digest::Instant at(const std::string& text) { return digest::parse_iso(text).value(); }

  /// In Shanghai.
  Ran run(std::vector<std::string> words, bool terminal = false) {
    words.insert(words.begin(), {"status", "--costs"});
    const Setting setting{.places = {.socket = folder_.file("admin.sock"),
                                     .state = folder_.path(),
                                     .site = {.title = "T", .tagline = "L", .zone = "Asia/Shanghai"}},
                          .terminal = terminal,
                          .now = now_};
    return run_words(std::move(words), setting);
  }

  void ask_at(const std::string& time, digest::ThreadId thread, const std::string& model = "small-1") {
    const auto kept = std::exchange(now_, at(time));
    auto made = attempt(thread);
    made.model = model;
    ask(made, end());
    now_ = kept;
  }
};

TEST_F(CostsVerb, nothing_was_ever_asked) {
  const Ran ran = run({});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_TRUE(ran.out.empty());
  EXPECT_THAT(ran.err, HasSubstr("no model was ever asked"));
}

TEST_F(CostsVerb, nothing_of_late_is_something_else_than_never) {
  ask_at("2026-03-01T12:00:00Z", add_thread(7));
  EXPECT_THAT(run({}).err, HasSubstr("no model was asked in the last 30 days"));
  EXPECT_THAT(run({"--days", "1"}).err, HasSubstr("no model was asked in the last 1 day\n"));
}

TEST_F(CostsVerb, a_pipe_gets_ten_cells_a_row) {
  const auto seven = add_thread(7);
  const auto eight = add_thread(8);
  ask_at("2026-05-05T15:00:00Z", seven);
  ask_at("2026-05-05T17:00:00Z", eight, "large-2");
  ask_at("2026-05-06T01:00:00Z", eight, "large-2");
  EXPECT_EQ(run({}).out,
            "day\t2026-05-05\t1\t0\t1000\t900\t512\t100\t0.0025 USD\t0\n"
            "day\t2026-05-06\t2\t0\t2000\t1800\t1024\t200\t0.005 USD\t0\n"
            "thread\tforum/8\t2\t0\t2000\t1800\t1024\t200\t0.005 USD\t0\n"
            "thread\tforum/7\t1\t0\t1000\t900\t512\t100\t0.0025 USD\t0\n"
            "model\tlarge-2\t2\t0\t2000\t1800\t1024\t200\t0.005 USD\t0\n"
            "model\tsmall-1\t1\t0\t1000\t900\t512\t100\t0.0025 USD\t0\n"
            "total\t\t3\t0\t3000\t2700\t1536\t300\t0.0075 USD\t0\n");
}

TEST_F(CostsVerb, a_terminal_gets_a_table_for_each_question) {
  ask_at("2026-05-06T01:00:00Z", add_thread(7));
  const Ran ran = run({"--color=never"}, true);
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, HasSubstr("asked since 2026-04-07\n"));
  for (const char* part :
       {"\nday ", "\nthread ", "\nmodel ", "\n2026-05-06 ", "\ntotal ", "\nforum/7 ", "\nsmall-1 "}) {
    EXPECT_THAT(ran.out, HasSubstr(part));
  }
}

TEST_F(CostsVerb, days_are_counted_back_from_today_in_the_zone) {
  const auto thread = add_thread(7);
  ask_at("2026-05-05T15:59:59Z", thread);
  ask_at("2026-05-05T16:00:00Z", thread);
  EXPECT_THAT(run({"--days", "1"}).out, HasSubstr("total\t\t1\t"));
  EXPECT_THAT(run({"--days", "2"}).out, HasSubstr("total\t\t2\t"));
}

TEST_F(CostsVerb, what_has_no_price_is_not_free) {
  const auto thread = add_thread(7);
  ask(attempt(thread), end());
  auto ended = end();
  ended.cost_micros.reset();
  auto local = attempt(thread);
  local.model = "local";
  ask(local, ended);
  const Ran piped = run({});
  EXPECT_THAT(piped.out, HasSubstr("model\tlocal\t1\t0\t1000\t900\t512\t100\t-\t1\n"));
  EXPECT_THAT(piped.out, HasSubstr("total\t\t2\t0\t2000\t1800\t1024\t200\t0.0025 USD\t1\n"));
  EXPECT_THAT(run({"--color=never"}, true).out, HasSubstr("0.0025 USD, 1 without a price"));
}

TEST_F(CostsVerb, currencies_stand_side_by_side) {
  const auto thread = add_thread(7);
  ask(attempt(thread), end());
  auto yuan = end();
  yuan.currency = "CNY";
  yuan.cost_micros = 12'000'000;
  ask(attempt(thread), yuan);
  yuan.currency.clear();
  yuan.cost_micros = 1;
  ask(attempt(thread), yuan);
  EXPECT_THAT(run({}).out, HasSubstr("\t0.000001 + 12.00 CNY + 0.0025 USD\t0\n"));
}

TEST_F(CostsVerb, what_failed_is_counted) {
  auto failed = end();
  failed.verdict = "fallback";
  ask(attempt(add_thread(7)), failed);
  EXPECT_THAT(run({}).out, HasSubstr("total\t\t1\t1\t"));
}

TEST_F(CostsVerb, json_has_keys_that_stay) {
  ask_at("2026-05-06T01:00:00Z", add_thread(7));
  const auto document = nlohmann::json::parse(run({"--json", "--days", "3"}).out);
  EXPECT_EQ(document["schema"], "gailou.costs/1");
  EXPECT_EQ(document["since"], "2026-05-03T16:00:00.000Z");
  EXPECT_EQ(document["zone"], "Asia/Shanghai");
  EXPECT_EQ(document["ever"], true);
  const nlohmann::json row{{"name", "forum/7"},
                           {"calls", 1},
                           {"failed", 0},
                           {"tokens", 1'000},
                           {"prompt_tokens", 900},
                           {"cached_tokens", 512},
                           {"completion_tokens", 100},
                           {"costs", {{{"currency", "USD"}, {"micros", 2'500}, {"amount", 0.0025}}}},
                           {"unpriced", 0}};
  EXPECT_EQ(document["threads"], nlohmann::json::array({row}));
  EXPECT_EQ(document["days"][0]["name"], "2026-05-06");
  EXPECT_EQ(document["models"][0]["name"], "small-1");
  EXPECT_EQ(document["total"]["calls"], 1);
}

TEST_F(CostsVerb, json_of_nothing_is_still_a_document) {
  const Ran ran = run({"--json"});
  EXPECT_EQ(ran.exit_code, 0);
  const auto document = nlohmann::json::parse(ran.out);
  EXPECT_EQ(document["ever"], false);
  EXPECT_TRUE(document["days"].empty());
  EXPECT_EQ(document["total"]["calls"], 0);
}

TEST_F(CostsVerb, it_says_where_it_was_read_without_a_daemon) {
  ask_at("2026-05-06T01:00:00Z", add_thread(7));
  EXPECT_THAT(run({}).err, HasSubstr("no daemon at"));
  store_.reset();
  const Setting nowhere{.places = {.socket = folder_.file("admin.sock"), .state = folder_.file("none")}, .now = now_};
  const Ran ran = run_words({"status", "--costs"}, nowhere);
  EXPECT_EQ(ran.exit_code, 69);
  EXPECT_THAT(ran.err, HasSubstr("there is no store in"));
}

TEST_F(CostsVerb, a_models_name_cannot_steer_a_terminal) {
  ask_at("2026-05-06T01:00:00Z", add_thread(7), "evil\x1b[2J\n\t");
  for (const bool terminal : {true, false}) {
    EXPECT_THAT(run({"--color=never"}, terminal).out, Not(HasSubstr("\x1b")));
  }
}

}  // namespace
}  // namespace gailou::cli
