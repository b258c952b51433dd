#include "daemon/serve/negotiate.h"

#include <algorithm>
#include <array>
#include <string>

namespace gailou::serve {

namespace {

constexpr int kQualityMax = 1000;
// A browser sends eight at most; what comes after these is not looked at.
constexpr std::size_t kRangesMax = 32;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// Cuts the part before the next `separator` that isn't in a quoted string off `rest`.
std::string_view take_until(std::string_view& rest, char separator) {
  bool quoted = false;
  std::size_t i = 0;
  for (; i < rest.size(); ++i) {
    if (quoted && rest[i] == '\\') {
      ++i;
    } else if (rest[i] == '"') {
      quoted = !quoted;
    } else if (rest[i] == separator && !quoted) {
      break;
    }
  }
  const auto part = rest.substr(0, std::min(i, rest.size()));
  rest.remove_prefix(std::min(i + 1, rest.size()));
  return trimmed(part);
}

// "0", "0.5", "1.000": at most three digits after the point.
std::optional<int> quality_in(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1') || text.size() > 5) return std::nullopt;
  int value = (text[0] - '0') * kQualityMax;
  if (text.size() > 1 && text[1] != '.') return std::nullopt;
  int weight = kQualityMax / 10;
  for (std::size_t i = 2; i < text.size(); ++i, weight /= 10) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value += (text[i] - '0') * weight;
  }
  return value <= kQualityMax ? std::optional(value) : std::nullopt;
}

struct Item {
  std::string_view name{};
  int quality = kQualityMax;
};

// One "name;parameter;q=0.5" of a list; nothing if it has no name or a quality that can't be read.
std::optional<Item> item_in(std::string_view text) {
  Item item;
  item.name = take_until(text, ';');
  if (item.name.empty()) return std::nullopt;
  while (!text.empty()) {
    auto value = take_until(text, ';');
    const auto name = take_until(value, '=');
    if (!same_word(name, "q")) continue;
    const auto quality = quality_in(value);
    if (!quality) return std::nullopt;
    item.quality = *quality;
  }
  return item;
}

// A list's readable items, the first kRangesMax of them.
struct Items {
  std::array<Item, kRangesMax> at;
  std::size_t count = 0;

  std::span<const Item> all() const { return std::span(at).first(count); }
};

Items items_in(std::string_view list) {
  Items items;
  for (std::size_t i = 0; i < kRangesMax && !list.empty(); ++i) {
    if (const auto item = item_in(take_until(list, ','))) items.at[items.count++] = *item;
  }
  return items;
}

// 0: doesn't fit; 1: */*; 2: type/*; 3: the type itself.
int specificity(std::string_view range, std::string_view media_type) {
  if (same_word(range, media_type)) return 3;
  if (range == "*/*" || range == "*") return 1;
  const auto slash = range.find('/');
  if (slash == std::string_view::npos || range.substr(slash) != "/*") return 0;
  return same_word(range.substr(0, slash + 1), media_type.substr(0, std::min(slash + 1, media_type.size()))) ? 2 : 0;
}

// The most specific range decides; of two that are equally specific the kinder one.
int quality_among(std::span<const Item> items, std::string_view media_type) {
  if (items.empty()) return kQualityMax;
  const auto plain = trimmed(media_type.substr(0, media_type.find(';')));
  int best = 0;
  int quality = 0;
  for (const auto& item : items) {
    const int fits = specificity(item.name, plain);
    if (fits == 0 || fits < best) continue;
    quality = fits > best ? item.quality : std::max(quality, item.quality);
    best = fits;
  }
  return quality;
}

}  // namespace

int quality_of(std::string_view accept, std::string_view media_type) {
  return quality_among(items_in(accept).all(), media_type);
}

std::optional<std::size_t> best_of(std::string_view accept, std::span<const std::string_view> offered) {
  const auto items = items_in(accept);
  std::optional<std::size_t> best;
  int most = 0;
  for (std::size_t i = 0; i < offered.size(); ++i) {
    const int quality = quality_among(items.all(), offered[i]);
    if (quality <= most) continue;
    most = quality;
    best = i;
  }
  return best;
}

bool prefers_html(std::string_view accept) {
  const int json = std::max(quality_of(accept, "application/problem+json"), quality_of(accept, "application/json"));
  return quality_of(accept, "text/html") > json;
}

bool wants_gzip(std::string_view accept_encoding) {
  std::optional<int> gzip;
  std::optional<int> identity;
  std::optional<int> any;
  const auto items = items_in(accept_encoding);
  for (const auto& item : items.all()) {
    if (same_word(item.name, "gzip") || same_word(item.name, "x-gzip")) gzip = item.quality;
    if (same_word(item.name, "identity")) identity = item.quality;
    if (item.name == "*") any = item.quality;
  }
  const int welcome = gzip.value_or(any.value_or(0));
  return welcome > 0 && welcome >= identity.value_or(0);
}

bool has_current(std::string_view if_none_match, std::string_view etag) {
  if (trimmed(if_none_match) == "*") return true;
  auto rest = if_none_match;
  while (true) {
    const auto start = rest.find_first_not_of(" \t,");
    if (start == std::string_view::npos) return false;
    rest.remove_prefix(start);
    if (rest.starts_with("W/")) rest.remove_prefix(2);
    if (!rest.starts_with('"')) return false;
    const auto end = rest.find('"', 1);
    if (end == std::string_view::npos) return false;
    if (rest.substr(0, end + 1) == etag) return true;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace gailou::serve
