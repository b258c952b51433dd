#include "daemon/config/sources.h"

#include <algorithm>
#include <array>

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

Result<void> take_key(const std::string& key, const std::string& text, storage::SourceRecord& source) {
  if (key == "name") {
    if (!is_name(text)) return Error{.code = Code::config, .what = "name: may hold a-z, 0-9 and \"-\", at most 32"};
    source.name = text;
  } else if (key == "kind") {
    if (text != "discourse")
      return Error{.code = Code::config, .what = "kind: \"" + text + "\" isn't known", .hint = "\"discourse\""};
    source.kind = text;
  } else {
    auto origin = origin_of(text);
    if (!origin) return origin.error();
    source.origin = *origin;
  }
  return {};
}

Error unknown(const std::string& key, const std::string& origin) {
  if (is_for_later("source." + key)) {
    return {.code = Code::config,
            .what = "config key 'source." + key + "' is not supported by this version",
            .where = origin};
  }
  static constexpr std::array<std::string_view, 3> kKeys{"name", "kind", "url"};
  Error error{.code = Code::config, .what = "unknown config key 'source." + key + "'", .where = origin};
  const auto near = digest::nearest(key, {kKeys.begin(), kKeys.end()});
  if (near) error.hint = "did you mean '" + std::string(*near) + "'?";
  return error;
}

/// Nothing if something about it is wrong; the faults are noted.
std::optional<storage::SourceRecord> source_of(const SourceTable& table, std::vector<Error>& faults) {
  storage::SourceRecord source;
  const std::size_t faults_before = faults.size();
  for (const auto& [key, value] : table.keys) {
    if (key != "name" && key != "kind" && key != "url") {
      faults.push_back(unknown(key, value.origin));
      continue;
    }
    const auto* text = std::get_if<std::string>(&value.written);
    auto taken = text == nullptr ? Result<void>(Error{.code = Code::config, .what = key + ": isn't a text in quotes"})
                                 : take_key(key, *text, source);
    if (taken) continue;
    Error error = taken.error().at("source");
    error.what = "source." + error.what;
    error.where = value.origin;
    faults.push_back(std::move(error));
  }
  if (faults.size() != faults_before) return std::nullopt;
  if (source.name.empty() || source.origin.empty()) {
    const std::string missing = source.name.empty() ? "name" : "url";
    faults.push_back({.code = Code::config, .what = "a source without " + missing, .where = table.origin});
    return std::nullopt;
  }
  return source;
}

}  // namespace

void take_sources(const std::vector<SourceTable>& tables, std::vector<storage::SourceRecord>& sources,
                  std::vector<Error>& faults) {
  if (tables.size() > kSourcesMax) {
    faults.push_back({.code = Code::config, .what = "over 1000 sources", .where = tables.front().origin});
    return;
  }
  for (const SourceTable& table : tables) {
    auto source = source_of(table, faults);
    if (!source) continue;
    const bool twice = std::ranges::any_of(sources, [&](const storage::SourceRecord& known) {
      return known.name == source->name || known.origin == source->origin;
    });
    if (twice) {
      faults.push_back({.code = Code::config,
                        .what = "source '" + source->name + "' or its url stands here for the second time",
                        .where = table.origin});
    } else {
      sources.push_back(std::move(*source));
    }
  }
}

}  // namespace gailou::config
