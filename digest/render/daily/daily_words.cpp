#include "digest/render/daily/daily_words.h"

#include "digest/render/page/frame.h"

namespace gailou::render {
namespace {

bool is_english(digest::Language language) {
  return language == digest::Language::en;
}

/// Floors that the day's revisions accounted for; nothing where they only corrected or withdrew.
std::string floors_of(const digest::ThreadDay& day) {
  if (day.thread.last_number <= day.read_before) return {};
  const std::string first = "#" + std::to_string(day.read_before.value + 1);
  const std::string last = std::to_string(day.thread.last_number.value);
  return first == "#" + last ? first : first + "–" + last;
}

/// One, or several with an s.
std::string counted(std::int64_t number, const std::string& one) {
  return grouped(number) + " " + one + (number == 1 ? "" : "s");
}

void add_part(std::string& line, const std::string& part, std::string_view comma) {
  if (part.empty()) return;
  line += line.empty() ? part : std::string(comma) + part;
}

std::string chinese(const digest::EditionThread& thread) {
  const bool is_new = thread.day.before.value == 0;
  std::string counts;
  const auto added = thread.live - thread.corrections;
  if (added > 0) add_part(counts, (is_new ? "" : "新增 ") + grouped(added) + " 条", "，");
  if (thread.corrections > 0) add_part(counts, "更正 " + grouped(thread.corrections) + " 条", "，");
  if (thread.withdrawn > 0) add_part(counts, "撤回 " + grouped(thread.withdrawn) + " 条", "，");
  std::string line = is_new ? "新收录" : floors_of(thread.day);
  add_part(line, counts, " · ");
  return line;
}

std::string english(const digest::EditionThread& thread) {
  const bool is_new = thread.day.before.value == 0;
  std::string counts;
  const auto added = thread.live - thread.corrections;
  if (added > 0) add_part(counts, grouped(added) + (added == 1 ? " entry" : " entries"), ", ");
  if (thread.corrections > 0) add_part(counts, counted(thread.corrections, "correction"), ", ");
  if (thread.withdrawn > 0) add_part(counts, grouped(thread.withdrawn) + " withdrawn", ", ");
  std::string line = is_new ? "newly tracked" : floors_of(thread.day);
  add_part(line, counts, " · ");
  return line;
}

}  // namespace

std::string thread_words(const digest::EditionThread& thread, digest::Language language) {
  return is_english(language) ? english(thread) : chinese(thread);
}

std::string day_total(const std::vector<digest::EditionThread>& threads, digest::Language language) {
  std::int64_t entries = 0;
  for (const auto& thread : threads) entries += thread.live;
  if (is_english(language)) {
    return counted(std::ssize(threads), "thread") + ", " + grouped(entries) + (entries == 1 ? " entry" : " entries");
  }
  return grouped(std::ssize(threads)) + " 个帖子，" + grouped(entries) + " 条";
}

std::string more_words(std::int64_t entries, digest::Language language) {
  return is_english(language) ? grouped(entries) + " more" : "其余 " + grouped(entries) + " 条";
}

}  // namespace gailou::render
