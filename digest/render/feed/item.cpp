#include "digest/render/feed/item.h"

#include <algorithm>
#include <chrono>

#include "digest/render/blocks/escape.h"
#include "digest/render/blocks/target.h"
#include "digest/render/entry_text.h"
#include "digest/render/paths.h"
#include "digest/render/said.h"
#include "digest/text/graphemes.h"

namespace gailou::render {
namespace {

using digest::Entry;
using digest::FeedItem;
using digest::Marker;

constexpr std::size_t kTitleGraphemes = 40;
// 40 characters of Chinese are 120 bytes; the rest is for emoji of many parts.
constexpr std::size_t kTitleBytes = 1000;
constexpr std::string_view kNothing = "—";  // a title may not be empty

bool is_of_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// The beginning of `line` that leaves room for a sign of what is missing; not cut within a word of letters, unless
/// that takes half of it away.
std::string cut_title(std::string_view line) {
  std::string title = digest::first_graphemes(line, kTitleGraphemes - 1, kTitleBytes);
  const bool in_word = !title.empty() && is_of_word(title.back()) && is_of_word(line[title.size()]);
  const auto word = std::find_if_not(title.rbegin(), title.rend(), is_of_word);
  const auto before = static_cast<std::size_t>(title.rend() - word);
  if (in_word && before > title.size() / 2) title.resize(before);
  while (title.ends_with(' ')) title.pop_back();
  return title + "…";
}

std::string title_text(std::string_view text) {
  const std::string line = one_line(text);
  std::string title = digest::first_graphemes(line, kTitleGraphemes, kTitleBytes);
  if (title.empty()) return std::string(kNothing);
  return title.size() == line.size() ? title : cut_title(line);
}

/// Of one commit in a hundred and ten thousand items of it: a microsecond each.
std::string stamp(digest::Instant at, digest::CommitNo commit, std::int64_t within) {
  std::string text = digest::to_iso(std::chrono::floor<std::chrono::seconds>(at));
  text.resize(text.size() - std::string_view(".000Z").size());
  const std::string fraction = std::to_string(1'000'000 + commit.value % 100 * 10'000 + within % 10'000);
  return text + '.' + fraction.substr(1) + 'Z';
}

std::int64_t place_in(const FeedItem& item, bool by_revision) {
  return by_revision || item.entries.empty() ? item.rev.value : item.entries.front().seq.value;
}

std::string added_count(std::size_t entries, digest::Language language) {
  const std::string number = std::to_string(entries);
  if (language == digest::Language::zh) return number + " 条";
  return number + (entries == 1 ? " entry" : " entries");
}

}  // namespace

std::string tag_uri(const digest::FeedIdentity& identity, const std::string& name) {
  constexpr std::size_t kDateLength = 10;  // "2026-11-27"
  return "tag:" + identity.authority + "," + digest::to_iso(identity.since).substr(0, kDateLength) + ":" + name;
}

std::string item_name(const FeedItem& item, bool by_revision) {
  const std::string thread = item.source + "/" + std::to_string(item.topic.value);
  if (by_revision || item.entries.empty()) return thread + "/r/" + std::to_string(item.rev.value);
  return thread + "/e/" + entry_id(item.entries.front().seq);
}

std::string item_title(const FeedItem& item, const FeedView& view, const Site& site) {
  if (view.by_revision || item.entries.empty()) {
    return title_text(item.title) + " · r" + std::to_string(item.rev.value) + " · " +
           added_count(item.entries.size(), site.language);
  }
  const Entry& entry = item.entries.front();
  const std::string marker = marker_text(entry.marker, site.language);
  return marker.empty() ? title_text(entry.text) : marker + " · " + title_text(entry.text);
}

std::string item_published(const FeedItem& item, bool by_revision) {
  return stamp(item.committed_at, item.commit, place_in(item, by_revision));
}

std::string item_updated(const FeedItem& item, bool by_revision) {
  return stamp(item.changed_at, item.changed, place_in(item, by_revision));
}

std::string feed_updated(const FeedView& view) {
  if (view.items.empty()) return digest::to_iso(view.since);
  std::string latest;
  for (const auto& item : view.items) latest = std::max(latest, item_updated(item, view.by_revision));
  return latest;
}

std::string thread_url(const FeedItem& item, const FeedView& view) {
  return view.base_url + thread_path(item.source, item.topic);
}

std::string item_url(const FeedItem& item, const FeedView& view) {
  if (item.entries.empty()) return thread_url(item, view);
  return view.base_url + entry_path(thread_path(item.source, item.topic), item.entries.front().seq);
}

std::optional<std::string> forum_floor_url(const FeedItem& item) {
  if (item.entries.size() != 1) return std::nullopt;
  const Entry& entry = item.entries.front();
  if (entry.marker.kind == Marker::Kind::withdrawn) return std::nullopt;
  const bool is_marked = entry.marker.kind != Marker::Kind::none;
  if (!is_marked && entry.cites.empty()) return std::nullopt;
  const auto floor = is_marked ? entry.marker.first : entry.cites.front();
  const auto target = Target::web(item.url + "/" + std::to_string(floor.value));
  return target ? std::optional(target->text()) : std::nullopt;
}

std::vector<std::string> meant_urls(const FeedItem& item, const FeedView& view) {
  std::vector<std::string> urls;
  if (item.entries.size() != 1 || item.entries.front().marker.kind != Marker::Kind::corrected) return urls;
  for (const auto& link : item.entries.front().links) {
    const auto seq = digest::parse_entry_id(link.entry);
    if (!seq) continue;
    auto url = view.base_url + entry_path(thread_path(item.source, item.topic), *seq);
    if (std::ranges::find(urls, url) == urls.end()) urls.push_back(std::move(url));
  }
  return urls;
}

std::vector<std::string> item_sections(const FeedItem& item) {
  std::vector<std::string> sections;
  for (const auto& section : digest::kSections) {
    const bool has =
        std::ranges::any_of(item.entries, [&](const Entry& entry) { return entry.section == section.key; });
    if (has) sections.emplace_back(section.key);
  }
  return sections;
}

std::vector<std::string> item_authors(const FeedItem& item) {
  std::vector<std::string> authors;
  for (const auto& author : item.authors) {
    auto name = one_line(author);
    if (!name.empty()) authors.push_back(std::move(name));
  }
  return authors;
}

std::string item_text(const FeedItem& item, const Site& site) {
  std::string text;
  for (const Entry& entry : item.entries) {
    if (!text.empty()) text += '\n';
    const std::string marker = marker_text(entry.marker, site.language);
    if (!marker.empty()) text += marker + std::string(marker_colon(site));
    text += text_with_cites(entry);
  }
  return text;
}

}  // namespace gailou::render
