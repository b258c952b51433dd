#include "digest/recorded/page.h"

#include <charconv>
#include <cstdint>
#include <optional>
#include <unordered_set>
#include <utility>

#include "digest/text/blanks.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::string_view kHeaderStart = "--- 第 ";
constexpr std::string_view kHeaderAuthor = " 楼来自 ";
constexpr std::string_view kHeaderTime = " 的回复 (";
constexpr std::string_view kHeaderEnd = ") ---";
constexpr std::string_view kFloorsHeading = "原始内容";
constexpr std::string_view kSummaryHeading = "内容摘要";
constexpr std::string_view kEnglishSummaryHeading = "Summary";
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t kAuthorBytesMax = 255;
constexpr std::size_t kTitleBytesMax = 4 * 255;
constexpr std::size_t kTextBytesMax = std::size_t{1} << 20;
// Above any forum's longest thread; its negative is an identity.
constexpr std::int64_t kFloorMax = 1'000'000'000;

Error at_line(std::size_t line, Code code, std::string what) {
  return {.code = code, .what = std::move(what), .where = "line " + std::to_string(line)};
}

/// The file's lines, with their numbers; a line ends at LF or CR LF.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {
    if (rest_.starts_with(kByteOrderMark)) rest_.remove_prefix(kByteOrderMark.size());
  }
  std::optional<std::string_view> next() {
    if (rest_.empty()) return std::nullopt;
    const std::size_t end = std::min(rest_.find('\n'), rest_.size());
    std::string_view line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number_;
    return line;
  }
  std::size_t number() const { return number_; }
  std::string_view rest() const { return rest_; }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

bool is_blank(std::string_view line) {
  return line.find_first_not_of(" \t") == std::string_view::npos;
}

/// One line of text without controls; runs of blanks are one.
std::string cleaned(std::string_view line) {
  std::string text(line);
  std::erase_if(text, [](char c) { return (c >= 0 && c < ' ' && c != '\t') || c == '\x7F'; });
  return collapse_blanks(text);
}

/// At most so many bytes, never half a character.
std::string cut(std::string words, std::size_t bytes_max) {
  if (words.size() <= bytes_max) return words;
  while (bytes_max > 0 && (static_cast<unsigned char>(words[bytes_max]) & 0xC0U) == 0x80U) --bytes_max;
  words.resize(bytes_max);
  return words;
}

Result<RecordedFloor> header_of(std::string_view line, std::size_t number) {
  const auto refuse = [&](std::string what) { return at_line(number, Code::malformed, std::move(what)); };
  const std::size_t author_at = line.find(kHeaderAuthor);
  // From behind: a name may hold anything.
  const std::size_t time_at = line.rfind(kHeaderTime);
  const bool is_shaped = author_at != std::string_view::npos && time_at != std::string_view::npos &&
                         time_at >= author_at + kHeaderAuthor.size() && line.ends_with(kHeaderEnd) &&
                         time_at + kHeaderTime.size() + kHeaderEnd.size() <= line.size();
  if (!is_shaped) return refuse("a floor's header is --- 第 N 楼来自 USER 的回复 (YYYY-MM-DD HH:MM:SS ZONE) ---");

  RecordedFloor floor{.line = number};
  const std::string_view digits = line.substr(kHeaderStart.size(), author_at - kHeaderStart.size());
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), floor.floor.value);
  const bool is_number = fault == std::errc{} && end == digits.data() + digits.size();
  if (!is_number || floor.floor.value < 1 || floor.floor.value > kFloorMax) return refuse("no floor's number");
  const std::size_t name_at = author_at + kHeaderAuthor.size();
  floor.author = cleaned(line.substr(name_at, time_at - name_at));
  if (floor.author.size() > kAuthorBytesMax) return refuse("a name of over 255 bytes");
  const std::size_t moment_at = time_at + kHeaderTime.size();
  const auto written = parse_moment(line.substr(moment_at, line.size() - kHeaderEnd.size() - moment_at));
  if (!written) return refuse("no time like 2026-05-06 14:02:35 PDT");
  floor.written = *written;
  return floor;
}

/// What stands above the floors; true when they begin.
bool read_head(Lines& lines, RecordedPage& page) {
  std::vector<std::string_view> head;
  while (const auto line = lines.next()) {
    // Only where floors follow at once: a title or a summary may be that word as well.
    if (*line == kFloorsHeading && lines.rest().starts_with(kHeaderStart)) {
      if (head.size() > 4 && (head[4] == kSummaryHeading || head[4] == kEnglishSummaryHeading)) {
        page.heading = cut(cleaned(head[0]), kTitleBytesMax);
        page.title = cut(cleaned(head[2]), kTitleBytesMax);
      }
      return true;
    }
    if (head.size() < 5) head.push_back(*line);
  }
  return false;
}

bool begins_with_floor(std::string_view text) {
  Lines lines(text);
  while (const auto line = lines.next()) {
    if (!is_blank(*line)) return line->starts_with(kHeaderStart);
  }
  return false;
}

class FloorReader {
 public:
  FloorReader(Lines lines, RecordedPage& page) : lines_(lines), page_(page) {}

  Result<void> read() {
    while (const auto line = lines_.next()) {
      if (line->starts_with(kHeaderStart)) {
        if (auto begun = begin(*line); !begun) return begun;
      } else if (!is_blank(*line)) {
        if (auto taken = take(*line); !taken) return taken;
      }
    }
    return {};
  }

 private:
  Result<void> begin(std::string_view line) {
    auto floor = header_of(line, lines_.number());
    if (!floor) return floor.error();
    has_text_ = false;
    is_skipped_ = !seen_.insert(floor->floor).second;
    if (is_skipped_) {
      page_.skipped.push_back(
          {.line = floor->line,
           .why = "floor " + std::to_string(floor->floor.value) + " stands there twice; the first was taken"});
      return {};
    }
    if (page_.floors.size() == kRecordedFloorsMax) {
      return at_line(lines_.number(), Code::too_large, "over 100,000 floors in one file");
    }
    page_.floors.push_back(std::move(*floor));
    return {};
  }

  /// A body is one line; one that begins like a header has a blank before it.
  Result<void> take(std::string_view line) {
    if (page_.floors.empty()) return at_line(lines_.number(), Code::malformed, "this stands before the first floor");
    if (std::exchange(has_text_, true)) {
      return at_line(lines_.number(), Code::malformed,
                     "floor " + std::to_string(page_.floors.back().floor.value) + " has its line of text already");
    }
    if (line.size() > kTextBytesMax) return at_line(lines_.number(), Code::too_large, "a line of over 1 MiB");
    if (!is_skipped_) page_.floors.back().text = cleaned(line);
    return {};
  }

  Lines lines_;
  RecordedPage& page_;
  std::unordered_set<Floor> seen_{};
  bool has_text_ = false;
  bool is_skipped_ = false;
};

}  // namespace

bool is_recorded_page(std::string_view text) {
  RecordedPage page;
  Lines lines(text);
  return begins_with_floor(text) || read_head(lines, page);
}

Result<RecordedPage> read_recorded_page(std::string_view text) {
  const std::string clean = repair_utf8(text);
  RecordedPage page;
  Lines lines(clean);
  if (!begins_with_floor(clean) && !read_head(lines, page)) {
    return Error{.code = Code::malformed,
                 .what = "there is no floor in it",
                 .hint = "its floors stand under 原始内容, each under --- 第 N 楼来自 USER 的回复 (…) ---"};
  }
  if (auto read = FloorReader(lines, page).read(); !read) return read.error();
  return page;
}

}  // namespace gailou::digest
