#include "digest/llm/reply.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/llm/canned.h"

namespace gailou::llm {
namespace {

using Json = nlohmann::json;

constexpr std::int64_t kEstimate = 2600;

Heard heard_of(int status, const std::string& body, std::optional<double> usual = std::nullopt) {
  return hear({.status = status, .body = body}, kEstimate, usual);
}

Json answer_saying(const Json& content) {
  return {{"model", "stub"},
          {"choices", {{{"finish_reason", "stop"}, {"message", {{"role", "assistant"}, {"content", content}}}}}},
          {"usage", {{"prompt_tokens", 2400}, {"completion_tokens", 600}}}};
}

TEST(Reply, each_verdict_and_each_trouble_has_a_name_of_its_own) {
  std::set<std::string_view> names;
  for (const auto verdict : {Verdict::accept, Verdict::partial, Verdict::repair, Verdict::retry, Verdict::fallback}) {
    EXPECT_TRUE(names.insert(name_of(verdict)).second);
  }
  for (int each = 1; each <= static_cast<int>(Trouble::prompt_cut); ++each) {
    EXPECT_TRUE(names.insert(name_of(static_cast<Trouble>(each))).second) << each;
  }
  EXPECT_FALSE(names.contains(""));
}

TEST(Reply, canned_replies_without_usable_content_get_their_verdicts) {
  std::size_t unusable = 0;
  for (const auto& canned : tests::canned_in("llm-replies")) {
    const auto heard = canned.heard();
    const auto expected = canned.expected();
    if (expected.verdict != "retry" && expected.verdict != "fallback") {
      EXPECT_EQ(heard.verdict, Verdict::accept) << canned.name() << ": " << heard.what;
      continue;
    }
    ++unusable;
    EXPECT_EQ(std::string(name_of(heard.verdict)), expected.verdict) << canned.name();
    EXPECT_EQ(std::vector<std::string>{heard.rule}, expected.rules) << canned.name();
    EXPECT_NE(heard.trouble, Trouble::none) << canned.name();
    EXPECT_FALSE(heard.what.empty()) << canned.name();
    EXPECT_TRUE(heard.content.empty()) << canned.name();
  }
  EXPECT_EQ(unusable, 11U);
}

TEST(Reply, an_answer_with_content_is_accepted_for_review) {
  const auto heard = heard_of(200, answer_saying("{}").dump());
  EXPECT_EQ(heard.verdict, Verdict::accept);
  EXPECT_EQ(heard.trouble, Trouble::none);
  EXPECT_EQ(heard.content, "{}");
  EXPECT_EQ(heard.model, "stub");
  EXPECT_EQ(heard.finish_reason, "stop");
  EXPECT_EQ(heard.usage.prompt, 2400);
  EXPECT_EQ(heard.usage.completion, 600);
  EXPECT_EQ(heard.usage.cached, std::nullopt);
}

TEST(Reply, the_status_is_judged_before_the_body) {
  const auto heard = heard_of(503, "<html>busy</html>");
  EXPECT_EQ(heard.verdict, Verdict::retry);
  EXPECT_EQ(heard.trouble, Trouble::overloaded);
  EXPECT_EQ(heard.what, "HTTP 503");
  EXPECT_EQ(heard_of(500, answer_saying("{}").dump()).rule, "V1");
}

TEST(Reply, each_status_has_its_meaning) {
  const std::vector<std::tuple<int, Verdict, Trouble>> kinds{
      {400, Verdict::retry, Trouble::bad_request},   {401, Verdict::fallback, Trouble::refused},
      {402, Verdict::fallback, Trouble::quota_gone}, {403, Verdict::fallback, Trouble::refused},
      {404, Verdict::fallback, Trouble::refused},    {408, Verdict::retry, Trouble::overloaded},
      {409, Verdict::retry, Trouble::overloaded},    {413, Verdict::retry, Trouble::bad_request},
      {429, Verdict::retry, Trouble::rate_limited},  {500, Verdict::retry, Trouble::overloaded},
      {529, Verdict::retry, Trouble::overloaded},    {302, Verdict::retry, Trouble::bad_request}};
  for (const auto& [status, verdict, trouble] : kinds) {
    const auto heard = heard_of(status, "{}");
    EXPECT_EQ(heard.verdict, verdict) << status;
    EXPECT_EQ(heard.trouble, trouble) << status;
    EXPECT_EQ(heard.rule, "V1") << status;
  }
}

TEST(Reply, a_rate_limit_is_not_an_exhausted_quota) {
  const auto limited = R"({"error":{"message":"Rate limit reached","type":"requests","code":"rate_limit_exceeded"}})";
  EXPECT_EQ(heard_of(429, limited).trouble, Trouble::rate_limited);
  const auto gone = R"({"error":{"message":"You exceeded your quota","type":"insufficient_quota","code":null}})";
  EXPECT_EQ(heard_of(429, gone).trouble, Trouble::quota_gone);
  EXPECT_EQ(heard_of(429, R"({"error":"insufficient_quota"})").verdict, Verdict::fallback);
  EXPECT_EQ(heard_of(429, R"({"error":{"code":"slow_down","type":"insufficient_quota"}})").verdict, Verdict::retry);
  EXPECT_EQ(heard_of(429, R"(["insufficient_quota"])").verdict, Verdict::retry);
  EXPECT_EQ(heard_of(429, "Too Many Requests").trouble, Trouble::rate_limited);
}

TEST(Reply, a_refused_parameter_is_named) {
  const std::vector<std::pair<std::string, std::string>> bodies{
      {R"({"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.","param":"max_tokens"}})",
       "max_tokens"},
      {R"({"error":{"message":"'max_completion_tokens' is unknown, use max_tokens","param":null}})",
       "max_completion_tokens"},
      {R"({"error":{"message":"Invalid schema","param":"response_format.json_schema"}})", "response_format"},
      {R"({"error":{"message":"Unsupported value: 'temperature' does not support 0"}})", "temperature"},
      {R"({"object":"error","message":"Extra inputs: chat_template_kwargs","type":"BadRequestError","code":400})",
       "chat_template_kwargs"},
      {R"({"detail":[{"loc":["body","response_format"],"msg":"extra fields not permitted"}]})", "response_format"},
      {R"([{"error":{"message":"Unknown name \"seed\""}}])", "seed"},
      {R"({"error":"reasoning_effort is not supported"})", "reasoning_effort"}};
  for (const auto& [body, parameter] : bodies) {
    const auto heard = heard_of(400, body);
    EXPECT_EQ(heard.trouble, Trouble::parameter) << body;
    EXPECT_EQ(heard.parameter, parameter) << body;
    EXPECT_EQ(heard.verdict, Verdict::retry) << body;
  }
  EXPECT_EQ(heard_of(422, bodies[5].first).parameter, "response_format");
}

TEST(Reply, a_400_that_no_parameter_is_to_blame_for_is_a_bad_request) {
  for (
      const std::string body :
      {R"({"error":{"message":"Invalid message role","param":"messages[0].role"}})",
       R"({"error":{"message":"This model's maximum context length is 8192 tokens, lower max_tokens","param":"max_tokens"}})",
       R"({"error":{"code":"context_length_exceeded","message":"reduce max_tokens"}})",
       R"({"error":{"message":"my_max_tokens_x is odd"}})", "", "null"}) {
    const auto heard = heard_of(400, body);
    EXPECT_EQ(heard.trouble, Trouble::bad_request) << body;
    EXPECT_EQ(heard.parameter, "") << body;
  }
}

TEST(Reply, a_request_that_is_too_long_is_told_from_other_bad_ones_in_each_servers_words) {
  for (
      const std::string body :
      {R"({"error":{"code":400,"message":"request (4476 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error"}})",
       R"({"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 6146 tokens","type":"BadRequestError","code":400})",
       R"({"object":"error","message":"max_tokens must be at least 1, got -186.","type":"BadRequestError","code":400})",
       R"({"error":"The number of tokens to keep from the initial prompt is greater than the context length"})",
       R"({"error":{"message":"The decoder prompt (length 5000) is longer than the maximum model length of 4096"}})",
       R"({"error":{"message":"input length and `max_tokens` exceed context limit: 199759 + 8192 > 200000"}})",
       R"({"error":{"message":"prompt is too long: 210000 tokens > 200000 maximum","type":"invalid_request_error"}})",
       R"({"error":{"code":"invalid_parameter_error","message":"<400> InternalError.Algo.InvalidParameter: Range of input length should be [1, 30720]","param":null}})",
       R"({"error":{"message":"Invalid request: Your request exceeded model token limit: 8192","type":"invalid_request_error"}})",
       R"([{"error":{"code":400,"message":"The input token count (2845475) exceeds the maximum number of tokens allowed (1048576).","status":"INVALID_ARGUMENT"}}])",
       R"({"error":{"code":"context_length_exceeded","message":"reduce max_tokens"}})"}) {
    EXPECT_TRUE(heard_of(400, body).too_long) << body;
    EXPECT_EQ(heard_of(400, body).trouble, Trouble::bad_request) << body;
  }
  for (const std::string body :
       {R"({"error":{"message":"Invalid message role"}})", "", "null", R"({"error":"missing context"})"}) {
    EXPECT_FALSE(heard_of(400, body).too_long) << body;
  }
}

TEST(Reply, a_request_that_is_too_large_for_a_minute_is_no_rate_limit_that_passes) {
  const std::string body =
      R"({"error":{"message":"Request too large for m on tokens per min (TPM): Limit 30000, Requested 35000.","code":"rate_limit_exceeded"}})";
  for (const int status : {413, 429}) {
    const auto heard = heard_of(status, body);
    EXPECT_EQ(heard.trouble, Trouble::bad_request) << status;
    EXPECT_TRUE(heard.too_long) << status;
    EXPECT_EQ(heard.rule, "V1") << status;
  }
  EXPECT_TRUE(heard_of(413, "<html>413 Request Entity Too Large</html>").too_long);
  EXPECT_FALSE(heard_of(429, R"({"error":{"message":"Rate limit reached"}})").too_long);
}

TEST(Reply, a_prompt_that_is_found_too_long_with_status_200_is_told_from_other_errors_with_200) {
  const auto heard = heard_of(200, R"({"error":"Context size has been exceeded"})");
  EXPECT_EQ(heard.rule, "V2");
  EXPECT_EQ(heard.verdict, Verdict::retry);
  EXPECT_EQ(heard.trouble, Trouble::bad_request);
  EXPECT_TRUE(heard.too_long);
  EXPECT_EQ(heard.what, "HTTP 200 with an error: Context size has been exceeded");
  const auto other = heard_of(200, R"({"error":{"message":"Provider returned error"}})");
  EXPECT_EQ(other.trouble, Trouble::not_an_answer);
  EXPECT_FALSE(other.too_long);
}

TEST(Reply, what_is_no_answer_is_told_apart) {
  for (const std::string body : {"<!doctype html><p>hello", "", "null", "[]", "{}", "nonsense", R"({"choices":[]})",
                                 R"({"choices":[null]})", R"({"choices":{"0":{}}})", R"({"choices":[{}],"error":"x"})",
                                 "\xef\xbb\xbf{}", R"({"choices":[{"message":{"content":NaN}}]})"}) {
    const auto heard = heard_of(200, body);
    EXPECT_EQ(heard.rule, "V2") << body;
    EXPECT_EQ(heard.trouble, Trouble::not_an_answer) << body;
    EXPECT_EQ(heard.verdict, Verdict::retry) << body;
  }
  EXPECT_NE(heard_of(200, "<html>").what.find("page"), std::string::npos);
}

TEST(Reply, an_error_that_says_nothing_is_none) {
  for (const Json& nothing : {Json(), Json(false), Json(0), Json(""), Json::array(), Json::object()}) {
    auto body = answer_saying("{}");
    body["error"] = nothing;
    EXPECT_EQ(heard_of(200, body.dump()).verdict, Verdict::accept) << body;
  }
}

TEST(Reply, a_cut_answer_is_thrown_away_unread) {
  auto body = answer_saying("{}");
  body["choices"][0]["finish_reason"] = "length";
  const auto heard = heard_of(200, body.dump());
  EXPECT_EQ(heard.rule, "V3");
  EXPECT_EQ(heard.content, "");
  EXPECT_EQ(heard.usage.completion, 600) << "it has been paid for";
}

TEST(Reply, refusals_and_filters_are_not_asked_again) {
  auto refused = answer_saying(nullptr);
  refused["choices"][0]["message"]["refusal"] = "I can't help with that";
  EXPECT_EQ(heard_of(200, refused.dump()).rule, "V4");
  auto filtered = answer_saying("{}");
  filtered["choices"][0]["finish_reason"] = "content_filter";
  EXPECT_EQ(heard_of(200, filtered.dump()).verdict, Verdict::fallback);
  auto not_refused = answer_saying("{}");
  not_refused["choices"][0]["message"]["refusal"] = nullptr;
  EXPECT_EQ(heard_of(200, not_refused.dump()).verdict, Verdict::accept);
}

TEST(Reply, content_that_is_empty_blank_or_no_text_is_missing) {
  for (const Json& content : {Json(), Json(""), Json(" \n\t"), Json("\u3000"), Json(7), Json::array({"{}"})}) {
    const auto heard = heard_of(200, answer_saying(content).dump());
    EXPECT_EQ(heard.rule, "V5") << content;
    EXPECT_EQ(heard.trouble, Trouble::empty) << content;
  }
}

TEST(Reply, reasoning_in_the_wrong_field_is_not_content) {
  for (const std::string field : {"reasoning_content", "reasoning"}) {
    for (const Json& content : {Json(), Json("  ")}) {
      auto body = answer_saying(content);
      body["choices"][0]["message"][field] = "{\"schema\":\"gailou.ops/1\"}";
      const auto heard = heard_of(200, body.dump());
      EXPECT_EQ(heard.rule, "V5");
      EXPECT_NE(heard.what.find("reasoning"), std::string::npos) << heard.what;
    }
  }
}

TEST(Reply, usage_is_read_in_the_shapes_that_servers_give_it) {
  auto body = answer_saying("{}");
  body["usage"] = {{"prompt_tokens", 2400},
                   {"completion_tokens", 300},
                   {"prompt_tokens_details", {{"cached_tokens", 2048}}},
                   {"completion_tokens_details", {{"reasoning_tokens", 128}}}};
  EXPECT_EQ(heard_of(200, body.dump()).usage.cached, 2048);
  EXPECT_EQ(heard_of(200, body.dump()).usage.reasoning, 128);
  body["usage"] = {{"prompt_tokens", 2400}, {"prompt_cache_hit_tokens", 1920}, {"prompt_tokens_details", nullptr}};
  EXPECT_EQ(heard_of(200, body.dump()).usage.cached, 1920);
}

TEST(Reply, usage_of_wrong_types_is_as_good_as_none) {
  for (const Json& usage :
       {Json(), Json("many"), Json::array({1}), Json{{"prompt_tokens", "2400"}}, Json{{"prompt_tokens", 10.5}},
        Json{{"prompt_tokens", -3}}, Json{{"prompt_tokens", true}}, Json{{"prompt_tokens", 0}}}) {
    auto body = answer_saying("{}");
    body["usage"] = usage;
    const auto heard = heard_of(200, body.dump());
    EXPECT_EQ(heard.verdict, Verdict::accept) << usage;
    EXPECT_LE(heard.usage.prompt.value_or(0), 0) << usage;
  }
}

TEST(Reply, an_endpoint_that_read_much_less_than_was_sent_has_cut_the_prompt) {
  auto body = answer_saying("{}");
  body["usage"]["prompt_tokens"] = 909;  // 0.3496 of the estimate
  const auto heard = heard_of(200, body.dump());
  EXPECT_EQ(heard.rule, "V10");
  EXPECT_EQ(heard.verdict, Verdict::fallback);
  EXPECT_NE(heard.what.find("context"), std::string::npos);
  body["usage"]["prompt_tokens"] = 910;
  EXPECT_EQ(heard_of(200, body.dump()).verdict, Verdict::accept);
}

TEST(Reply, an_endpoint_is_held_against_its_own_usual_ratio) {
  auto body = answer_saying("{}");
  body["usage"]["prompt_tokens"] = 1600;  // 0.615
  EXPECT_EQ(heard_of(200, body.dump(), 0.95).rule, "V10");
  EXPECT_EQ(heard_of(200, body.dump(), 0.8).verdict, Verdict::accept);
}

TEST(Reply, bodies_beyond_the_bounds_are_not_parsed) {
  const std::string deep = std::string(200'000, '[') + std::string(200'000, ']');
  EXPECT_EQ(heard_of(200, deep).rule, "V2");
  auto large = answer_saying(std::string(2 << 20, 'x'));
  const auto heard = heard_of(200, large.dump());
  EXPECT_EQ(heard.rule, "V2");
  EXPECT_NE(heard.what.find("1 MiB"), std::string::npos);
  EXPECT_EQ(heard_of(200, "[" + std::string(400'000, ',') + "]").rule, "V2");
}

TEST(Reply, bytes_that_are_no_text_do_not_spoil_the_answer) {
  auto body = answer_saying("PLACE").dump();
  body.replace(body.find("PLACE"), 5, "a\xff\xfe b");
  EXPECT_EQ(heard_of(200, body).content, "a\xef\xbf\xbd\xef\xbf\xbd b");
  auto half = answer_saying("PLACE").dump();
  half.replace(half.find("PLACE"), 5, "a\\ud83d b");
  EXPECT_EQ(heard_of(200, half).content, "a\xef\xbf\xbd b");
  auto pair = answer_saying("PLACE").dump();
  pair.replace(pair.find("PLACE"), 5, "\\uD83D\\uDE00");
  EXPECT_EQ(heard_of(200, pair).content, "😀");
}

TEST(Reply, no_line_holds_what_could_be_a_key) {
  for (const std::string key :
       {"sk-proj-abcDEF123456", "sk-abc***xyz", "abcdefghijklmnopqrstuvwxyz", "0123456789abcdef",
        "THE-KEY-THAT-IS-SECRET", "QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "secret_key_of_mine", "aVeryLongKeyOfLettersOnly"}) {
    for (const std::string& said :
         {"Incorrect API key provided: " + key + ". You can find your API key at x.", "Authorization: Bearer " + key,
          "key=" + key, "\"" + key + "\" is wrong", std::string(4000, ' ') + key, "密钥" + key + "无效"}) {
      const Json error{{"error", {{"message", said}, {"type", key}, {"code", key}, {"param", key}}}, {"model", "m"}};
      for (const int status : {200, 400, 401, 429, 500}) {
        const auto heard = heard_of(status, error.dump());
        EXPECT_EQ(heard.what.find(key), std::string::npos) << heard.what;
        EXPECT_EQ(heard.parameter.find(key), std::string::npos);
        EXPECT_LE(heard.what.size(), 200U);
      }
    }
  }
}

TEST(Reply, lines_stay_readable_and_printable) {
  const auto heard =
      heard_of(404, R"({"error":{"message":"The model `qwen` does not\nexist\u001b[31m","code":"model_not_found"}})");
  EXPECT_EQ(heard.what, "HTTP 404 (model_not_found): The model `qwen` does not …");
  auto body = answer_saying("{}");
  body["model"] = std::string("m\n\u202e") + std::string(400, 'm');
  body["choices"][0]["finish_reason"] = std::string(90, 'f');
  const auto named = heard_of(200, body.dump());
  EXPECT_LE(named.model.size(), 128U);
  EXPECT_TRUE(named.model.starts_with("m mmm")) << named.model;
  EXPECT_LE(named.finish_reason.size(), 32U);
}

TEST(Reply, any_shape_of_json_is_heard_without_harm) {
  const std::vector<Json> values{Json(),
                                 true,
                                 0,
                                 -1,
                                 1e300,
                                 "",
                                 "text",
                                 Json::array(),
                                 Json::array({Json()}),
                                 Json::object(),
                                 Json{{"message", 3}}};
  for (const auto& a : values) {
    for (const auto& b : values) {
      auto body = answer_saying("{}");
      body["usage"] = a;
      body["error"] = b;
      body["choices"][0]["message"] = a;
      body["choices"][0]["finish_reason"] = b;
      body["model"] = b;
      for (const int status : {200, 400, 429}) EXPECT_LE(heard_of(status, body.dump()).what.size(), 200U);
    }
  }
}

}  // namespace
}  // namespace gailou::llm
