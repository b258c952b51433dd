#include "digest/compose/pack.h"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "digest/text/chars.h"
#include "digest/text/normalize.h"
#include "packs.embedded.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kPackBytesMax = 256U << 10;
constexpr std::size_t kWordsMax = 4000;
constexpr std::size_t kWordBytesMax = 200;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

std::string_view stripped(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// Where `mark` stands between blanks or at an end of the line: "C#" and "a|b" are words.
std::size_t mark_at(std::string_view line, char mark, bool closed) {
  for (auto at = line.find(mark); at != std::string_view::npos; at = line.find(mark, at + 1)) {
    const bool opens = at == 0 || is_blank(line[at - 1]);
    const bool ends = !closed || at + 1 == line.size() || is_blank(line[at + 1]);
    if (opens && ends) return at;
  }
  return line.size();
}

/// Without what stands behind "#", where that is no part of a word.
std::string_view without_comment(std::string_view line) {
  return stripped(line.substr(0, mark_at(line, '#', false)));
}

class PackReader {
 public:
  Result<Pack> read(std::string_view text) {
    if (text.size() > kPackBytesMax) return fault("larger than 256 KiB");
    while (!text.empty() && !fault_) {
      ++line_;
      const auto end = std::min(text.find('\n'), text.size());
      read_line(without_comment(text.substr(0, end)));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (fault_) return *fault_;
    return std::move(pack_);
  }

 private:
  Error fault(std::string what) const {
    return {.code = Code::malformed, .what = std::move(what), .where = "line " + std::to_string(line_)};
  }

  void read_line(std::string_view line) {
    if (line.empty()) return;
    if (line.starts_with('[')) return open_list(line);
    if (!list_) {
      fault_ = fault("a cue before the first list");
      fault_->hint = "begin a list with its name in brackets, as [advice]";
      return;
    }
    while (!line.empty() && !fault_) {
      const auto bar = mark_at(line, '|', true);
      add(stripped(line.substr(0, bar)));
      line.remove_prefix(std::min(bar + 1, line.size()));
    }
  }

  void open_list(std::string_view line) {
    const auto name = line.ends_with(']') ? line.substr(1, line.size() - 2) : std::string_view{};
    const auto at = std::find(kCueNames.begin(), kCueNames.end(), name);
    if (at == kCueNames.end()) {
      fault_ = fault("no list has this name: " + std::string(line.substr(0, 60)));
      std::string known;
      for (const auto cue : kCueNames) known += (known.empty() ? "" : ", ") + std::string(cue);
      fault_->hint = "the lists are " + known;
      return;
    }
    list_ = static_cast<Cue>(at - kCueNames.begin());
  }

  void add(std::string_view word) {
    auto form = to_u8(lower(norm32(word)));
    if (form.empty()) return;
    if (form.size() > kWordBytesMax || ++count_ > kWordsMax) {
      fault_ = fault("too long or too many words");
      return;
    }
    pack_.add(*list_, std::move(form));
  }

  Pack pack_{};
  std::optional<Cue> list_{};
  std::size_t line_ = 0;
  std::size_t count_ = 0;
  std::optional<Error> fault_{};
};

Pack built_in() {
  auto pack = parse_pack(packs::kFiles[0].text);
  if (!pack) std::abort();  // a test reads it
  return std::move(*pack);
}

}  // namespace

void Pack::add(Cue cue, std::string word) {
  auto& words = words_[static_cast<std::size_t>(cue)];
  if (word.empty() || std::find(words.begin(), words.end(), word) != words.end()) return;
  const auto list = std::uint32_t{1} << static_cast<unsigned>(cue);
  const auto byte = [&word](std::size_t i) { return static_cast<unsigned char>(word[i]); };
  // A word of fewer bytes than three may be followed by any.
  const unsigned seconds = word.size() < 2 ? 256 : 1;
  const unsigned thirds = word.size() < 3 ? 256 : 1;
  for (unsigned second = 0; second < seconds; ++second) {
    for (unsigned third = 0; third < thirds; ++third) {
      by_start_[number_of(byte(0), seconds > 1 ? second : byte(1), thirds > 1 ? third : byte(2))] |= list;
    }
  }
  words.push_back(std::move(word));
}

Result<Pack> parse_pack(std::string_view text) {
  return PackReader().read(text);
}

Result<Pack> extended_pack(std::string_view text) {
  auto added = parse_pack(text);
  if (!added) return added.error();
  Pack pack = standard_pack();
  for (std::size_t i = 0; i < kCueNames.size(); ++i) {
    for (const auto& word : added->of(static_cast<Cue>(i))) pack.add(static_cast<Cue>(i), word);
  }
  return pack;
}

const Pack& standard_pack() {
  static const Pack pack = built_in();
  return pack;
}

}  // namespace gailou::digest
