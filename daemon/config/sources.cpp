#include "daemon/config/sources.h"

#include <algorithm>
#include <array>
#include <optional>

#include "daemon/config/checks.h"
#include "daemon/config/options.h"
#include "daemon/io/url.h"
#include "digest/text/nearest.h"

namespace gailou::config {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;

constexpr std::size_t kSourcesMax = 1000;

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 32 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

Result<std::string> origin_of(const std::string& text) {
  const auto url = io::parse_url(text);
  if (!url) return Error{.code = Code::config, .what = "url: " + url.error().what};
  if (url->target != "/") {
    return Error{
        .code = Code::config, .what = "url: has a path", .hint = "give scheme and host only: " + url->origin()};
  }
  return url->origin();
}

Error wrong(std::string what, std::string hint = {}) {
  return {.code = Code::config, .what = std::move(what), .where = {}, .hint = std::move(hint)};
}

Result<void> take_name(std::string& text, SourceDraft& draft) {
  if (!is_name(text)) return wrong("name: may hold a-z, 0-9 and \"-\", at most 32");
  draft.record.name = text;
  return {};
}

Result<void> take_kind(std::string& text, SourceDraft& draft) {
  if (text != "discourse") return wrong("kind: \"" + text + "\" isn't known", "\"discourse\"");
  draft.record.kind = text;
  return {};
}

Result<void> take_url(std::string& text, SourceDraft& draft) {
  auto origin = origin_of(text);
  if (!origin) return origin.error();
  draft.record.origin = std::move(*origin);
  return {};
}

Result<void> take_engine(std::string& text, SourceDraft& draft) {
  draft.engine = engine::kind_of(text);
  if (!draft.engine) return wrong("engine: \"" + text + "\" isn't known", "\"extract\" or \"llm\"");
  return {};
}

template <auto Field, auto Check>
Result<void> take_text(std::string& text, SourceDraft& draft) {
  if (auto fault = Check(text)) return wrong(std::move(*fault));
  draft.*Field = text;
  return {};
}

struct SourceKey {
  std::string_view name;
  Result<void> (*take)(std::string&, SourceDraft&);
};

constexpr std::array<SourceKey, 7> kKeys{{{"name", &take_name},
                                          {"kind", &take_kind},
                                          {"url", &take_url},
                                          {"engine", &take_engine},
                                          {"title", &take_text<&SourceDraft::title, &check_words>},
                                          {"api_key_file", &take_text<&SourceDraft::api_key_file, &check_key_file>},
                                          {"ignore_robots", &take_text<&SourceDraft::ignore_robots, &check_reason>}}};

Error unknown(const std::string& key, const std::string& origin) {
  Error error{.code = Code::config, .what = "unknown config key 'source." + key + "'", .where = origin};
  std::vector<std::string_view> known;
  for (const SourceKey& each : kKeys) known.push_back(each.name);
  for (const Option& option : options()) {
    if (option.key.starts_with("poll.")) known.push_back(option.key);
  }
  if (const auto near = digest::nearest(key, known, 3)) error.hint = "did you mean '" + std::string(*near) + "'?";
  return error;
}

Result<void> take_key(const SourceKey& key, const Value& value, SourceDraft& draft) {
  const auto* text = std::get_if<std::string>(&value.written);
  if (text == nullptr) return wrong(std::string(key.name) + ": isn't a text in quotes");
  std::string copy = *text;
  auto taken = key.take(copy, draft);
  if (taken) return taken;
  Error error = taken.error();
  if (!error.what.starts_with(key.name)) error.what = std::string(key.name) + ": " + error.what;
  return error;
}

/// Nothing if something about it is wrong; the faults are noted.
std::optional<SourceDraft> draft_of(const SourceTable& table, std::vector<Error>& faults) {
  SourceDraft draft;
  draft.origin = table.origin;
  const std::size_t faults_before = faults.size();
  for (const auto& [key, value] : table.keys) {
    if (key.starts_with("poll.") && option_named(key) != nullptr) {
      draft.poll.emplace_back(key, value);
      continue;
    }
    const auto known = std::ranges::find(kKeys, key, &SourceKey::name);
    if (known == kKeys.end()) {
      faults.push_back(unknown(key, value.origin));
      continue;
    }
    auto taken = take_key(*known, value, draft);
    if (taken) continue;
    Error error = taken.error();
    error.what = "source." + error.what;
    error.where = value.origin;
    faults.push_back(std::move(error));
  }
  if (faults.size() != faults_before) return std::nullopt;
  if (draft.record.name.empty() || draft.record.origin.empty()) {
    const std::string missing = draft.record.name.empty() ? "name" : "url";
    faults.push_back({.code = Code::config, .what = "a source without " + missing, .where = table.origin});
    return std::nullopt;
  }
  return draft;
}

}  // namespace

void take_sources(const std::vector<SourceTable>& tables, std::vector<SourceDraft>& drafts,
                  std::vector<Error>& faults) {
  if (tables.size() > kSourcesMax) {
    faults.push_back({.code = Code::config, .what = "over 1000 sources", .where = tables.front().origin});
    return;
  }
  for (const SourceTable& table : tables) {
    auto draft = draft_of(table, faults);
    if (!draft) continue;
    const bool twice = std::ranges::any_of(drafts, [&](const SourceDraft& known) {
      return known.record.name == draft->record.name || known.record.origin == draft->record.origin;
    });
    if (twice) {
      faults.push_back({.code = Code::config,
                        .what = "source '" + draft->record.name + "' or its url stands here for the second time",
                        .where = table.origin});
    } else {
      drafts.push_back(std::move(*draft));
    }
  }
}

}  // namespace gailou::config
