#include <algorithm>
#include <set>
#include <string>
#include <vector>

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

/// The subset of JSON Schema that OpenAI's structured outputs take in strict mode, of what ours could come to use, and
/// its bounds. https://platform.openai.com/docs/guides/structured-outputs, "Supported schemas".
class StrictSubset {
 public:
  explicit StrictSubset(const Json& root) {
    if (root.value("type", Json()) != "object" || root.contains("anyOf")) fault("", "the root is no plain object");
    part(root, "", 0);
    if (properties_ > 5'000) fault("", "over 5000 properties");
    if (enum_values_ > 1'000) fault("", "over 1000 words in enums");
    if (name_bytes_ > 120'000) fault("", "names and words over 120000 characters");
  }
  const std::vector<std::string>& faults() const { return faults_; }

 private:
  void fault(const std::string& place, const std::string& what) { faults_.push_back(place + ": " + what); }

  void part(const Json& schema, const std::string& place, int depth) {
    static const std::set<std::string> kKeywords{"type",  "properties", "required",   "additionalProperties",
                                                 "items", "enum",       "const",      "anyOf",
                                                 "$ref",  "$defs",      "description"};
    static const std::set<std::string> kTypes{"string", "number", "boolean", "integer", "object", "array", "null"};
    if (depth > 10) fault(place, "nested over 10 deep");
    if (!schema.is_object()) return fault(place, "no schema");
    for (const auto& [keyword, value] : schema.items()) {
      if (!kKeywords.contains(keyword)) fault(place, "the keyword " + keyword);
    }
    if (schema.contains("$ref")) {
      const auto target = schema["$ref"].get<std::string>();
      if (!target.starts_with("#/$defs/") && target != "#") fault(place, "a reference out of the document");
      if (schema.size() != 1) fault(place, "words beside a reference");
    } else if (schema.contains("anyOf")) {
      for (const auto& one : schema["anyOf"]) part(one, place + "/anyOf", depth);
    } else if (!kTypes.contains(schema.value("type", std::string()))) {
      fault(place, "a type that there is none of");
    }
    words(schema, place);
    if (schema.value("type", Json()) == "object") object(schema, place, depth);
    if (schema.value("type", Json()) == "array") part(schema.value("items", Json()), place + "/items", depth + 1);
    const Json parts = schema.value("$defs", Json::object());
    for (const auto& [name, one] : parts.items()) part(one, place + "/$defs/" + name, depth + 1);
  }

  void object(const Json& schema, const std::string& place, int depth) {
    if (schema.value("additionalProperties", Json()) != false) fault(place, "takes more properties");
    const Json properties = schema.value("properties", Json::object());
    std::set<std::string> required;
    for (const auto& name : schema.value("required", Json::array())) required.insert(name.get<std::string>());
    for (const auto& [name, one] : properties.items()) {
      ++properties_;
      name_bytes_ += name.size();
      if (required.erase(name) == 0) fault(place, name + " isn't required");
      part(one, place + "/" + name, depth + 1);
    }
    if (!required.empty()) fault(place, "requires " + *required.begin() + ", which it hasn't");
  }

  void words(const Json& schema, const std::string& place) {
    for (const auto& word : schema.value("enum", Json::array())) {
      ++enum_values_;
      name_bytes_ += word.dump().size();
      if (!word.is_string()) fault(place, "an enum of other things than words");
    }
    if (schema.contains("const")) name_bytes_ += schema["const"].dump().size();
  }

  std::vector<std::string> faults_{};
  std::size_t properties_ = 0;
  std::size_t enum_values_ = 0;
  std::size_t name_bytes_ = 0;
};

TEST(AnswerSchema, keeps_to_the_subset_of_strict_mode) {
  EXPECT_EQ(StrictSubset(schema()).faults(), std::vector<std::string>{});
}

TEST(AnswerSchema, would_not_pass_with_what_strict_mode_refuses) {
  const auto spoilt = [](const std::string& place, const Json& value) {
    Json made = schema();
    made[Json::json_pointer(place)] = value;
    return StrictSubset(made).faults().size();
  };
  EXPECT_GT(spoilt("/additionalProperties", true), 0U);
  EXPECT_GT(spoilt("/properties/more", {{"type", "string"}}), 0U);
  EXPECT_GT(spoilt("/properties/canary/minLength", 3), 0U);
  EXPECT_GT(spoilt("/properties/ops/uniqueItems", true), 0U);
  EXPECT_GT(spoilt("/properties/canary/type", "text"), 0U);
  EXPECT_GT(spoilt("/oneOf", Json::array()), 0U);
  EXPECT_GT(spoilt("/required", {"schema", "canary", "ops", "more"}), 0U);
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
