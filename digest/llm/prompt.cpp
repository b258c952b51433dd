#include "digest/llm/prompt.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "digest/compose/extract.h"
#include "digest/compose/prose.h"
#include "digest/llm/floor_lines.h"
#include "digest/llm/prompt_words.h"
#include "digest/text/normalize.h"

namespace gailou::llm {
namespace {

using digest::Floor;

constexpr std::size_t kEntryWritten = 120;    // units of an entry that a model is asked for; the gate takes more
constexpr std::size_t kEntryUnitsShown = 60;  // of an entry in the list
constexpr std::size_t kCitesShown = 6;
constexpr std::size_t kLongFloorUnits = 420;  // above it more than two entries may be written
constexpr std::size_t kUnaskedUnitsMax = 15;
// Tokens.
constexpr std::int64_t kAnswerBase = 400;
constexpr std::int64_t kAnswerPerFloor = 150;
constexpr std::int64_t kAnswerPerLongFloor = 600;
constexpr std::int64_t kEntryLine = 90;       // about the longest
constexpr std::int64_t kWrittenLinesMax = 8;  // room that questions on one batch leave for what was written before
constexpr double kCharsPerToken = 3.5;
constexpr double kTokensPerLine = 6;
constexpr double kEstimateFactor = 1.15;

/// Of wide scripts, each of which costs a token and more: CJK and its punctuation, kana, Hangul, full-width forms,
/// emoji.
bool is_wide(char32_t c) {
  return c >= 0x2e80;
}

/// How many of the newest entries are listed: about forty, fewer where the context is small. The list begins at a
/// multiple of half of it, so that it only grows for a while and what stands before its end is found in a cache.
struct Window {
  std::int64_t entries = 40;

  std::int64_t step() const { return entries / 2; }
  /// The list holds from three quarters to five quarters of `entries`.
  std::int64_t after(std::int64_t newest) const {
    if (entries == 0) return newest;
    return std::max<std::int64_t>(0, newest - 3 * entries / 4) / step() * step();
  }
};

Window window_for(std::int64_t context_tokens) {
  for (const std::int64_t entries : {40, 20, 8, 4}) {
    // A quarter of the context for both lists.
    if (context_tokens == 0 || entries * 2 * kEntryLine <= context_tokens / 4) return {entries};
  }
  return {0};
}

std::string one_of_list(std::string_view id, std::string_view section, const std::vector<Floor>& cites,
                        const std::string& text, std::string_view nonce) {
  std::string line = std::string(id) + "|" + std::string(section) + "|";
  for (std::size_t i = 0; i < cites.size() && i < kCitesShown; ++i) {
    line += (i == 0 ? "#" : ",#") + std::to_string(cites[i].value);
  }
  std::string front = digest::first_units(text, kEntryUnitsShown);
  if (front.size() < text.size()) front += "…";
  return line + "|" + quoted_text(front, nonce) + "\n";
}

/// The two lists of entries: the newest, and older ones that share terms with the batch.
class EntryLists {
 public:
  EntryLists(const digest::BatchInput& input, Window window) : window_(window) {
    std::map<std::int64_t, const digest::Entry*> entries;
    for (const auto* some : {&input.recent, &input.similar}) {
      for (const digest::Entry& entry : *some) {
        if (entry.marker.kind != digest::Marker::Kind::withdrawn) entries.emplace(entry.seq.value, &entry);
      }
    }
    const std::int64_t newest = input.next_seq.value - 1;
    for (const auto& [seq, entry] : entries) {
      (seq > window.after(newest) ? newest_ : older_).push_back(entry);
    }
    const auto most = static_cast<std::size_t>(window.step());
    if (older_.size() > most) older_.erase(older_.begin(), older_.end() - static_cast<std::ptrdiff_t>(most));
  }

  std::string newest(std::string_view nonce) const { return lines(newest_, nonce); }
  std::string older(std::string_view nonce) const { return lines(older_, nonce); }

 private:
  static std::string lines(const std::vector<const digest::Entry*>& entries, std::string_view nonce) {
    std::string text;
    for (const digest::Entry* entry : entries) {
      text += one_of_list(digest::entry_id(entry->seq), entry->section, entry->cites, entry->text, nonce);
    }
    return text;
  }

  Window window_;
  std::vector<const digest::Entry*> newest_{};
  std::vector<const digest::Entry*> older_{};
};

std::string headed(std::string_view head, const std::string& lines) {
  return lines.empty() ? std::string() : std::string(head) + "\n" + lines;
}

std::string written_lines(const Question& question) {
  std::string text;
  const auto& written = question.written;
  const auto count = std::min(written.size(), static_cast<std::size_t>(std::max<std::int64_t>(0, question.earlier)));
  for (std::size_t at = written.size() - count; at < written.size(); ++at) {
    text += one_of_list("-", written[at].section, written[at].floors, written[at].text, question.nonce);
  }
  return text;
}

std::string user_text(const digest::BatchInput& input, const Question& question, const FloorLines& lines) {
  const PromptWords& words = words_in(input.settings.language);
  const std::string& nonce = question.nonce;
  const EntryLists entries(input, window_for(question.context_tokens));
  const std::string newest = entries.newest(nonce);
  std::string text = std::string(words.title) + quoted_text(input.title, nonce) + "\n";
  text += headed(words.entries, newest.empty() ? std::string(words.none) + "\n" : newest);
  text += std::string(words.summary) + quoted_text(input.summary.text, nonce) + "\n";
  text += headed(words.alike, entries.older(nonce));
  text += headed(words.written, written_lines(question));
  std::string context;
  for (const Floor floor : lines.parents(question.floors)) context += lines.context_line(floor, nonce) + "\n";
  text += headed(words.context, context);
  text += std::string(words.begin) + nonce + std::string(words.begin_end) + "\n";
  for (const Floor floor : question.floors) {
    const std::string line = lines.line(floor, nonce);
    if (!line.empty()) text += line + "\n";
  }
  text += std::string(words.end) + nonce + std::string(words.end_end) + "\n";
  return text + "canary: " + nonce + std::string(words.canary) + "\n";
}

std::int64_t answer_to(Floor floor, const FloorLines& lines) {
  return kAnswerPerFloor + (lines.units_of(floor) > kLongFloorUnits ? kAnswerPerLongFloor : 0);
}

Prompt prompt_with(const digest::BatchInput& input, const Question& question, const FloorLines& lines) {
  const std::size_t entry_max = std::min(kEntryWritten, input.settings.max_entry);
  Prompt prompt{.system = system_text(input.settings.language, entry_max, question.tells_schema),
                .user = user_text(input, question, lines),
                .output_limit = kAnswerBase};
  prompt.estimate = estimated_tokens(prompt.system) + estimated_tokens(prompt.user);
  for (const Floor floor : question.floors) prompt.output_limit += answer_to(floor, lines);
  return prompt;
}

}  // namespace

std::int64_t estimated_tokens(std::string_view text) {
  std::size_t wide = 0;
  std::size_t narrow = 0;
  std::size_t lines = text.empty() || text.ends_with('\n') ? 0 : 1;
  for (const char32_t c : digest::to_u32(text)) {
    ++(is_wide(c) ? wide : narrow);
    if (c == U'\n') ++lines;
  }
  const double tokens = static_cast<double>(wide) + static_cast<double>(narrow) / kCharsPerToken +
                        kTokensPerLine * static_cast<double>(lines);
  return static_cast<std::int64_t>(std::ceil(tokens * kEstimateFactor));
}

Prompt prompt_of(const digest::BatchInput& input, const Question& question) {
  return prompt_with(input, question, FloorLines(input));
}

std::int64_t output_limit_for(const digest::BatchInput& input, const std::vector<Floor>& floors) {
  const FloorLines lines(input);
  std::int64_t limit = kAnswerBase;
  for (const Floor floor : floors) limit += answer_to(floor, lines);
  return limit;
}

std::vector<digest::Quiet> quiet_unasked(const digest::BatchInput& input) {
  std::vector<digest::Quiet> unasked;
  const FloorLines lines(input);
  for (const digest::Operation& operation : digest::extract(input).operations) {
    const auto* quiet = std::get_if<digest::Quiet>(&operation);
    if (quiet == nullptr || lines.prose_units_of(quiet->floor) >= kUnaskedUnitsMax) continue;
    // What it drops for other reasons had something to say.
    if (quiet->reason == digest::Reason::duplicate || quiet->reason == digest::Reason::other) continue;
    unasked.push_back(*quiet);
  }
  return unasked;
}

std::vector<std::vector<Floor>> questions_of(const digest::BatchInput& input, const std::vector<Floor>& floors,
                                             std::int64_t context_tokens) {
  if (floors.empty()) return {};
  if (context_tokens == 0) return {floors};
  const FloorLines lines(input);
  const Question none{.nonce = "c-000000", .context_tokens = context_tokens, .tells_schema = true};
  const Prompt empty = prompt_with(input, none, lines);
  const std::int64_t written = std::min(kWrittenLinesMax * kEntryLine, context_tokens / 16);
  const std::int64_t room = context_tokens - empty.estimate - empty.output_limit - written;
  std::vector<std::vector<Floor>> questions;
  std::int64_t left = 0;
  for (const Floor floor : floors) {
    std::int64_t cost = estimated_tokens(lines.line(floor, none.nonce)) + answer_to(floor, lines);
    for (const Floor parent : lines.parents({floor})) {
      cost += estimated_tokens(lines.context_line(parent, none.nonce));
    }
    if (questions.empty() || cost > left) {
      questions.emplace_back();
      left = room;
    }
    questions.back().push_back(floor);
    left -= cost;
  }
  return questions;
}

}  // namespace gailou::llm
