#include "digest/llm/floor_lines.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "digest/compose/prose.h"
#include "digest/llm/plain_line.h"
#include "digest/text/body.h"
#include "digest/text/normalize.h"
#include "digest/text/plain.h"
#include "digest/text/sentences.h"

namespace gailou::llm {
namespace {

using digest::Block;
using digest::Floor;
using digest::Span;
using OrderedJson = nlohmann::ordered_json;

constexpr std::size_t kFloorUnitsMax = 2500;
constexpr std::size_t kFloorCharsMax = 10'000;  // a word may be as long as a post
constexpr std::size_t kContextUnitsMax = 200;
constexpr std::size_t kParentsMax = 60;

std::string dumped(const OrderedJson& value) {
  return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

/// What a reader of the page sees of a text; a copy of the nonce in it would look like the fence's.
std::string visible(std::string_view text, std::string_view nonce) {
  std::u32string chars;
  for (const char32_t c : digest::to_u32(digest::repair_utf8(text))) {
    if (c == U'\n' || (!is_control_like(c) && !is_zero_width(c))) chars.push_back(c);
  }
  std::string out = digest::to_u8(chars);
  for (auto at = out.find(nonce); !nonce.empty() && at != std::string::npos; at = out.find(nonce, at)) {
    out.erase(at, nonce.size());
    at = at < nonce.size() ? 0 : at - nonce.size();  // what stood around it may make another
  }
  return out;
}

/// Links and images as words. Addresses and previews aren't the author's words, and an address must not be copied.
Block readable(const Block& block, digest::Language language) {
  const bool english = language == digest::Language::en;
  const std::string link = english ? "[link]" : "[链接]";
  const std::string image = english ? "[image]" : "[图]";
  Block out{.kind = block.kind == Block::Kind::onebox ? Block::Kind::paragraph : block.kind};
  if (block.kind == Block::Kind::onebox) {
    out.spans.push_back({.text = link});
    return out;
  }
  for (const Span& span : block.spans) {
    if (span.kind == Span::Kind::image) {
      out.spans.push_back({.text = image});
    } else if (span.kind == Span::Kind::link) {
      const bool bare = span.text.empty() || span.text == span.url || span.text.find("://") < 8;
      out.spans.push_back({.text = bare ? link : link + span.text});
    } else {
      out.spans.push_back(span);
    }
  }
  return out;
}

/// The front of the text up to the end of a sentence.
std::string front_sentences(const std::string& text) {
  std::size_t end = 0;
  std::size_t length = 0;
  for (const std::string& sentence : digest::sentences(text)) {
    const std::size_t at = text.find(sentence, end);
    if (at == std::string::npos) break;
    length += digest::units(sentence);
    if (length > kFloorUnitsMax || digest::to_u32(text.substr(0, at + sentence.size())).size() > kFloorCharsMax) break;
    end = at + sentence.size();
  }
  return end > 0 ? text.substr(0, end) : digest::first_units(text, kFloorUnitsMax);
}

bool is_too_long(const std::string& text) {
  return digest::units(text) > kFloorUnitsMax || digest::to_u32(text).size() > kFloorCharsMax;
}

}  // namespace

std::string quoted_text(std::string_view text, std::string_view nonce) {
  return dumped(OrderedJson(visible(text, nonce)));
}

FloorLines::FloorLines(const digest::BatchInput& input) : language_(input.settings.language) {
  for (const auto* posts : {&input.posts, &input.context}) {
    for (const digest::Post& post : *posts) {
      if (post.state == digest::PostState::visible && posts_.try_emplace(post.floor, &post).second) earlier_.add(post);
    }
  }
}

const digest::Post* FloorLines::find(Floor floor) const {
  const auto at = posts_.find(floor);
  return at == posts_.end() ? nullptr : at->second;
}

FloorLines::Shown FloorLines::shown(const digest::Post& post) const {
  Shown shown;
  if (post.reply_to) shown.answers.push_back(*post.reply_to);
  const auto quotable = earlier_.quotable(digest::text_of(post.body), post.floor);
  const auto body = quotable.empty() ? post.body : digest::split_flattened_quotes(post.body, quotable);
  digest::Body own;
  for (const Block& block : body.blocks) {
    if (block.kind != Block::Kind::quote) {
      own.blocks.push_back(readable(block, language_));
    } else if (block.floor > 0 && block.topic == 0) {
      shown.answers.push_back(Floor{block.floor});
    }
  }
  shown.text = digest::own_text_of(own);
  return shown;
}

std::string FloorLines::line(Floor floor, std::string_view nonce) const {
  const digest::Post* post = find(floor);
  if (post == nullptr) return {};
  Shown shown = this->shown(*post);
  const bool cut = is_too_long(shown.text);
  if (cut) shown.text = front_sentences(shown.text);
  OrderedJson line{{"floor", floor.value}, {"author", visible(post->author, nonce)}};
  line["reply_to"] = shown.answers.empty() ? OrderedJson() : OrderedJson(shown.answers.front().value);
  line["text"] = visible(shown.text, nonce);
  if (cut) line["cut"] = true;
  return dumped(line);
}

std::string FloorLines::context_line(Floor floor, std::string_view nonce) const {
  const digest::Post* post = find(floor);
  if (post == nullptr) return {};
  const std::string text = shown(*post).text;
  std::string front = digest::first_units(text, kContextUnitsMax);
  OrderedJson line{{"floor", floor.value}, {"author", visible(post->author, nonce)}, {"text", visible(front, nonce)}};
  line["context"] = true;
  if (front.size() < text.size()) line["cut"] = true;
  return dumped(line);
}

std::vector<Floor> FloorLines::parents(const std::vector<Floor>& floors) const {
  std::vector<Floor> parents;
  for (const Floor floor : floors) {
    const digest::Post* post = find(floor);
    if (post == nullptr) continue;
    for (const Floor answered : shown(*post).answers) {
      if (find(answered) != nullptr && !std::binary_search(floors.begin(), floors.end(), answered)) {
        parents.push_back(answered);
      }
    }
  }
  std::sort(parents.begin(), parents.end());
  parents.erase(std::unique(parents.begin(), parents.end()), parents.end());
  if (parents.size() > kParentsMax) parents.erase(parents.begin(), parents.end() - kParentsMax);
  return parents;
}

std::size_t FloorLines::units_of(Floor floor) const {
  const digest::Post* post = find(floor);
  return post == nullptr ? 0 : digest::units(digest::text_of(post->body));
}

std::size_t FloorLines::prose_units_of(Floor floor) const {
  const digest::Post* post = find(floor);
  return post == nullptr ? 0 : digest::read_floor(*post, earlier_).units;
}

}  // namespace gailou::llm
