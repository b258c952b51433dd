// A Body as compact JSON: the stored form. Fields at their defaults are left out; keys are one letter, because there is
// a Body per version of each post.
#include <array>
#include <cstddef>
#include <utility>

#include <nlohmann/json.hpp>

#include "digest/text/body.h"

namespace gailou::digest {
namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::array<std::string_view, 6> kSpanKinds = {"text", "link", "image", "emoji", "mention", "code"};
constexpr std::array<std::string_view, 9> kBlockKinds = {"paragraph", "heading", "item",   "row",    "quote",
                                                         "onebox",    "code",    "option", "spoiler"};

Error bad(std::string what) {
  return Error{.code = Code::malformed, .what = std::move(what), .where = "stored body"};
}

ordered_json to_document(const Span& span) {
  ordered_json out = ordered_json::object();
  if (span.kind != Span::Kind::text) out["k"] = kSpanKinds[static_cast<std::size_t>(span.kind)];
  out["t"] = span.text;
  if (!span.url.empty()) out["u"] = span.url;
  if (span.fetched) out["f"] = true;
  return out;
}

ordered_json to_document(const Block& block) {
  ordered_json out = ordered_json::object();
  if (block.kind != Block::Kind::paragraph) out["k"] = kBlockKinds[static_cast<std::size_t>(block.kind)];
  out["s"] = ordered_json::array();
  for (const Span& span : block.spans) out["s"].push_back(to_document(span));
  if (!block.author.empty()) out["a"] = block.author;
  if (block.floor != 0) out["n"] = block.floor;
  if (block.topic != 0) out["o"] = block.topic;
  if (!block.url.empty()) out["u"] = block.url;
  return out;
}

/// A member of the named type, or `missing` where there is none; false if it is of another type.
bool take(const json& from, const char* key, std::string& into) {
  const auto at = from.find(key);
  if (at == from.end()) return true;
  if (!at->is_string()) return false;
  into = at->get_ref<const std::string&>();
  return true;
}

bool take(const json& from, const char* key, std::int64_t& into) {
  const auto at = from.find(key);
  if (at == from.end()) return true;
  if (!at->is_number_integer()) return false;
  into = at->get<std::int64_t>();
  return true;
}

bool take(const json& from, const char* key, bool& into) {
  const auto at = from.find(key);
  if (at == from.end()) return true;
  if (!at->is_boolean()) return false;
  into = at->get<bool>();
  return true;
}

template <class Kind, std::size_t N>
bool take_kind(const json& from, const std::array<std::string_view, N>& names, Kind& into) {
  std::string name;
  if (!take(from, "k", name)) return false;
  if (name.empty()) return true;
  for (std::size_t i = 0; i < N; ++i) {
    if (names[i] != name) continue;
    into = static_cast<Kind>(i);
    return true;
  }
  return false;
}

Result<Span> span_from(const json& from) {
  Span span;
  if (!from.is_object() || !take_kind(from, kSpanKinds, span.kind) || !take(from, "t", span.text) ||
      !take(from, "u", span.url) || !take(from, "f", span.fetched))
    return bad("a span can't be read");
  return span;
}

Result<Block> block_from(const json& from) {
  Block block;
  if (!from.is_object() || !take_kind(from, kBlockKinds, block.kind) || !take(from, "a", block.author) ||
      !take(from, "n", block.floor) || !take(from, "o", block.topic) || !take(from, "u", block.url))
    return bad("a block can't be read");
  const auto spans = from.find("s");
  if (spans == from.end() || !spans->is_array()) return bad("a block has no spans");
  for (const json& item : *spans) {
    Result<Span> span = span_from(item);
    if (!span) return span.error();
    block.spans.push_back(std::move(*span));
  }
  return block;
}

}  // namespace

std::string to_json(const Body& body) {
  ordered_json out = ordered_json::object();
  out["b"] = ordered_json::array();
  for (const Block& block : body.blocks) out["b"].push_back(to_document(block));
  if (body.too_complex) out["x"] = true;
  return out.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

Result<Body> body_from_json(std::string_view text) {
  const json document = json::parse(text, nullptr, false);
  if (!document.is_object()) return bad("not a JSON object");
  Body body;
  if (!take(document, "x", body.too_complex)) return bad("\"x\" isn't a boolean");
  const auto blocks = document.find("b");
  if (blocks == document.end() || !blocks->is_array()) return bad("no blocks");
  for (const json& item : *blocks) {
    Result<Block> block = block_from(item);
    if (!block) return block.error();
    body.blocks.push_back(std::move(*block));
  }
  return body;
}

}  // namespace gailou::digest
