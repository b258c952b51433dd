#include "digest/search/filters.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "digest/digest.h"
#include "digest/duration.h"
#include "digest/local_time.h"
#include "digest/text/nearest.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using Fault = SearchFault;

constexpr auto kFilterNames = std::to_array<FilterName>({
    {"author", SearchFilter::author},
    {"作者", SearchFilter::author},
    {"source", SearchFilter::source},
    {"来源", SearchFilter::source},
    {"thread", SearchFilter::thread},
    {"帖子", SearchFilter::thread},
    {"after", SearchFilter::after},
    {"since", SearchFilter::after},
    {"晚于", SearchFilter::after},
    {"before", SearchFilter::before},
    {"until", SearchFilter::before},
    {"早于", SearchFilter::before},
    {"in", SearchFilter::in},
    {"范围", SearchFilter::in},
    {"section", SearchFilter::section},
    {"栏目", SearchFilter::section},
});

constexpr std::size_t kSourceMax = 32;
constexpr std::size_t kSlugMax = 64;

template <class Number>
std::optional<Number> whole_number(std::string_view digits) {
  Number value{};
  const auto [end, ec] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool is_plain = !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!is_plain || ec != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

bool is_source(std::string_view text) {
  return !text.empty() && text.size() <= kSourceMax &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

/// "2026-05-09", "2026-05", "2026": its first moment.
std::optional<Instant> calendar_day(std::string_view text, std::string_view zone) {
  const bool has_shape = text.size() == 4 || (text.size() == 7 && text[4] == '-') ||
                         (text.size() == 10 && text[4] == '-' && text[7] == '-');
  if (!has_shape) return std::nullopt;
  const auto year = whole_number<int>(text.substr(0, 4));
  const auto month = text.size() > 4 ? whole_number<unsigned>(text.substr(5, 2)) : std::optional(1U);
  const auto day = text.size() > 7 ? whole_number<unsigned>(text.substr(8, 2)) : std::optional(1U);
  if (!year || !month || !day) return std::nullopt;
  return start_of_day(*year, *month, *day, zone);
}

std::optional<Instant> time_of(const std::string& text, Instant now, std::string_view zone) {
  if (const auto length = parse_duration(text)) return now - *length;
  if (const auto day = calendar_day(text, zone)) return day;
  return parse_iso(text);
}

std::optional<SearchThread> thread_of(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos || !is_source(text.substr(0, slash))) return std::nullopt;
  const auto topic = whole_number<std::int64_t>(text.substr(slash + 1));
  if (!topic || *topic < 1) return std::nullopt;
  return SearchThread{.source = std::string(text.substr(0, slash)), .topic = TopicId{*topic}};
}

std::optional<SearchQuery::In> in_of(std::string_view text) {
  if (text == "floors" || text == "floor" || text == "楼层" || text == "原文") return SearchQuery::In::floors;
  if (text == "entries" || text == "entry" || text == "条目" || text == "摘要") return SearchQuery::In::entries;
  return std::nullopt;
}

/// By its key or its title.
std::optional<std::string> section_of(std::string_view text) {
  for (const auto& section : kSections) {
    const bool is_part_of_title = text.size() >= 6 && section.title.find(text) != std::string_view::npos;
    if (section.key == text || is_part_of_title) return std::string(section.key);
  }
  return std::nullopt;
}

/// Into its place, once.
template <class Value>
std::optional<Fault> put(std::optional<Value>& place, std::optional<Value> value, Fault::Kind wrong,
                         const std::string& typed) {
  if (place) return Fault{.kind = Fault::Kind::twice, .piece = typed};
  if (!value) return Fault{.kind = wrong, .piece = typed};
  place = std::move(value);
  return std::nullopt;
}

std::optional<std::string> author_of(const std::string& text) {
  auto name = norm(text.starts_with('@') ? text.substr(1) : text);
  if (name.empty()) return std::nullopt;
  return name;
}

}  // namespace

std::optional<SearchFilter> search_filter_of(std::string_view name) {
  const auto key = squash(name);
  const auto* const at = std::ranges::find(kFilterNames, key, &FilterName::name);
  if (at == kFilterNames.end()) return std::nullopt;
  return at->filter;
}

std::optional<std::string_view> search_filter_near(std::string_view name) {
  std::vector<std::string_view> names;
  for (const auto& known : kFilterNames) {
    if (static_cast<unsigned char>(known.name.front()) < 0x80 && known.name.size() > 3) names.push_back(known.name);
  }
  return nearest(name, names, 1);
}

std::optional<SearchFault> apply_filter(SearchFilter filter, const std::string& value, Instant now,
                                        std::string_view zone, SearchQuery& query) {
  if (value.empty()) return Fault{.kind = Fault::Kind::empty_filter};
  switch (filter) {
    case SearchFilter::author:
      return put(query.author, author_of(value), Fault::Kind::empty_filter, value);
    case SearchFilter::source:
      return put(query.source, is_source(value) ? std::optional(value) : std::nullopt, Fault::Kind::bad_source, value);
    case SearchFilter::thread:
      return put(query.thread, thread_of(value), Fault::Kind::bad_thread, value);
    case SearchFilter::after:
      return put(query.after, time_of(value, now, zone), Fault::Kind::bad_time, value);
    case SearchFilter::before:
      return put(query.before, time_of(value, now, zone), Fault::Kind::bad_time, value);
    case SearchFilter::section:
      return put(query.section, value.size() <= kSlugMax ? section_of(value) : std::nullopt, Fault::Kind::bad_section,
                 value);
    case SearchFilter::in:
      break;
  }
  if (query.in != SearchQuery::In::all) return Fault{.kind = Fault::Kind::twice, .piece = value};
  const auto in = in_of(value);
  if (!in) return Fault{.kind = Fault::Kind::bad_in, .piece = value};
  query.in = *in;
  return std::nullopt;
}

}  // namespace gailou::digest
