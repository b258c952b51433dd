#include "digest/compose/reading.h"

#include <algorithm>

#include "digest/compose/enumeration.h"
#include "digest/compose/prose.h"
#include "digest/text/faults.h"
#include "digest/text/normalize.h"
#include "digest/text/sentences.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kQuotableFloors = 48;    // the latest of an author; an older quotation stays in the text
constexpr std::size_t kRepeatedUnits = 8;      // shorter ones two people may say alike
constexpr std::size_t kSentencesMax = 600;     // of a floor; what follows is not looked at
constexpr std::size_t kSentenceUnits = 100;    // a longer one (no punctuation at all) is cut off
constexpr std::size_t kCutSentenceUnits = 60;  // to this

bool is_bare_address(const Span& span) {
  return span.kind == Span::Kind::link && (span.text.empty() || span.text == span.url || span.text.find("://") < 8);
}

bool is_own(const Block& block) {
  return block.kind != Block::Kind::onebox && block.kind != Block::Kind::quote;
}

void note(const Block& block, Reading& reading) {
  if (block.kind == Block::Kind::onebox) reading.has_link = true;
  if (block.kind == Block::Kind::quote && block.floor > 0 && block.topic == 0)
    reading.quoted.push_back(Floor{block.floor});
  if (!is_own(block)) return;
  for (const auto& span : block.spans) {
    reading.has_image |= span.kind == Span::Kind::image;
    reading.has_link |= span.kind == Span::Kind::link;
    reading.has_emoji |= span.kind == Span::Kind::emoji;
  }
}

bool is_code(const Block& block) {
  return block.kind == Block::Kind::code;
}

/// The author's own blocks without what is no prose: code (unless there is nothing else), addresses, emoji. An image
/// ends a line: what stands behind it doesn't go on with what stands before.
Body prose_body(const Body& body) {
  Body out;
  const auto is_text = [](const Block& block) { return is_own(block) && !is_code(block) && !block.spans.empty(); };
  const bool has_text = std::any_of(body.blocks.begin(), body.blocks.end(), is_text);
  for (const auto& block : body.blocks) {
    if (!is_own(block) || (has_text && is_code(block))) continue;
    Block line{.kind = block.kind};
    for (const auto& span : block.spans) {
      if (span.kind == Span::Kind::image) {
        out.blocks.push_back(line);
        line.spans.clear();
      } else if (span.kind == Span::Kind::emoji || is_bare_address(span)) {
        line.spans.push_back({.text = " "});
      } else {
        line.spans.push_back(span);
      }
    }
    out.blocks.push_back(std::move(line));
  }
  return out;
}

bool is_balanced(std::string_view text) {
  const auto faults = whole_faults(text);
  return std::none_of(faults.begin(), faults.end(), [](const std::string& fault) {
    return fault.starts_with("un") || fault.starts_with("odd");  // unbalanced, unclosed, odd number of quotes
  });
}

/// "… for the entry at": an address stood behind it.
bool lacks_its_end(std::string_view text) {
  while (text.ends_with('.') || text.ends_with(':') || text.ends_with(' ')) text.remove_suffix(1);
  for (const std::string_view word : {" at", " from", " to", " in", " see", " of", " on", " via", " by"}) {
    if (text.ends_with(word)) return true;
  }
  return false;
}

Sentence sentence_of(std::string text) {
  Sentence sentence;
  const bool fits = units(text) <= kSentenceUnits && text.size() <= kSentenceChars;
  if (!fits) text = first_units(text, kCutSentenceUnits);
  sentence.whole = fits && is_balanced(text) && !lacks_its_end(text);
  sentence.units = units(text);
  sentence.features = features_of(text);
  sentence.text = std::move(text);
  return sentence;
}

/// What stands behind "3. " or "2）": such a line is an item of a list. All of the line if it has no number.
std::string_view behind_number(std::string_view line) {
  std::size_t digits = 0;
  while (digits < line.size() && digits < 3 && line[digits] >= '0' && line[digits] <= '9') ++digits;
  if (digits == 0 || digits == 3) return line;
  for (const std::string_view mark : {". ", ".", "、", ")", "）"}) {
    if (!line.substr(digits).starts_with(mark)) continue;
    const auto rest = line.substr(digits + mark.size());
    const bool figure = mark == "." && !rest.empty() && static_cast<unsigned char>(rest.front()) < 0x80;
    return figure ? line : rest;
  }
  return line;
}

/// "@somebody what are you…": whom it is said to is the forum's matter.
std::string_view without_mention(std::string_view text) {
  if (!text.starts_with('@')) return text;
  const auto end = text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.", 1);
  if (end == std::string_view::npos || end == 1) return text;
  const auto rest = text.find_first_not_of(" ,:", end);
  return rest == std::string_view::npos ? text : text.substr(rest);
}

void add_sentences(std::string_view words, std::size_t line, bool item, Reading& reading) {
  for (auto& text : sentences(without_mention(words))) {
    if (reading.sentences.size() == kSentencesMax) return;
    auto sentence = sentence_of(std::move(text));
    sentence.line = line;
    sentence.item = item;
    if (sentence.units > 0) reading.sentences.push_back(std::move(sentence));
  }
}

/// Lines of one block; a list written into one line is as many.
void read_lines(std::string_view own, bool items, std::size_t& line, Reading& reading) {
  for (std::size_t from = 0; from <= own.size() && reading.sentences.size() < kSentencesMax; ++line) {
    const auto end = std::min(own.find('\n', from), own.size());
    const auto whole = own.substr(from, end - from);
    const auto list = enumeration_of(whole);
    if (list.items.empty()) {
      const auto words = behind_number(whole);
      add_sentences(words, line, items || words.size() < whole.size(), reading);
    } else {
      add_sentences(list.before, line, false, reading);
      for (const auto item : list.items) add_sentences(item, ++line, true, reading);
    }
    from = end + 1;
  }
}

/// Words of the floor that is answered, set in front of the answer without a mark: they are not the answerer's.
void leave_out_repeated(const Post& post, const EarlierFloors& earlier, Reading& reading) {
  if (!post.reply_to) return;
  const auto theirs = earlier.normal_text_of(*post.reply_to);
  if (theirs.empty()) return;
  const auto repeated = [&](const Sentence& sentence) {
    return sentence.units >= kRepeatedUnits && theirs.find(norm(sentence.text)) != std::string::npos;
  };
  const auto count = std::count_if(reading.sentences.begin(), reading.sentences.end(), repeated);
  if (count == 0) return;
  for (const auto& sentence : reading.sentences) {
    if (repeated(sentence)) reading.units -= std::min(reading.units, sentence.units);
  }
  std::erase_if(reading.sentences, repeated);
  const bool noted = std::find(reading.quoted.begin(), reading.quoted.end(), *post.reply_to) != reading.quoted.end();
  if (!noted) reading.quoted.push_back(*post.reply_to);
}

}  // namespace

std::string EarlierFloors::normal_text_of(Floor floor) const {
  const auto found = texts_.find(floor.value);
  return found == texts_.end() ? std::string{} : norm(found->second);
}

void EarlierFloors::add(const Post& post) {
  by_author_[post.author].push_back(post.floor);
  texts_[post.floor.value] = text_of(post.body);
}

std::vector<EarlierFloor> EarlierFloors::quotable(std::string_view text, Floor floor) const {
  std::vector<EarlierFloor> out;
  for (const auto& name : quoted_names(text)) {
    const auto found = by_author_.find(name);
    if (found == by_author_.end()) continue;
    std::size_t taken = 0;
    for (auto it = found->second.rbegin(); it != found->second.rend() && taken < kQuotableFloors; ++it) {
      if (*it >= floor) continue;
      out.push_back({.floor = it->value, .author = name, .text = texts_.at(it->value)});
      ++taken;
    }
  }
  return out;
}

Reading read_floor(const Post& post, const EarlierFloors& earlier) {
  Reading reading;
  reading.floor = post.floor;
  const auto flat = text_of(post.body);
  reading.stored = norm(flat);
  const auto quotable = earlier.quotable(flat, post.floor);
  const Body body = quotable.empty() ? post.body : split_flattened_quotes(post.body, quotable);
  for (const auto& block : body.blocks) note(block, reading);
  const auto known = [&](std::int64_t number) { return number < post.floor.value && earlier.has(Floor{number}); };
  std::size_t line = 0;
  for (auto& block : prose_body(body).blocks) {
    const bool items = block.kind == Block::Kind::item || block.kind == Block::Kind::row;
    const auto own = plain_prose(own_text_of(Body{.blocks = {std::move(block)}}), known);
    reading.units += units(own);
    read_lines(own, items, line, reading);
  }
  leave_out_repeated(post, earlier, reading);
  return reading;
}

}  // namespace gailou::digest
