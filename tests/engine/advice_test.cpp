// What a person is told to do about a call that failed.
#include "daemon/engine/chat/advice.h"

#include <gtest/gtest.h>

#include "daemon/engine/chat/wire.h"
#include "digest/llm/reply.h"
#include "tests/engine/chat_fixture.h"

namespace gailou::engine {
namespace {

std::string advised(int status, const std::string& body, const ChatSettings& settings = test_settings()) {
  const llm::HttpAnswer answer{.status = status, .body = body};
  return advice_for({.heard = llm::hear(answer, 1'000, {}), .status = status}, settings);
}

std::string advised(const digest::Error& error) {
  return advice_for({.heard = heard_of(error), .hint = hint_of(error)}, test_settings());
}

bool says(const std::string& advice, const std::string& words) {
  return advice.find(words) != std::string::npos;
}

TEST(Advice, an_address_without_an_api_is_told_from_a_model_that_is_not_there) {
  for (const int status : {404, 405, 410}) {
    EXPECT_EQ(
        advised(status, "<html>404 page not found</html>"),
        "nothing takes questions at http://127.0.0.1:9/v1/chat/completions: set engine.endpoint to the API's base "
        "address; most end in /v1")
        << status;
  }
  EXPECT_TRUE(says(advised(200, "<html>Welcome to nginx!</html>"), "nothing takes questions at"));
  const auto model = advised(404, R"({"error":{"message":"The model does not exist","code":"model_not_found"}})");
  EXPECT_EQ(model, "set engine.model to one that it has; http://127.0.0.1:9/v1/models lists them");
}

TEST(Advice, a_key_that_is_not_taken_is_told_from_one_that_is_missing) {
  const std::string body = R"({"error":{"message":"Incorrect API key provided"}})";
  EXPECT_TRUE(says(advised(401, body), "gailou config reload"));
  auto keyless = test_settings();
  keyless.key = {};
  EXPECT_EQ(advised(401, body, keyless), "it wants a key: set engine.api_key_file");
  EXPECT_TRUE(says(advised(403, body), "may not ask for model stand-in"));
  EXPECT_TRUE(says(advised(402, body), "pay for more"));
}

TEST(Advice, of_a_prompt_that_does_not_fit_names_the_setting) {
  EXPECT_TRUE(says(advised(413, ""), "engine.context_tokens"));
  const Came cut{.heard = {.trouble = llm::Trouble::prompt_cut}, .status = 200};
  EXPECT_TRUE(says(advice_for(cut, test_settings()), "engine.context_tokens"));
}

TEST(Advice, a_redirect_is_to_be_followed_by_a_person) {
  EXPECT_TRUE(says(advised(301, ""), "where this one leads"));
}

TEST(Advice, a_lost_connection_has_the_networks_own_hint_in_the_engines_words) {
  using digest::Code;
  EXPECT_EQ(advised({.code = Code::unavailable, .what = "there is no host", .hint = "is the name spelt right?"}),
            "is the name spelt right?");
  EXPECT_EQ(advised({.code = Code::refused, .what = "inside", .hint = "set poll.allow_private_addresses if so"}),
            "set engine.allow_private_addresses if so");
  EXPECT_TRUE(says(advised({.code = Code::unavailable, .what = "refused"}), "is the server running"));
  EXPECT_TRUE(says(advised({.code = Code::timeout, .what = "late"}), "engine.timeout"));
}

TEST(Advice, what_passes_by_itself_needs_none) {
  for (const int status : {429, 500, 503}) EXPECT_EQ(advised(status, ""), "") << status;
  EXPECT_EQ(advised(400, R"({"error":{"message":"Invalid message role"}})"), "");
  EXPECT_EQ(advice_for({}, test_settings()), "");
}

TEST(Advice, no_advice_holds_the_key) {
  for (const int status : {301, 401, 402, 403, 404, 405, 413}) {
    EXPECT_FALSE(says(advised(status, R"({"error":")" + kTestKey + "\"}"), kTestKey)) << status;
  }
}

}  // namespace
}  // namespace gailou::engine
