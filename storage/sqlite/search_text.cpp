#include "storage/sqlite/search_text.h"

#include <algorithm>
#include <vector>

#include "digest/search/words.h"
#include "digest/text/normalize.h"

namespace gailou::storage::sqlite {
namespace {

// Goes up when words_of_floor or words_of_entry say the same text otherwise.
constexpr int kSearchTextVersion = 1;

constexpr std::string_view kFloorWord = "k_f";
constexpr std::string_view kEntryWord = "k_e";

/// FNV-1a.
std::uint64_t hash_of(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char byte : bytes) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  return hash;
}

/// Names of sources are lower-case letters, digits and '-': no two become one.
std::string source_word(std::string_view source) {
  std::string word = "s_" + std::string(source);
  std::ranges::replace(word, '-', '_');
  return word;
}

std::string thread_word(digest::ThreadId thread) {
  return "t_" + std::to_string(thread.value);
}

/// A name may be anything: by its hash, which the found rows' own names are compared behind.
std::string author_word(std::string_view author) {
  return "a_" + std::to_string(hash_of(digest::squash(author)));
}

std::string section_word(std::string_view section) {
  std::string word = "c_";
  std::ranges::copy_if(section, std::back_inserter(word), [](char c) { return c >= 'a' && c <= 'z'; });
  return word;
}

void add_words(std::string& words, std::string_view text) {
  for (const auto& word : digest::search_words(text)) {
    words += ' ';
    words += word.text;
  }
}

/// One word or several in a row; words hold letters and digits alone, so that nothing has to be escaped.
std::string phrase_of(const digest::SearchTerm& term) {
  std::string phrase = "\"";
  for (const auto& word : term.words) {
    if (phrase.size() > 1) phrase += ' ';
    phrase += word;
  }
  phrase += term.is_prefix ? "\" *" : "\"";
  return phrase;
}

std::vector<std::string> narrowing_words(const digest::SearchQuery& query, std::optional<digest::ThreadId> thread) {
  using In = digest::SearchQuery::In;
  std::vector<std::string> words;
  if (query.author) words.push_back(author_word(*query.author));
  if (query.section) words.push_back(section_word(*query.section));
  if (thread) words.push_back(thread_word(*thread));
  if (query.source) words.push_back(source_word(*query.source));
  if (query.in == In::floors && !query.author) words.emplace_back(kFloorWord);
  if (query.in == In::entries && !query.section) words.emplace_back(kEntryWord);
  return words;
}

}  // namespace

std::string search_stamp() {
  return std::to_string(kSearchTextVersion) + "/" + digest::search_words_stamp();
}

std::string words_of_floor(std::string_view text, std::string_view author, std::string_view source,
                           digest::ThreadId thread) {
  std::string words(kFloorWord);
  words += ' ' + source_word(source) + ' ' + thread_word(thread) + ' ' + author_word(author);
  add_words(words, text);
  return words;
}

std::string words_of_entry(const digest::Entry& entry, std::string_view source, digest::ThreadId thread) {
  std::string words(kEntryWord);
  words += ' ' + source_word(source) + ' ' + thread_word(thread) + ' ' + section_word(entry.section);
  add_words(words, entry.text);
  return words;
}

std::int64_t mark_of(std::string_view words) {
  return static_cast<std::int64_t>(hash_of(words));
}

std::string match_of(const digest::SearchQuery& query, std::optional<digest::ThreadId> thread) {
  std::string match;
  const auto require = [&](const std::string& part) { match += match.empty() ? part : " AND " + part; };
  for (const auto& term : query.wanted) require(phrase_of(term));
  for (const auto& word : narrowing_words(query, thread)) require('"' + word + '"');
  if (match.empty()) {
    match = '(' + std::string(kFloorWord) + " OR " + std::string(kEntryWord) + ')';  // a time alone
  }
  if (query.unwanted.empty()) return match;
  match = '(' + match + ')';
  for (const auto& term : query.unwanted) match += " NOT " + phrase_of(term);
  return match;
}

bool is_same_author(std::string_view left, std::string_view right) {
  return digest::squash(left) == digest::squash(right);
}

}  // namespace gailou::storage::sqlite
