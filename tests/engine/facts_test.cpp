// What an endpoint is known for, what it teaches us, and that both survive as text.
#include "daemon/engine/chat/facts.h"

#include <gtest/gtest.h>

#include "daemon/engine/chat/settings.h"

namespace gailou::engine {
namespace {

TEST(EndpointFacts, known_hosts_begin_with_what_they_take) {
  EXPECT_EQ(first_facts("api.openai.com").token_parameter, TokenParameter::max_completion_tokens);
  EXPECT_EQ(first_facts("api.openai.com").format, Format::json_schema);
  EXPECT_EQ(first_facts("api.deepseek.com").format, Format::json_object);
  EXPECT_EQ(first_facts("api.deepseek.com").thinking, Thinking::thinking_type);
  EXPECT_EQ(first_facts("127.0.0.1"), EndpointFacts{});
  EXPECT_EQ(first_facts("notopenai.com"), EndpointFacts{});
}

TEST(EndpointFacts, each_refused_parameter_has_another_way_once) {
  EndpointFacts facts;
  EXPECT_TRUE(do_without(facts, "max_tokens"));
  EXPECT_EQ(facts.token_parameter, TokenParameter::max_completion_tokens);
  EXPECT_FALSE(do_without(facts, "max_tokens"));
  EXPECT_TRUE(do_without(facts, "temperature"));
  EXPECT_FALSE(do_without(facts, "temperature"));
  EXPECT_TRUE(do_without(facts, "response_format.json_schema"));
  EXPECT_EQ(facts.format, Format::json_object);
  EXPECT_TRUE(do_without(facts, "response_format"));
  EXPECT_EQ(facts.format, Format::none);
  EXPECT_FALSE(do_without(facts, "response_format"));
  EXPECT_FALSE(do_without(facts, "model"));
  EXPECT_FALSE(do_without(facts, ""));
}

TEST(EndpointFacts, thinking_is_switched_off_by_one_way_after_the_other) {
  EndpointFacts facts;
  EXPECT_FALSE(do_without(facts, "chat_template_kwargs"));
  EXPECT_TRUE(think_less(facts, "127.0.0.1"));
  EXPECT_EQ(facts.thinking, Thinking::enable_thinking);
  EXPECT_TRUE(do_without(facts, "chat_template_kwargs"));
  EXPECT_EQ(facts.thinking, Thinking::reasoning_none);
  EXPECT_TRUE(do_without(facts, "reasoning_effort"));
  EXPECT_EQ(facts.thinking, Thinking::reasoning_effort);
  EXPECT_TRUE(do_without(facts, "reasoning_effort"));
  EXPECT_EQ(facts.thinking, Thinking::unmovable);
  EXPECT_FALSE(think_less(facts, "127.0.0.1"));
  EndpointFacts openai;
  EXPECT_TRUE(think_less(openai, "api.openai.com"));
  EXPECT_EQ(openai.thinking, Thinking::reasoning_effort);
}

TEST(EndpointFacts, the_usual_ratio_is_a_median_of_the_last_twenty_once_there_are_five) {
  EndpointFacts facts;
  for (int i = 0; i < 4; ++i) note_usage(facts, 1000, {.prompt = 500});
  EXPECT_EQ(usual_ratio(facts), std::nullopt);
  note_usage(facts, 1000, {.prompt = 900});
  EXPECT_EQ(usual_ratio(facts), 0.5);
  for (int i = 0; i < 40; ++i) note_usage(facts, 1000, {.prompt = 800});
  EXPECT_EQ(usual_ratio(facts), 0.8);
  EXPECT_EQ(facts.ratios.size(), 20u);
  EXPECT_EQ(facts.answers, 45);
}

TEST(EndpointFacts, an_answer_that_counts_no_tokens_teaches_nothing) {
  EndpointFacts facts;
  note_usage(facts, 1000, {});
  note_usage(facts, 1000, {.prompt = 0});
  note_usage(facts, 0, {.prompt = 10});
  EXPECT_EQ(facts, EndpointFacts{});
}

constexpr LowCount kCanned{.estimate = 6'100, .read = 2'048, .canary_back = true, .context_tokens = 32'768};

TEST(LowCounts, as_many_tokens_as_a_context_may_hold_switch_it_off_though_the_end_came_back) {
  EndpointFacts facts;
  EXPECT_EQ(note_low_count(facts, kCanned), CountMeans::cut);
  EXPECT_EQ(facts.cut_at_context, 32'768);
}

TEST(LowCounts, a_prompt_whose_end_did_not_come_back_was_cut_however_few_tokens_there_were) {
  EndpointFacts facts;
  EXPECT_EQ(note_low_count(facts, {.estimate = 2'000, .read = 500, .context_tokens = 8'192}), CountMeans::cut);
  EXPECT_EQ(facts.cut_at_context, 8'192);
  EXPECT_EQ(facts.dense, std::nullopt);
}

TEST(LowCounts, fewer_tokens_than_any_context_holds_are_another_way_of_counting) {
  EndpointFacts facts;
  EXPECT_EQ(note_low_count(facts, {.estimate = 2'000, .read = 500, .canary_back = true}), CountMeans::dense);
  EXPECT_EQ(facts.dense, 0.25);
  EXPECT_EQ(facts.cut_at_context, std::nullopt);
  // No tokenizer is as dense as this.
  EXPECT_EQ(note_low_count(facts, {.estimate = 2'000, .read = 200, .canary_back = true}), CountMeans::cut);
}

TEST(LowCounts, a_short_prompt_takes_back_what_a_long_one_seemed_to_say) {
  EndpointFacts facts;
  ASSERT_EQ(note_low_count(facts, {.estimate = 9'000, .read = 2'300, .canary_back = true}), CountMeans::cut);
  EXPECT_EQ(note_low_count(facts, {.estimate = 2'000, .read = 500, .canary_back = true}), CountMeans::dense);
  EXPECT_EQ(facts.cut_at_context, std::nullopt);
}

TEST(LowCounts, a_short_prompt_does_not_take_back_what_its_counting_does_not_explain) {
  EndpointFacts facts;
  ASSERT_EQ(note_low_count(facts, {.estimate = 20'000, .read = 2'048, .canary_back = true}), CountMeans::cut);
  EXPECT_EQ(note_low_count(facts, {.estimate = 2'000, .read = 600, .canary_back = true}), CountMeans::dense);
  EXPECT_NE(facts.cut_at_context, std::nullopt);
}

TEST(LowCounts, one_that_is_low_for_this_endpoint_alone_needs_a_second_one_in_a_row) {
  EndpointFacts facts;
  const LowCount low{.estimate = 6'000, .read = 3'000, .canary_back = true, .context_tokens = 8'192};
  EXPECT_EQ(note_low_count(facts, low), CountMeans::doubt);
  note_usage(facts, 1'000, {.prompt = 900});
  EXPECT_EQ(note_low_count(facts, low), CountMeans::doubt);
  EXPECT_EQ(facts.cut_at_context, std::nullopt);
  EXPECT_EQ(*parse_facts(facts_text(facts)), facts);
  EXPECT_EQ(note_low_count(facts, low), CountMeans::cut);
  EXPECT_EQ(*parse_facts(facts_text(facts)), facts);
}

TEST(LowCounts, hostile_counts_are_no_trouble) {
  EndpointFacts facts;
  for (const std::int64_t read : {std::int64_t{0}, std::int64_t{-5}, std::int64_t{1} << 62}) {
    note_low_count(facts, {.estimate = 0, .read = read, .canary_back = true});
    EXPECT_TRUE(parse_facts(facts_text(facts))) << facts_text(facts);
  }
}

TEST(EndpointFacts, they_are_the_same_after_a_way_through_text) {
  EndpointFacts facts{.format = Format::none,
                      .token_parameter = TokenParameter::max_completion_tokens,
                      .takes_temperature = false,
                      .thinking = Thinking::reasoning_effort};
  for (int i = 1; i < 30; ++i) note_usage(facts, 1000, {.prompt = 100 * i});
  facts.cut_at_context = 4096;
  facts.cut_ratio = 0.3;
  facts.dense = 0.25;
  facts.doubts = 1;
  const auto again = parse_facts(facts_text(facts));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, facts);
  EXPECT_EQ(*parse_facts(facts_text({})), EndpointFacts{});
}

TEST(EndpointFacts, text_that_is_not_ours_is_refused) {
  const std::string good = facts_text({});
  const std::string bad[] = {
      "",
      "[]",
      "{}",
      std::string(5000, ' ') + good,
      R"({"format":"xml","token_parameter":"max_tokens","thinking":"as_is","takes_temperature":true,"answers":0,"ratios":[]})",
      R"({"format":"none","token_parameter":"max_tokens","thinking":"as_is","takes_temperature":1,"answers":0,"ratios":[]})",
      R"({"format":"none","token_parameter":"max_tokens","thinking":"as_is","takes_temperature":true,"answers":-1,"ratios":[]})",
      R"({"format":"none","token_parameter":"max_tokens","thinking":"as_is","takes_temperature":true,"answers":0,"ratios":[-1]})",
      R"({"format":"none","token_parameter":"max_tokens","thinking":"as_is","takes_temperature":true,"answers":0,"ratios":[],"cut_at_context":"x"})"};
  for (const auto& text : bad) EXPECT_FALSE(parse_facts(text)) << text.substr(0, 120);
}

TEST(ChatEndpoint, the_address_may_be_the_base_or_the_whole) {
  for (const char* text : {"https://api.example/v1", "https://api.example/v1/",
                           "https://api.example/v1/chat/completions", "https://api.example/v1/chat/completions/"}) {
    const auto endpoint = parse_chat_endpoint(text);
    ASSERT_TRUE(endpoint) << text;
    EXPECT_EQ(endpoint->url, "https://api.example/v1/chat/completions");
    EXPECT_EQ(endpoint->name, "https://api.example/v1");
    EXPECT_FALSE(endpoint->is_local);
  }
  EXPECT_EQ(parse_chat_endpoint("api.example/v1").error().what, "it has neither https:// nor http:// in front");
  EXPECT_EQ(parse_chat_endpoint("http://127.0.0.1:8080")->url, "http://127.0.0.1:8080/chat/completions");
}

TEST(ChatEndpoint, secrets_and_queries_in_the_address_are_refused_with_a_hint) {
  for (const char* text : {"https://user:password@api.example/v1", "https://api.example/v1?key=abc",
                           "ftp://api.example/v1", "api.example/v1", "", "https://api.example/v1#x"}) {
    const auto endpoint = parse_chat_endpoint(text);
    ASSERT_FALSE(endpoint) << text;
    EXPECT_FALSE(endpoint.error().hint.empty());
    EXPECT_EQ(endpoint.error().what.find("password@"), std::string::npos);
    EXPECT_EQ(endpoint.error().what.find("abc"), std::string::npos);
  }
}

TEST(ChatEndpoint, local_machines_are_told_from_clouds_by_their_address) {
  for (const char* text :
       {"http://localhost:11434/v1", "http://127.0.0.1:8000/v1", "http://[::1]:8000/v1", "http://192.168.1.20:1234/v1",
        "http://10.0.0.5/v1", "http://gpu-box:8000/v1", "http://gpu.lan/v1"}) {
    EXPECT_TRUE(parse_chat_endpoint(text)->is_local) << text;
  }
  for (const char* text : {"https://api.deepseek.com", "https://8.8.8.8/v1"}) {
    EXPECT_FALSE(parse_chat_endpoint(text)->is_local) << text;
  }
}

TEST(EndpointFacts, the_shortest_prompt_that_was_refused_tells_which_others_will_be) {
  EndpointFacts facts;
  EXPECT_FALSE(is_known_too_long(facts, 1'000'000));
  note_too_long(facts, 4'000);
  note_too_long(facts, 9'000);
  EXPECT_EQ(facts.too_long, 4'000);
  EXPECT_TRUE(is_known_too_long(facts, 9'000));
  EXPECT_TRUE(is_known_too_long(facts, 3'950));
  EXPECT_FALSE(is_known_too_long(facts, 3'900));
  // A restart begins anew: the model may have been loaded with more room.
  EXPECT_EQ(parse_facts(facts_text(facts))->too_long, std::nullopt);
}

}  // namespace
}  // namespace gailou::engine
