#include "daemon/protocol/message.h"

#include <set>

#include <gtest/gtest.h>

#include "daemon/protocol/json.h"

namespace gailou::protocol {
namespace {

using digest::Code;

/// Written and read again.
template <class Verb>
Verb there_and_back(const Verb& verb) {
  const Request request = verb;
  const auto read = request_of(facts_of(request).name, body_of(request));
  EXPECT_TRUE(read) << (read ? "" : read.error().what);
  return read ? std::get<Verb>(*read) : Verb{};
}

Code code_of(std::string_view verb, std::string_view body) {
  const auto read = request_of(verb, body);
  EXPECT_FALSE(read) << verb << " " << body;
  return read ? Code::internal : read.error().code;
}

TEST(Message, each_verb_stands_once_with_its_meaning) {
  std::set<std::string_view> names;
  for (const VerbFacts& verb : verbs()) {
    EXPECT_TRUE(names.insert(verb.name).second) << verb.name;
    EXPECT_TRUE(verb.meaning.ends_with(".")) << verb.name;
    const auto request = empty_request(verb.name);
    ASSERT_TRUE(request);
    EXPECT_EQ(facts_of(*request).name, verb.name);
    EXPECT_EQ(target_of(*request), "/admin/v1/" + std::string(verb.name));
  }
  EXPECT_FALSE(empty_request("explode"));
  EXPECT_FALSE(empty_request(""));
}

TEST(Message, a_pause_may_have_an_end) {
  const auto until = digest::parse_iso("2026-05-09T00:00:00Z");
  EXPECT_EQ(there_and_back(PauseThread{.thread = "a/1", .until = until}).until, until);
  EXPECT_EQ(there_and_back(PauseThread{.thread = "a/1"}).until, std::nullopt);
  EXPECT_EQ(there_and_back(ResumeThread{.thread = "a/1"}).thread, "a/1");
  EXPECT_EQ(code_of("pause", R"({"thread":"a/1","until":"soon"})"), Code::malformed);
  EXPECT_EQ(code_of("pause", R"({"thread":"a/1","until":5})"), Code::malformed);
  EXPECT_EQ(code_of("pause", "{}"), Code::malformed);
  const auto asked = request_of("pause", {{"thread", "a/1"}, {"until", "2026-05-09T00:00:00Z"}});
  ASSERT_TRUE(asked);
  EXPECT_EQ(std::get<PauseThread>(*asked).until, until);
}

TEST(Message, sources_are_named_and_addressed) {
  const auto added = there_and_back(AddSource{.url = "https://a.example", .name = "a"});
  EXPECT_EQ(added.url, "https://a.example");
  EXPECT_EQ(added.name, "a");
  EXPECT_EQ(there_and_back(RemoveSource{.name = "a"}).name, "a");
  EXPECT_EQ(there_and_back(TestSource{.source = "a"}).source, "a");
  EXPECT_EQ(code_of("add-source", R"({"url":""})"), Code::malformed);
  EXPECT_EQ(code_of("remove-source", R"({"name":"a","force":true})"), Code::malformed);
  EXPECT_EQ(code_of("sources", R"({"name":"a"})"), Code::malformed);
  EXPECT_TRUE(there_and_back(PollThread{.thread = "a/1", .believe_vanished = true}).believe_vanished);
}

TEST(Message, requests_arrive_as_they_were_sent) {
  const auto add = there_and_back(AddThread{.thread = "https://forum.example/t/甲/7", .source = "forum"});
  EXPECT_EQ(add.thread, "https://forum.example/t/甲/7");
  EXPECT_EQ(add.source, "forum");
  EXPECT_TRUE(there_and_back(RemoveThread{.thread = "a/1", .keep_data = true}).keep_data);
  EXPECT_FALSE(there_and_back(RemoveThread{.thread = "a/1"}).keep_data);
  EXPECT_EQ(there_and_back(ReadDigest{.thread = "a/1", .rev = 3}).rev, 3);
  EXPECT_EQ(there_and_back(ReadDigest{.thread = "a/1"}).rev, std::nullopt);
  const auto wait = there_and_back(WaitForChange{.thread = "a/1", .seen = 9, .timeout_ms = 0});
  EXPECT_EQ(wait.seen, 9);
  EXPECT_EQ(wait.timeout_ms, 0);
  EXPECT_EQ(there_and_back(ReadChanges{.thread = "a/1", .since = 0}).since, 0);
  EXPECT_EQ(there_and_back(ReadChanges{.thread = "a/1", .newest = 0}).newest, 0);
  EXPECT_EQ(there_and_back(ListDeals{.thread = "a/1"}).thread, "a/1");
  EXPECT_EQ(there_and_back(ListDeals{}).thread, "");
  EXPECT_TRUE(request_of("deals", "{}"));
  const auto search = there_and_back(SearchStore{
      .words = "算力 -\"二 手\"", .zone = "Asia/Shanghai", .now = digest::from_ms(7'000), .limit = 5, .after = 12});
  EXPECT_EQ(search.words, "算力 -\"二 手\"");
  EXPECT_EQ(search.zone, "Asia/Shanghai");
  EXPECT_EQ(search.now, digest::from_ms(7'000));
  EXPECT_EQ(search.limit, 5);
  EXPECT_EQ(search.after, 12);
  EXPECT_EQ(code_of("search", "{}"), Code::malformed);
  EXPECT_EQ(code_of("search", R"({"words":"a","limit":201})"), Code::malformed);
  EXPECT_EQ(code_of("search", R"({"words":"a","limit":0})"), Code::malformed);
  const auto costs = there_and_back(ShowCosts{.days = 7, .zone = "Asia/Shanghai", .now = digest::from_ms(7'000)});
  EXPECT_EQ(costs.days, 7);
  EXPECT_EQ(costs.zone, "Asia/Shanghai");
  EXPECT_EQ(costs.now, digest::from_ms(7'000));
  EXPECT_TRUE(request_of("costs", ""));
  EXPECT_TRUE(request_of("costs", R"({"days":400})"));
  EXPECT_EQ(code_of("costs", R"({"days":401})"), Code::malformed);
  EXPECT_EQ(code_of("costs", R"({"days":0})"), Code::malformed);
  const auto next = there_and_back(WaitForCommit{.after = 12, .timeout_ms = 3});
  EXPECT_EQ(next.after, 12);
  EXPECT_EQ(next.timeout_ms, 3);
  const auto posts =
      there_and_back(ReadPosts{.thread = "3", .from = 5, .to = 9, .limit = 20, .versions = true, .undigested = true});
  EXPECT_EQ(posts.from, 5);
  EXPECT_EQ(posts.to, 9);
  EXPECT_EQ(posts.limit, 20);
  EXPECT_TRUE(posts.versions);
  EXPECT_TRUE(posts.undigested);
}

TEST(Message, a_body_may_be_empty_where_nothing_is_needed) {
  EXPECT_TRUE(request_of("list", ""));
  EXPECT_TRUE(request_of("status", "{}"));
  EXPECT_FALSE(request_of("show", ""));
}

TEST(Message, a_query_is_read_by_the_types_of_the_fields) {
  const auto posts = request_of("posts", {{"thread", "12"}, {"from", "5"}, {"versions", "true"}});
  ASSERT_TRUE(posts) << posts.error().what;
  EXPECT_EQ(std::get<ReadPosts>(*posts).thread, "12");
  EXPECT_EQ(std::get<ReadPosts>(*posts).from, 5);
  EXPECT_TRUE(std::get<ReadPosts>(*posts).versions);
  EXPECT_FALSE(request_of("posts", {{"thread", "12"}, {"from", "5x"}}));
  EXPECT_FALSE(request_of("posts", {{"thread", "12"}, {"frm", "5"}}));
  EXPECT_FALSE(request_of("posts", {{"thread", "12"}, {"versions", "perhaps"}}));
}

TEST(Message, hostile_bodies_are_refused_with_the_field) {
  EXPECT_EQ(code_of("explode", "{}"), Code::not_found);
  EXPECT_EQ(code_of("show", "{"), Code::malformed);
  EXPECT_EQ(code_of("show", "null"), Code::malformed);
  EXPECT_EQ(code_of("show", "[]"), Code::malformed);
  EXPECT_EQ(code_of("show", "\"a/1\""), Code::malformed);
  EXPECT_EQ(code_of("show", R"({"thread":1})"), Code::malformed);
  EXPECT_EQ(code_of("show", R"({"thread":null})"), Code::malformed);
  EXPECT_EQ(code_of("show", R"({"thread":""})"), Code::malformed);
  EXPECT_EQ(code_of("show", R"({"thread":"a/1","thred":2})"), Code::malformed);
  EXPECT_EQ(code_of("show", "{\"thread\":\"\xff\"}"), Code::malformed);
  EXPECT_EQ(code_of("show", R"({"thread":")" + std::string(5000, 'a') + "\"}"), Code::malformed);
  EXPECT_EQ(code_of("show", std::string(70'000, ' ')), Code::too_large);
  EXPECT_EQ(code_of("show", std::string(30'000, '[')), Code::too_large);
  EXPECT_EQ(code_of("show", R"({"thread":)" + std::string(9, '[') + std::string(9, ']') + "}"), Code::too_large);
  EXPECT_EQ(code_of("posts", R"({"thread":"a/1","limit":0})"), Code::malformed);
  EXPECT_EQ(code_of("posts", R"({"thread":"a/1","limit":201})"), Code::malformed);
  EXPECT_EQ(code_of("posts", R"({"thread":"a/1","from":1.5})"), Code::malformed);
  EXPECT_EQ(code_of("posts", R"({"thread":"a/1","from":99999999999999999999})"), Code::malformed);
  EXPECT_EQ(code_of("posts", R"({"thread":"a/1","from":18446744073709551615})"), Code::malformed);
  EXPECT_EQ(code_of("posts", R"({"thread":"a/1","versions":"yes"})"), Code::malformed);
  EXPECT_EQ(code_of("digest", R"({"thread":"a/1","rev":0})"), Code::malformed);
  EXPECT_EQ(code_of("wait", R"({"thread":"a/1","timeout_ms":60001})"), Code::malformed);
  EXPECT_EQ(code_of("wait", R"({"thread":"a/1","seen":-1})"), Code::malformed);
  EXPECT_EQ(code_of("changes", R"({"thread":"a/1","since":-1})"), Code::malformed);
  EXPECT_EQ(code_of("changes", R"({"thread":"a/1","newest":1001})"), Code::malformed);
  EXPECT_EQ(code_of("wait-commit", R"({"after":-1})"), Code::malformed);
  EXPECT_EQ(code_of("wait-commit", R"({"timeout_ms":60001})"), Code::malformed);
  EXPECT_EQ(code_of("wait-commit", R"({"thread":"a/1"})"), Code::malformed);
  const auto fault = request_of("posts", R"({"thread":"a/1","limit":"many"})");
  EXPECT_EQ(fault.error().where, "/limit");
}

TEST(Message, brackets_in_texts_are_no_depth) {
  const auto read = request_of("show", R"({"thread":"[[[[[[[[[[[[\"{{{{"})");
  ASSERT_TRUE(read);
  EXPECT_EQ(std::get<ShowThread>(*read).thread, "[[[[[[[[[[[[\"{{{{");
}

TEST(Message, what_is_not_utf8_can_still_be_written) {
  EXPECT_EQ(body_of(ShowThread{.thread = "\xff"}), "{\"thread\":\"\xef\xbf\xbd\"}");
}

}  // namespace
}  // namespace gailou::protocol
