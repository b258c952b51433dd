#include "daemon/protocol/message.h"

#include <algorithm>
#include <charconv>

#include "daemon/protocol/json.h"
#include "digest/text/percent.h"

namespace gailou::protocol {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;

// The longest URL that a forum answers is shorter.
constexpr std::size_t kTextBytesMax = 4096;
constexpr std::int64_t kPostsMax = 200;
constexpr std::int64_t kCostDaysMax = 400;  // so long attempts are kept
constexpr std::int64_t kNewestMax = 1'000;
constexpr std::int64_t kWaitMaxMs = 60'000;

Error unknown_verb(std::string_view verb) {
  return {.code = Code::not_found, .what = "there is no verb '" + std::string(verb.substr(0, 64)) + "'"};
}

/// Writes what differs from the defaults.
struct Writer {
  ordered_json object = ordered_json::object();
  void operator()(const char* key, const std::string& value, bool) {
    if (!value.empty()) object[key] = value;
  }
  void operator()(const char* key, bool value, bool) {
    if (value) object[key] = true;
  }
  void operator()(const char* key, std::int64_t value, bool) { object[key] = value; }
  void operator()(const char* key, const std::optional<std::int64_t>& value, bool) {
    if (value) object[key] = *value;
  }
  void operator()(const char* key, const std::optional<digest::Instant>& value, bool) {
    if (value) object[key] = digest::to_iso(*value);
  }
};

struct FieldReader {
  ObjectReader& object;
  template <class T>
  void operator()(const char* key, T& value, bool required) {
    object.read(key, value, required ? ObjectReader::Need::required : ObjectReader::Need::optional);
  }
  template <class T>
  void operator()(const char* key, std::optional<T>& value, bool) {
    T given{};
    object.read(key, given, ObjectReader::Need::optional);
    if (object.has(key)) value = given;
  }
  void operator()(const char* key, std::string& value, bool required) {
    object.read(key, value, required ? ObjectReader::Need::required : ObjectReader::Need::optional);
    if (value.size() > kTextBytesMax) object.refuse(key, "is longer than 4096 bytes");
    if (required && value.empty()) object.refuse(key, "is empty");
  }
};

/// Turns a query's texts into the types that the fields have.
struct Typed {
  const std::vector<std::pair<std::string, std::string>>& query;
  json& object;

  const std::string* text(const char* key) const {
    const auto found = std::ranges::find(query, key, &std::pair<std::string, std::string>::first);
    return found == query.end() ? nullptr : &found->second;
  }
  void operator()(const char* key, const std::string&, bool) { as_given(key); }
  void operator()(const char* key, const std::optional<digest::Instant>&, bool) { as_given(key); }
  void as_given(const char* key) {
    if (const auto* given = text(key)) object[key] = *given;
  }
  void operator()(const char* key, bool, bool) {
    const auto* given = text(key);
    if (given == nullptr) return;
    object[key] = *given;
    if (*given == "true" || *given == "1") object[key] = true;
    if (*given == "false" || *given == "0") object[key] = false;
  }
  void operator()(const char* key, std::int64_t, bool) { number(key); }
  void operator()(const char* key, const std::optional<std::int64_t>&, bool) { number(key); }
  void number(const char* key) {
    const auto* given = text(key);
    if (given == nullptr) return;
    std::int64_t value = 0;
    const auto [end, fault] = std::from_chars(given->data(), given->data() + given->size(), value);
    object[key] = *given;
    if (!given->empty() && fault == std::errc{} && end == given->data() + given->size()) object[key] = value;
  }
};

Error refuse(const char* field, const char* what) {
  return {.code = Code::malformed, .what = std::string("\"") + field + "\" " + what, .where = std::string("/") + field};
}

Result<void> check_wait(std::int64_t timeout_ms) {
  if (timeout_ms < 0 || timeout_ms > kWaitMaxMs) return refuse("timeout_ms", "is out of range: from 0 to 60000");
  return {};
}

Result<void> check_ranges(const Request& request) {
  if (const auto* posts = std::get_if<ReadPosts>(&request)) {
    if (posts->limit < 1 || posts->limit > kPostsMax) return refuse("limit", "is out of range: from 1 to 200");
  }
  if (const auto* search = std::get_if<SearchStore>(&request)) {
    if (search->limit < 1 || search->limit > kPostsMax) return refuse("limit", "is out of range: from 1 to 200");
  }
  if (const auto* costs = std::get_if<ShowCosts>(&request)) {
    if (costs->days < 1 || costs->days > kCostDaysMax) return refuse("days", "is out of range: from 1 to 400");
  }
  if (const auto* wait = std::get_if<WaitForChange>(&request)) {
    if (wait->seen < 0) return refuse("seen", "is negative");
    return check_wait(wait->timeout_ms);
  }
  if (const auto* wait = std::get_if<WaitForCommit>(&request)) {
    if (wait->after < 0) return refuse("after", "is negative");
    return check_wait(wait->timeout_ms);
  }
  if (const auto* changes = std::get_if<ReadChanges>(&request)) {
    if (changes->since && *changes->since < 0) return refuse("since", "is negative");
    if (changes->newest < 0 || changes->newest > kNewestMax) return refuse("newest", "is out of range: from 0 to 1000");
  }
  if (const auto* digest = std::get_if<ReadDigest>(&request); digest != nullptr && digest->rev && *digest->rev < 1) {
    return refuse("rev", "is out of range: from 1");
  }
  return {};
}

Result<Request> read_request(Request request, const json& document) {
  ObjectReader object(document, "");
  FieldReader reader{object};
  std::visit([&](auto& verb) { fields(reader, verb); }, request);
  object.refuse_the_rest();
  if (auto done = object.done(); !done) return done.error();
  if (auto ranges = check_ranges(request); !ranges) return ranges.error();
  return request;
}

}  // namespace

std::string target_of(const Request& request) {
  const std::string target = std::string(kTargetPrefix) + std::string(facts_of(request).name);
  const auto* import = std::get_if<ImportFile>(&request);
  if (import == nullptr) return target;
  std::string query;
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) query += (query.empty() ? "?" : "&") + std::string(key) + "=" + digest::percent_encoded(value);
  };
  add("about", import->about);
  add("zone", import->zone);
  return target + query;
}

std::string body_of(const Request& request) {
  // A file of megabytes is neither escaped nor parsed once more.
  if (const auto* import = std::get_if<ImportFile>(&request)) return import->text;
  Writer writer;
  std::visit([&](const auto& verb) { fields(writer, verb); }, request);
  return dump(writer.object);
}

Result<Request> request_of(std::string_view verb, std::string_view body) {
  const auto request = empty_request(verb);
  if (!request) return unknown_verb(verb);
  const auto document = parse_json(body.empty() ? "{}" : body, kRequestLimits);
  if (!document) return document.error();
  return read_request(*request, *document);
}

Result<Request> request_of(std::string_view verb, const std::vector<std::pair<std::string, std::string>>& query) {
  const auto request = empty_request(verb);
  if (!request) return unknown_verb(verb);
  json document = json::object();
  // Parameters that no field has stay as they are, so that they are refused like unknown fields.
  for (const auto& [key, value] : query) document[key] = value;
  Typed typed{query, document};
  std::visit([&](const auto& fields_of) { fields(typed, fields_of); }, *request);
  return read_request(*request, document);
}

}  // namespace gailou::protocol
