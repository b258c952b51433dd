#include "daemon/protocol/json.h"

#include <limits>

namespace gailou::protocol {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;

/// Deepest nesting, by brackets outside of strings; stops counting over `limit`.
std::size_t depth_of(std::string_view text, std::size_t limit) {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size() && deepest <= limit; ++i) {
    const char c = text[i];
    if (in_string) {
      if (c == '\\') ++i;
      if (c == '"') in_string = false;
    } else if (c == '"') {
      in_string = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return deepest;
}

}  // namespace

Result<json> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.bytes_max) {
    return Error{.code = Code::too_large, .what = "over " + std::to_string(limits.bytes_max) + " bytes of JSON"};
  }
  if (depth_of(text, limits.depth_max) > limits.depth_max) {
    return Error{.code = Code::too_large, .what = "JSON nested over " + std::to_string(limits.depth_max) + " deep"};
  }
  json document = json::parse(text, nullptr, false);
  if (document.is_discarded()) return Error{.code = Code::malformed, .what = "isn't JSON"};
  // In place: json can be made of almost anything, so that a plain return is ambiguous.
  return Result<json>(boost::system::in_place_value, std::move(document));
}

std::string dump(const ordered_json& document) {
  return document.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

ObjectReader::ObjectReader(const json& object, std::string where) : object_(object), where_(std::move(where)) {
  if (object_.is_object()) return;
  fault_ = Error{.code = Code::malformed, .what = "isn't an object", .where = where_.empty() ? "/" : where_};
}

bool ObjectReader::has(const char* key) const {
  if (!object_.is_object()) return false;
  const auto found = object_.find(key);
  return found != object_.end() && !found->is_null();
}

void ObjectReader::refuse(const char* key, std::string_view what) {
  if (fault_) return;
  fault_ = Error{.code = Code::malformed,
                 .what = "\"" + std::string(key) + "\" " + std::string(what),
                 .where = where_ + "/" + key};
}

const json* ObjectReader::found(const char* key, Need need) {
  if (fault_) return nullptr;
  known_.insert(key);
  if (has(key)) return &object_[key];
  if (need == Need::required) refuse(key, "is missing");
  return nullptr;
}

void ObjectReader::read(const char* key, std::string& out, Need need) {
  const json* value = found(key, need);
  if (value == nullptr) return;
  if (!value->is_string()) return refuse(key, "isn't a text");
  out = value->get<std::string>();
}

void ObjectReader::read(const char* key, bool& out, Need need) {
  const json* value = found(key, need);
  if (value == nullptr) return;
  if (!value->is_boolean()) return refuse(key, "is neither true nor false");
  out = value->get<bool>();
}

void ObjectReader::read(const char* key, std::int64_t& out, Need need) {
  const json* value = found(key, need);
  if (value == nullptr) return;
  const bool too_large = value->is_number_unsigned() && value->get<std::uint64_t>() > std::uint64_t{INT64_MAX};
  if (!value->is_number_integer() || too_large) return refuse(key, "isn't a whole number");
  out = value->get<std::int64_t>();
}

void ObjectReader::read(const char* key, double& out, Need need) {
  const json* value = found(key, need);
  if (value == nullptr) return;
  if (!value->is_number()) return refuse(key, "isn't a number");
  out = value->get<double>();
}

void ObjectReader::read(const char* key, int& out, Need need) {
  std::int64_t number = out;
  read(key, number, need);
  if (fault_) return;
  if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max()) {
    return refuse(key, "is out of range");
  }
  out = static_cast<int>(number);
}

void ObjectReader::read(const char* key, digest::Instant& out, Need need) {
  std::string text;
  read(key, text, need);
  if (fault_ || (text.empty() && !has(key))) return;
  const auto at = digest::parse_iso(text);
  if (!at) return refuse(key, "isn't a time");
  out = *at;
}

void ObjectReader::read(const char* key, std::vector<std::string>& out, Need need) {
  const auto each = [](const json& value, const std::string& where) -> Result<std::string> {
    if (!value.is_string()) return Error{.code = Code::malformed, .what = "isn't a text", .where = where};
    return value.get<std::string>();
  };
  read_list(key, out, each, need);
}

void ObjectReader::read(const char* key, std::vector<digest::Floor>& out, Need need) {
  const auto each = [](const json& value, const std::string& where) -> Result<digest::Floor> {
    if (!value.is_number_integer()) return Error{.code = Code::malformed, .what = "isn't a floor", .where = where};
    return digest::Floor{value.get<std::int64_t>()};
  };
  read_list(key, out, each, need);
}

void ObjectReader::refuse_the_rest() {
  if (fault_) return;
  for (const auto& [key, value] : object_.items()) {
    if (known_.contains(key)) continue;
    fault_ =
        Error{.code = Code::malformed, .what = "there is no such field", .where = where_ + "/" + key.substr(0, 64)};
    return;
  }
}

Result<void> ObjectReader::done() const {
  if (fault_) return *fault_;
  return {};
}

}  // namespace gailou::protocol
