#include "daemon/forum/discourse/saved.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

#include "daemon/forum/discourse/fields.h"
#include "daemon/forum/discourse/kept_json.h"
#include "daemon/forum/discourse/wire.h"
#include "digest/text/normalize.h"

namespace gailou::forum::discourse {
namespace {

using digest::Code;
using digest::Error;
using digest::Result;
using nlohmann::json;

constexpr std::array<std::string_view, 9> kKeys = {"id",          "topic_id", "post_stream",  "posts",     "title",
                                                   "post_number", "errors",   "latest_posts", "topic_list"};

/// Finds where a text stops being JSON.
class FaultFinder final : public nlohmann::json_sax<json> {
 public:
  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override { return ++depth_ <= kDepthMax; }
  bool start_array(std::size_t) override { return ++depth_ <= kDepthMax; }
  bool end_object() override { return depth_-- > 0; }
  bool end_array() override { return depth_-- > 0; }
  bool key(string_t&) override { return true; }
  bool parse_error(std::size_t at, const std::string&, const json::exception&) override {
    at_ = at;
    return false;
  }
  std::optional<std::size_t> at() const { return at_; }

 private:
  static constexpr std::size_t kDepthMax = 64;
  std::size_t depth_ = 0;
  std::optional<std::size_t> at_{};
};

/// People look for a line.
Error with_line(Error error, std::string_view text) {
  const std::string clean = digest::repair_utf8(text);
  FaultFinder finder;
  if (json::sax_parse(clean, &finder) || !finder.at()) return error;
  const auto end = clean.begin() + static_cast<std::ptrdiff_t>(std::min(*finder.at(), clean.size()));
  return error.at("line " + std::to_string(1 + std::count(clean.begin(), end, '\n')));
}

Result<Kept> parsed(std::string_view text) {
  auto document = parse_kept(text, kKeys);
  if (!document) {
    return document.error().code == Code::malformed ? with_line(document.error(), text) : document.error();
  }
  if (!document->root.is_object()) return Error{.code = Code::malformed, .what = "it is JSON, but no topic"};
  return document;
}

Error no_topic(const json& root) {
  const char* what = "it is JSON, but no topic";
  if (root.contains("errors")) what = "it is the forum's refusal, not a topic";
  if (root.contains("latest_posts")) what = "it holds the newest posts of a whole forum, not a topic";
  if (root.contains("topic_list")) what = "it is a list of topics, not a topic";
  return {.code = Code::malformed, .what = what, .hint = "save https://FORUM/t/ID.json"};
}

std::optional<std::int64_t> topic_of(const json& root) {
  const json* stream = object_in(root, "post_stream");
  if (stream == nullptr) return std::nullopt;
  if (const auto id = id_number(root, "id")) return id;
  const json* posts = array_in(*stream, "posts");
  if (posts == nullptr || posts->empty() || !posts->front().is_object()) return std::nullopt;
  return id_number(posts->front(), "topic_id");
}

void note_skipped(SavedFile& file, std::size_t count) {
  if (count == 0) return;
  file.posts += count;
  file.skipped.push_back({.line = 0,
                          .why = std::to_string(count) + (count == 1 ? " post" : " posts") +
                                 " without id, floor or text, or of another topic"});
}

}  // namespace

Result<digest::TopicId> saved_topic(std::string_view text) {
  const auto document = parsed(text);
  if (!document) return document.error();
  const auto id = topic_of(document->root);
  if (!id) return no_topic(document->root);
  return digest::TopicId{*id};
}

Result<SavedFile> read_saved(std::string_view text, const SavedFrom& from) {
  const auto document = parsed(text);
  if (!document) return document.error();
  const Asked asked{.topic = from.topic, .origin = from.source.origin};
  SavedFile file{.form = "posts"};
  file.observation.saved = true;
  PostsPage posts;
  if (document->root.contains("title")) {
    auto page = topic_from(text, asked);
    if (!page) return page.error();
    file.form = "topic";
    file.observation.header = std::move(page->header);
    file.observation.stream = std::move(page->stream);
    posts = std::move(page->page);
  } else {
    auto page = posts_from(text, asked);
    if (!page) return page.error();
    posts = std::move(*page);
  }
  file.posts = posts.posts.size();
  file.observation.posts = std::move(posts.posts);
  note_skipped(file, posts.skipped);
  return file;
}

}  // namespace gailou::forum::discourse
