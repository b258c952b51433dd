// A question on the wire: what may stand in a request, how it is named, how answers that are none are told apart.
#include "daemon/engine/chat/wire.h"

#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "digest/llm/prompt.h"
#include "tests/support/digests.h"
#include "tests/support/golden.h"

namespace gailou::engine {
namespace {

using Json = nlohmann::json;
using namespace std::chrono_literals;

ChatRequest request() {
  ChatRequest request{.model = "some-model"};
  request.messages = {{.role = "system", .content = "只输出一个 JSON 对象。"},
                      {.role = "user", .content = "楼层 c-000001"}};
  request.output_limit = 850;
  return request;
}

Json sent(const EndpointFacts& facts) {
  return Json::parse(request_json(request(), facts));
}

/// What OpenAI's description of CreateChatCompletionRequest allows at the top, of that which a digest could want.
/// https://github.com/openai/openai-openapi, CreateChatCompletionRequest and CreateModelResponseProperties.
void expect_published(const Json& json) {
  static const std::set<std::string> kNames{"model",
                                            "messages",
                                            "store",
                                            "reasoning_effort",
                                            "metadata",
                                            "temperature",
                                            "top_p",
                                            "max_tokens",
                                            "max_completion_tokens",
                                            "response_format",
                                            "n",
                                            "stop",
                                            "stream",
                                            "stream_options",
                                            "presence_penalty",
                                            "frequency_penalty",
                                            "logit_bias",
                                            "logprobs",
                                            "top_logprobs",
                                            "seed",
                                            "service_tier",
                                            "tools",
                                            "tool_choice",
                                            "parallel_tool_calls",
                                            "user",
                                            "prompt_cache_key",
                                            "safety_identifier",
                                            "verbosity",
                                            "modalities",
                                            "prediction"};
  for (const auto& [name, value] : json.items()) EXPECT_TRUE(kNames.contains(name)) << name;
  EXPECT_TRUE(json.at("model").is_string());
  ASSERT_TRUE(json.at("messages").is_array());
  EXPECT_GE(json["messages"].size(), 1u);
  for (const auto& message : json["messages"]) {
    EXPECT_EQ(message.size(), 2u);
    EXPECT_TRUE((std::set<std::string>{"system", "user", "assistant"}.contains(message.at("role"))));
    EXPECT_TRUE(message.at("content").is_string());
  }
  EXPECT_TRUE(json.at("stream").is_boolean());
  if (json.contains("temperature")) {
    EXPECT_TRUE(json["temperature"].is_number());
    EXPECT_GE(json["temperature"], 0);
    EXPECT_LE(json["temperature"], 2);
  }
  for (const char* name : {"max_tokens", "max_completion_tokens"}) {
    if (json.contains(name)) {
      EXPECT_TRUE(json[name].is_number_integer()) << name;
    }
  }
  if (json.contains("reasoning_effort")) {
    EXPECT_TRUE((std::set<std::string>{"none", "minimal", "low", "medium", "high", "xhigh"}.contains(
        json["reasoning_effort"].get<std::string>())));
  }
  if (!json.contains("response_format")) return;
  const auto& format = json["response_format"];
  if (format.at("type") == "json_object") {
    EXPECT_EQ(format.size(), 1u);
    return;
  }
  EXPECT_EQ(format.at("type"), "json_schema");
  const auto& schema = format.at("json_schema");
  const std::string name = schema.at("name");
  EXPECT_LE(name.size(), 64u);
  EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"),
            std::string::npos);
  EXPECT_TRUE(schema.at("strict").is_boolean());
  EXPECT_TRUE(schema.at("schema").is_object());
}

/// Strict mode: each object lists all of its properties as required and allows no other.
void expect_strict(const Json& schema, const std::string& place) {
  if (schema.is_array()) {
    for (const auto& one : schema) expect_strict(one, place + "[]");
  }
  if (!schema.is_object()) return;
  if (schema.value("type", Json()) == "object") {
    EXPECT_EQ(schema.value("additionalProperties", Json()), false) << place;
    std::set<std::string> required;
    for (const auto& name : schema.at("required")) required.insert(name.get<std::string>());
    for (const auto& [name, property] : schema.at("properties").items())
      EXPECT_TRUE(required.contains(name)) << place << name;
  }
  for (const auto& [name, value] : schema.items()) expect_strict(value, place + "/" + name);
}

TEST(Wire, a_request_is_valid_by_openais_description_whatever_the_endpoint_takes) {
  for (const auto format : {Format::json_schema, Format::json_object, Format::none}) {
    for (const auto parameter : {TokenParameter::max_tokens, TokenParameter::max_completion_tokens}) {
      for (const auto thinking : {Thinking::as_is, Thinking::reasoning_effort, Thinking::unmovable}) {
        for (const bool temperature : {true, false}) {
          expect_published(sent({.format = format,
                                 .token_parameter = parameter,
                                 .takes_temperature = temperature,
                                 .thinking = thinking}));
        }
      }
    }
  }
}

TEST(Wire, a_request_is_not_streamed_cold_and_bounded) {
  const auto json = sent({});
  EXPECT_EQ(json.at("stream"), false);
  EXPECT_EQ(json.at("temperature"), 0);
  EXPECT_EQ(json.at("max_tokens"), 850);
  EXPECT_FALSE(json.contains("max_completion_tokens"));
  EXPECT_EQ(json.at("model"), "some-model");
}

TEST(Wire, the_answers_schema_is_sent_strict_where_the_endpoint_takes_it) {
  const auto format = sent({}).at("response_format");
  EXPECT_EQ(format.at("json_schema").at("strict"), true);
  EXPECT_EQ(format.at("json_schema").at("schema"), Json::parse(llm::answer_schema()));
  expect_strict(format.at("json_schema").at("schema"), "");
}

TEST(Wire, where_it_does_not_the_format_is_json_object_or_none) {
  for (const auto format : {Format::json_object, Format::none}) {
    EXPECT_EQ(sent({.format = format}).contains("response_format"), format == Format::json_object);
  }
}

TEST(Wire, a_temperature_that_the_endpoint_refuses_is_left_out) {
  EXPECT_FALSE(sent({.takes_temperature = false}).contains("temperature"));
}

TEST(Wire, extensions_are_sent_only_where_thinking_has_to_be_switched_off) {
  EXPECT_FALSE(sent({}).contains("chat_template_kwargs"));
  EXPECT_EQ(sent({.thinking = Thinking::enable_thinking}).at("chat_template_kwargs"),
            Json({{"enable_thinking", false}}));
  EXPECT_EQ(sent({.thinking = Thinking::thinking_type}).at("thinking"), Json({{"type", "disabled"}}));
  EXPECT_EQ(sent({.thinking = Thinking::reasoning_effort}).at("reasoning_effort"), "low");
  EXPECT_FALSE(sent({.thinking = Thinking::unmovable}).contains("reasoning_effort"));
}

TEST(Wire, bytes_that_are_no_utf8_do_not_break_a_request) {
  auto broken = request();
  broken.messages[1].content = "\xff\xfe 坏";
  EXPECT_TRUE(Json::accept(request_json(broken, {})));
}

TEST(Wire, the_same_question_under_another_nonce_has_the_same_hash) {
  auto other = request();
  other.messages[1].content = "楼层 c-9f3a2b";
  const auto first = request_hash(request_json(request(), {}), "c-000001");
  EXPECT_EQ(first.size(), 64u);
  EXPECT_EQ(request_hash(request_json(other, {}), "c-9f3a2b"), first);
  EXPECT_NE(request_hash(request_json(other, {}), "c-000001"), first);
  other.output_limit = 1700;
  EXPECT_NE(request_hash(request_json(other, {}), "c-9f3a2b"), first);
}

TEST(Wire, retry_after_is_read_in_seconds_as_a_date_and_in_milliseconds) {
  const auto now = digest::from_ms(1'777'593'600'000);  // Fri, 01 May 2026 00:00:00 GMT
  EXPECT_EQ(retry_after_of({{"retry-after", "20"}}, now), 20s);
  EXPECT_EQ(retry_after_of({{"retry-after", "Fri, 01 May 2026 00:01:00 GMT"}}, now), 60s);
  EXPECT_EQ(retry_after_of({{"retry-after", "Thu, 30 Apr 2026 00:00:00 GMT"}}, now), 0s);
  EXPECT_EQ(retry_after_of({{"retry-after-ms", "1500"}, {"retry-after", "20"}}, now), 1500ms);
  EXPECT_EQ(retry_after_of({{"retry-after", "99999999999"}}, now), 24h);
  for (const auto& [name, value] : std::map<std::string, std::string>{{"retry-after", "soon"}, {"x-other", "1"}}) {
    EXPECT_EQ(retry_after_of({{name, value}}, now), std::nullopt) << value;
  }
  EXPECT_EQ(retry_after_of({{"retry-after", "-5"}}, now), std::nullopt);
}

TEST(Wire, an_exchange_that_failed_has_a_name_by_what_failed) {
  struct Case {
    digest::Code code;
    llm::Verdict verdict;
    llm::Trouble trouble;
    std::string rule;
  };
  using digest::Code;
  const Case cases[] = {{Code::timeout, llm::Verdict::retry, llm::Trouble::timed_out, "V1"},
                        {Code::unavailable, llm::Verdict::retry, llm::Trouble::unreachable, "V1"},
                        {Code::too_large, llm::Verdict::retry, llm::Trouble::not_an_answer, "V2"},
                        {Code::malformed, llm::Verdict::retry, llm::Trouble::not_an_answer, "V2"},
                        {Code::refused, llm::Verdict::fallback, llm::Trouble::refused, "V1"}};
  for (const auto& one : cases) {
    const auto heard = heard_of({.code = one.code, .what = "the\x1b[31m reason"});
    EXPECT_EQ(heard.verdict, one.verdict) << digest::name_of(one.code);
    EXPECT_EQ(heard.trouble, one.trouble) << digest::name_of(one.code);
    EXPECT_EQ(heard.rule, one.rule) << digest::name_of(one.code);
    EXPECT_EQ(heard.what.find('\x1b'), std::string::npos);
  }
  const auto heard = heard_of({.code = digest::Code::timeout, .what = std::string(150, 'x') + std::string(60, '\xe6')});
  EXPECT_LE(heard.what.size(), 200u);
}

TEST(Wire, a_key_that_comes_back_is_blotted_out_everywhere) {
  std::string text = "Incorrect API key: sk-abcdef, yes sk-abcdef";
  blot_out(text, "sk-abcdef");
  EXPECT_EQ(text, "Incorrect API key: ***, yes ***");
  blot_out(text, "");
  blot_out(text, "k");
  EXPECT_EQ(text, "Incorrect API key: ***, yes ***");
}

/// What an endpoint of OpenAI's is sent in each of the forms that its models take. `./dev audit` compiles these against
/// the published types.
TEST(Requests, stay_as_they_are) {
  ChatRequest first{.model = "gpt-5-mini", .output_limit = 1'150};
  digest::BatchInput input{.source = "uscardforum", .title = "某卡\"年费\"上涨讨论"};
  input.revision = digest::Revision{2};
  input.posts = {tests::post_of(62, "Ss004", "官方宣布年费从 550 美元提高到 795 美元。"),
                 tests::post_of(63, "收束观测者", "不同意楼上,\n我的账单写的是 695。")};
  for (const bool tells_schema : {false, true}) {
    llm::Question question{.floors = {digest::Floor{62}, digest::Floor{63}}, .nonce = "c-7f3a91"};
    question.tells_schema = tells_schema;
    const auto prompt = llm::prompt_of(input, question);
    first.messages = {{.role = "system", .content = prompt.system}, {.role = "user", .content = prompt.user}};
    const auto expect = [&](const std::string& name, const ChatRequest& request, const EndpointFacts& facts) {
      const auto json = Json::parse(request_json(request, facts));
      tests::expect_golden("golden/llm/requests/" + name + ".json", json.dump(1) + "\n");
    };
    EndpointFacts facts = first_facts("api.openai.com");
    if (tells_schema) {
      facts.format = Format::json_object;
      expect("json-object", first, facts);
      facts.format = Format::none;
      expect("no-format", first, facts);
      continue;
    }
    expect("first", first, facts);
    ChatRequest repair = first;
    repair.messages.push_back({.role = "assistant", .content = "{\"schema\":\"gailou.ops/1\"}"});
    repair.messages.push_back({.role = "user", .content = "这些操作被拒绝。"});
    expect("repair", repair, facts);
    facts.takes_temperature = false;
    facts.thinking = Thinking::reasoning_effort;
    expect("thinking", first, facts);
    expect("older-server", first, EndpointFacts{});
  }
}

}  // namespace
}  // namespace gailou::engine
