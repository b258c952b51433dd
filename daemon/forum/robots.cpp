#include "daemon/forum/robots.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

namespace gailou::forum {
namespace {

using digest::Code;
using digest::Error;

constexpr std::size_t kShownMax = 80;  // bytes of a pattern or path that an error repeats
constexpr double kDelayMax = 86'400;   // seconds; longer ones count as a day

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_word(std::string_view one, std::string_view other) {
  return std::ranges::equal(one, other, [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\v\f";
  const auto from = text.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

struct Line {
  std::string_view key{};
  std::string_view value{};
};

/// The next line without its comment; the key is empty where there is no colon.
Line take_line(std::string_view& text) {
  const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  line = line.substr(0, line.find('#'));
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return {};
  return {.key = trimmed(line.substr(0, colon)), .value = trimmed(line.substr(colon + 1))};
}

/// "Gailou/1.0 (x)" names gailou: letters, "_" and "-" are the token (RFC 9309, 2.2.1).
std::string_view token_of(std::string_view agent) {
  const auto is_token = [](char c) { return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || c == '-'; };
  const auto end = std::ranges::find_if_not(agent, is_token);
  return agent.substr(0, static_cast<std::size_t>(end - agent.begin()));
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (lower(c) >= 'a' && lower(c) <= 'f') return lower(c) - 'a' + 10;
  return -1;
}

bool is_unreserved(unsigned char c) {
  const char l = lower(static_cast<char>(c));
  return (l >= 'a' && l <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
}

void append_encoded(std::string& out, unsigned char byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  out += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
}

/// Two spellings of a path become one (RFC 9309, 2.2.2): bytes above ASCII are encoded, unreserved characters are
/// not, the digits of the rest are in upper case. `special`: characters that are encoded as well, so that a path's own
/// "*" isn't a pattern's.
std::string normal(std::string_view path, std::string_view special) {
  std::string out;
  out.reserve(path.size());
  for (std::size_t i = 0; i < path.size(); ++i) {
    const auto byte = static_cast<unsigned char>(path[i]);
    const bool encoded =
        path[i] == '%' && i + 2 < path.size() && hex_value(path[i + 1]) >= 0 && hex_value(path[i + 2]) >= 0;
    if (encoded) {
      const auto meant = static_cast<unsigned char>(hex_value(path[i + 1]) * 16 + hex_value(path[i + 2]));
      i += 2;
      if (is_unreserved(meant)) {
        out += static_cast<char>(meant);
      } else {
        append_encoded(out, meant);
      }
    } else if (byte >= 0x80 || byte <= ' ' || special.find(path[i]) != std::string_view::npos) {
      append_encoded(out, byte);
    } else {
      out += path[i];
    }
  }
  return out;
}

/// "$" is the end only as the last character; elsewhere it is itself.
std::string normal_pattern(std::string_view pattern) {
  const bool anchored = pattern.ends_with('$');
  if (anchored) pattern.remove_suffix(1);
  return normal(pattern, "$") + (anchored ? "$" : "");
}

/// Each piece between stars at its first place after the piece before: with stars alone no other choice does better.
bool matches(std::string_view pattern, std::string_view path) {
  const bool anchored = pattern.ends_with('$');
  if (anchored) pattern.remove_suffix(1);
  std::size_t star = pattern.find('*');
  std::string_view piece = pattern.substr(0, star);
  if (!path.starts_with(piece)) return false;
  path.remove_prefix(piece.size());
  if (star == std::string_view::npos) return !anchored || path.empty();
  while (true) {
    pattern.remove_prefix(star + 1);
    star = pattern.find('*');
    piece = pattern.substr(0, star);
    if (star == std::string_view::npos) return anchored ? path.ends_with(piece) : path.find(piece) != path.npos;
    const std::size_t at = path.find(piece);
    if (at == std::string_view::npos) return false;
    path.remove_prefix(at + piece.size());
  }
}

std::optional<digest::Duration> delay_of(std::string_view text) {
  double seconds = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds, std::chars_format::fixed);
  if (fault != std::errc{} || end != text.data() + text.size() || !(seconds > 0) || !std::isfinite(seconds))
    return std::nullopt;
  return digest::Duration{static_cast<long long>(std::min(seconds, kDelayMax) * 1000)};
}

void take_rule(const Line& line, bool allow, RobotsRules& into) {
  // An empty Disallow forbids nothing.
  if (!line.value.empty()) into.rules.push_back({.allow = allow, .pattern = normal_pattern(line.value)});
}

void take_delay(const Line& line, RobotsRules& into) {
  const auto delay = delay_of(line.value);
  if (delay) into.crawl_delay = std::max(into.crawl_delay.value_or(*delay), *delay);
}

std::string shown(std::string_view text) {
  return std::string(text.substr(0, kShownMax)) + (text.size() > kShownMax ? "…" : "");
}

std::string normal_path(std::string_view path) {
  return normal(path.substr(0, path.find('#')), "*$");
}

}  // namespace

RobotsRules parse_robots(std::string_view text, std::string_view token) {
  // A line that the border cuts would be another rule.
  if (text.size() > kRobotsBytesMax) text = text.substr(0, text.find_last_of("\r\n", kRobotsBytesMax) + 1);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  RobotsRules ours;
  RobotsRules everybodys;
  bool named = false;    // some group names us, even if it has no rules
  bool is_ours = false;  // the group that is being read
  bool is_everybodys = false;
  bool agents_open = false;  // further User-agent lines belong to the same group
  while (!text.empty()) {
    const Line line = take_line(text);
    const bool rule = same_word(line.key, "allow") || same_word(line.key, "disallow");
    const bool delay = same_word(line.key, "crawl-delay");
    if (same_word(line.key, "user-agent")) {
      if (!agents_open) is_ours = is_everybodys = false;
      agents_open = true;
      if (line.value.starts_with('*')) is_everybodys = true;
      if (same_word(token_of(line.value), token)) named = is_ours = true;
    } else if (rule || delay) {
      agents_open = false;
      for (auto* into : {is_ours ? &ours : nullptr, is_everybodys ? &everybodys : nullptr}) {
        if (into != nullptr && rule) take_rule(line, same_word(line.key, "allow"), *into);
        if (into != nullptr && delay) take_delay(line, *into);
      }
    }
  }
  return named ? ours : everybodys;
}

const RobotsRule* deciding_rule(const RobotsRules& rules, std::string_view path) {
  const std::string asked = normal_path(path);
  const RobotsRule* best = nullptr;
  for (const RobotsRule& rule : rules.rules) {
    if (!matches(rule.pattern, asked)) continue;
    const bool longer = best == nullptr || rule.pattern.size() > best->pattern.size();
    const bool as_long = best != nullptr && rule.pattern.size() == best->pattern.size();
    if (longer || (as_long && rule.allow)) best = &rule;
  }
  return best;
}

bool may_fetch(const RobotsRules& rules, std::string_view path) {
  if (path == "/robots.txt") return true;
  const RobotsRule* rule = deciding_rule(rules, path);
  return rule == nullptr || rule->allow;
}

std::optional<Error> robots_refusal(const RobotsRules& rules, std::string_view path) {
  if (may_fetch(rules, path)) return std::nullopt;
  const RobotsRule* rule = deciding_rule(rules, path);
  return Error{.code = Code::forbidden,
               .what = "the forum's robots.txt disallows " + shown(path.substr(0, path.find('?'))) +
                       " (Disallow: " + shown(rule->pattern) + ")",
               .hint = "ask its operators; what they allow you can be written down as ignore_robots in its [[source]]"};
}

}  // namespace gailou::forum
