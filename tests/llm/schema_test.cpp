#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "digest/llm/prompt.h"
#include "tests/llm/canned.h"
#include "tests/llm/operations.h"

namespace gailou::llm {
namespace {

using tests::Json;

const Json& schema() {
  static const Json kSchema = Json::parse(answer_schema());
  return kSchema;
}

const Json& resolved(const Json& part) {
  if (!part.contains("$ref")) return part;
  return schema().at(Json::json_pointer(part["$ref"].get<std::string>().substr(1)));
}

bool has_type(const Json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  return type == "integer" && value.is_number_integer();
}

/// Whether a value is what the schema says; the words that ours uses and no other.
bool fits(const Json& value, const Json& given) {
  const Json& part = resolved(given);
  if (part.contains("anyOf")) {
    return std::any_of(part["anyOf"].begin(), part["anyOf"].end(), [&](const Json& one) { return fits(value, one); });
  }
  if (!has_type(value, part.at("type"))) return false;
  if (part.contains("const") && value != part["const"]) return false;
  if (part.contains("enum") && std::find(part["enum"].begin(), part["enum"].end(), value) == part["enum"].end()) {
    return false;
  }
  if (value.is_array()) {
    return std::all_of(value.begin(), value.end(), [&](const Json& item) { return fits(item, part.at("items")); });
  }
  if (!value.is_object()) return true;
  for (const auto& name : part.at("required")) {
    if (!value.contains(name.get<std::string>())) return false;
  }
  return std::all_of(value.items().begin(), value.items().end(), [&](const auto& item) {
    return part.at("properties").contains(item.key()) && fits(item.value(), part["properties"][item.key()]);
  });
}

/// Strict modes refuse a schema with an object that lacks either.
void expect_strict(const Json& part, const std::string& place) {
  if (part.is_object() && part.value("type", Json()) == "object") {
    EXPECT_EQ(part.value("additionalProperties", Json()), false) << place;
    std::vector<std::string> names;
    for (const auto& [name, value] : part.at("properties").items()) names.push_back(name);
    std::vector<std::string> required = part.at("required");
    std::sort(required.begin(), required.end());
    EXPECT_EQ(required, names) << place;
  }
  if (!part.is_structured()) return;
  for (const auto& [name, value] : part.items()) expect_strict(value, place + "/" + name);
}

TEST(AnswerSchema, is_as_strict_modes_want_it) {
  expect_strict(schema(), "");
  EXPECT_EQ(answer_schema().find('\n'), std::string_view::npos);
}

TEST(AnswerSchema, takes_good_operations_and_refuses_others) {
  auto append = tests::append_op("key", "正文。", {4}, {{4, "正文正文"}});
  const Json quiet{{"op", "nothing_new"}, {"floor", 5}, {"reason", "meme"}};
  const Json update{{"op", "update"},
                    {"entry", "e1"},
                    {"text", "正文。"},
                    {"floors", Json::array()},
                    {"evidence", append["evidence"]}};
  const Json summary{{"op", "summary"}, {"text", "正文。"}, {"cites", {1}}};
  EXPECT_TRUE(fits(tests::answer_with({append, quiet, update, summary}), schema()));
  EXPECT_TRUE(fits(tests::answer_with(Json::array()), schema()));
  for (const Json& bad : {Json{{"op", "delete"}, {"entry", "e1"}}, Json{{"op", "nothing_new"}, {"floor", 5}},
                          Json{{"op", "nothing_new"}, {"floor", 5}, {"reason", "deleted"}}, Json()}) {
    EXPECT_FALSE(fits(tests::answer_with({append, bad}), schema())) << bad;
  }
  append.erase("links");
  EXPECT_FALSE(fits(tests::answer_with({append, quiet}), schema()));
}

/// The schema asks for links to entries; the judge takes those to floors as well.
Json links_to_entries(const Json& append) {
  Json links = Json::array();
  for (const auto& link : append.value("links", Json::array())) {
    if (link.contains("entry")) links.push_back(link);
  }
  return links;
}

TEST(AnswerSchema, good_canned_answers_fit_once_they_name_their_links) {
  std::size_t checked = 0;
  for (const auto& canned : tests::canned_in("llm-replies")) {
    if (!canned.name().starts_with("good")) continue;
    auto answer = Json::parse(canned.heard().content);
    for (auto& operation : answer["ops"]) {
      if (operation["op"] == "append") operation["links"] = links_to_entries(operation);
    }
    EXPECT_TRUE(fits(answer, schema())) << canned.name();
    ++checked;
  }
  EXPECT_EQ(checked, 6U);
}

}  // namespace
}  // namespace gailou::llm
