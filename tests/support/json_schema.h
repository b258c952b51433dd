// Whether a JSON value is what a schema says: the words of JSON Schema 2020-12 that our API description uses, and no
// other. Stricter than the standard in one thing: a property that the schema doesn't name is a fault, so that no field
// is served without a description.
#pragma once

#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>
#include <regex.h>

#include "digest/time.h"

namespace gailou::tests {

class JsonSchema {
 public:
  /// `document` holds what "#/…" points into.
  explicit JsonSchema(nlohmann::json document) : document_(std::move(document)) {}

  const nlohmann::json& resolved(const nlohmann::json& schema) const {
    const nlohmann::json* at = &schema;
    while (at->contains("$ref")) {
      at = &document_.at(nlohmann::json::json_pointer(at->at("$ref").get<std::string>().substr(1)));
    }
    return *at;
  }

  /// What doesn't fit, each with its place; empty = all does.
  std::vector<std::string> faults(const nlohmann::json& value, const nlohmann::json& schema) const {
    std::vector<std::string> found;
    check(value, schema, "", found);
    return found;
  }

 private:
  using Json = nlohmann::json;

  void check(const Json& value, const Json& given, const std::string& place, std::vector<std::string>& found) const {
    const Json& schema = resolved(given);
    check_words(schema, place, found);
    const auto fault = [&](const std::string& what) { found.push_back(place + ": " + what); };
    if (schema.contains("type") && !has_type(value, schema["type"].get<std::string>())) {
      return fault("is no " + schema["type"].get<std::string>() + ": " + value.dump().substr(0, 80));
    }
    if (schema.contains("const") && value != schema["const"]) fault("isn't " + schema["const"].dump());
    if (schema.contains("enum") && !contains(schema["enum"], value)) fault(value.dump() + " is none of the known");
    if (value.is_number() && schema.contains("minimum") && value < schema["minimum"]) fault("too small");
    if (value.is_number() && schema.contains("maximum") && value > schema["maximum"]) fault("too large");
    if (value.is_string()) check_text(value.get<std::string>(), schema, place, found);
    if (value.is_array() && schema.contains("items")) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        check(value[i], schema["items"], place + "/" + std::to_string(i), found);
      }
    }
    if (value.is_object()) check_object(value, schema, place, found);
  }

  void check_object(const Json& value, const Json& schema, const std::string& place,
                    std::vector<std::string>& found) const {
    for (const auto& name : schema.value("required", Json::array())) {
      if (!value.contains(name.get<std::string>())) found.push_back(place + ": lacks " + name.get<std::string>());
    }
    const Json properties = schema.value("properties", Json::object());
    for (const auto& [name, member] : value.items()) {
      if (!properties.contains(name)) {
        found.push_back(place + ": " + name + " has no description");
      } else {
        check(member, properties[name], place + "/" + name, found);
      }
    }
  }

  static void check_text(const std::string& text, const Json& schema, const std::string& place,
                         std::vector<std::string>& found) {
    if (schema.contains("pattern") && !matches(text, schema["pattern"].get<std::string>())) {
      found.push_back(place + ": " + text + " doesn't match " + schema["pattern"].get<std::string>());
    }
    const std::string format = schema.value("format", "");
    if (format == "date-time" && !digest::parse_iso(text)) found.push_back(place + ": no time: " + text);
    if (format == "date" && !digest::parse_iso(text + "T00:00:00Z")) found.push_back(place + ": no day: " + text);
    if (format == "uri" && text.find("://") == std::string::npos) found.push_back(place + ": no URI: " + text);
  }

  /// A word that isn't looked at would promise a check that nobody makes.
  static void check_words(const Json& schema, const std::string& place, std::vector<std::string>& found) {
    static const std::set<std::string> kKnown{"type",    "description", "properties", "required", "items",
                                              "enum",    "const",       "minimum",    "maximum",  "maxLength",
                                              "pattern", "format",      "default",    "examples"};
    for (const auto& [word, ignored] : schema.items()) {
      if (!kKnown.contains(word)) found.push_back(place + ": the schema says " + word + ", which isn't checked");
    }
  }

  static bool has_type(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "integer") return value.is_number_integer();
    return type == "boolean" && value.is_boolean();
  }

  static bool contains(const Json& list, const Json& value) {
    for (const auto& one : list) {
      if (one == value) return true;
    }
    return false;
  }

  static bool matches(const std::string& text, const std::string& pattern) {
    regex_t compiled;
    if (regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB) != 0) return false;
    const bool fits = regexec(&compiled, text.c_str(), 0, nullptr, 0) == 0;
    regfree(&compiled);
    return fits;
  }

  nlohmann::json document_;
};

}  // namespace gailou::tests
