#include "daemon/static_site/links.h"

#include <algorithm>
#include <array>

namespace gailou::static_site {

namespace {

/// `name="value"` within a tag; views into it.
struct Attribute {
  std::string_view name{};
  std::string_view value{};
  std::string_view whole{};  // with the blank before it
};

std::string unescaped(std::string_view value) {
  constexpr std::string_view kAmpersand = "&amp;";
  std::string text;
  while (!value.empty()) {
    const bool is_escape = value.starts_with(kAmpersand);
    text += value.front();
    value.remove_prefix(is_escape ? kAmpersand.size() : 1);
  }
  return text;
}

std::string escaped(std::string_view text) {
  std::string value;
  for (const char c : text) value += c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
  return value;
}

bool is_name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == ':';
}

/// The attribute that leads somewhere; no element of ours has two.
std::optional<Attribute> place_in(std::string_view tag) {
  constexpr auto kPlaces = std::to_array<std::string_view>({"href", "src", "action", "data-src"});
  for (std::size_t at = tag.find(' '); at < tag.size(); at = tag.find(' ', at + 1)) {
    std::size_t end = at + 1;
    while (end < tag.size() && is_name_char(tag[end])) ++end;
    const auto name = tag.substr(at + 1, end - at - 1);
    if (tag.substr(end, 2) != "=\"") continue;
    const auto close = tag.find('"', end + 2);
    if (close == std::string_view::npos) return std::nullopt;
    if (std::ranges::find(kPlaces, name) != kPlaces.end()) {
      return Attribute{
          .name = name, .value = tag.substr(end + 2, close - end - 2), .whole = tag.substr(at, close + 1 - at)};
    }
    at = close;
  }
  return std::nullopt;
}

/// A tag without the attribute that says where the server is.
std::string without_base(std::string_view tag) {
  constexpr std::string_view kBase = " data-base";
  const auto at = tag.find(kBase);
  if (at == std::string_view::npos) return std::string(tag);
  auto rest = tag.substr(at + kBase.size());
  if (rest.starts_with("=\"")) rest.remove_prefix(std::min(rest.find('"', 2) + 1, rest.size()));
  return std::string(tag.substr(0, at)) + std::string(rest);
}

/// Past the ">" of the tag that begins at `at`; a ">" within quotes is none.
std::size_t end_of_tag(std::string_view html, std::size_t at) {
  bool quoted = false;
  for (; at < html.size(); ++at) {
    if (html[at] == '"') quoted = !quoted;
    if (html[at] == '>' && !quoted) return at + 1;
  }
  return html.size();
}

std::string_view name_in(std::string_view tag) {
  std::size_t end = 1;
  while (end < tag.size() && is_name_char(tag[end])) ++end;
  return tag.substr(1, end - 1);
}

/// Past what an element of this name holds and its closing tag.
std::size_t end_of_element(std::string_view html, std::size_t from, std::string_view name) {
  const std::string close = "</" + std::string(name) + ">";
  const auto at = html.find(close, from);
  return at == std::string_view::npos ? html.size() : at + close.size();
}

/// Past the last character of an address within a text of XML, HTML or JSON; a fragment isn't taken along.
std::size_t end_of_address(std::string_view text, std::size_t at) {
  for (; at < text.size(); ++at) {
    if (text[at] == '&' && text.substr(at, 5) != "&amp;") return at;
    if (std::string_view("\"'#<>\\ \t\r\n").find(text[at]) != std::string_view::npos) return at;
  }
  return at;
}

/// What follows the base path; nothing if the address leads out of the site or stays on the page.
std::optional<std::string> inside(std::string_view value, std::string_view base_path) {
  auto address = unescaped(value);
  if (!address.starts_with(base_path)) return std::nullopt;
  address.erase(0, base_path.size());
  if (!address.starts_with('/') || address.starts_with("//")) return std::nullopt;
  return address;
}

}  // namespace

std::string with_links(std::string_view html, std::string_view base_path, const Exchange& exchange) {
  std::string out;
  out.reserve(html.size());
  for (std::size_t at = 0; at < html.size();) {
    const auto open = std::min(html.find('<', at), html.size());
    out += html.substr(at, open - at);
    if (open == html.size()) break;
    at = end_of_tag(html, open);
    const auto tag = html.substr(open, at - open);
    const auto place = place_in(tag);
    const auto target = place ? inside(place->value, base_path) : std::nullopt;
    const auto name = name_in(tag);
    if (!target) {
      out += name == "main" ? without_base(tag) : std::string(tag);
      continue;
    }
    const auto before = tag.substr(0, static_cast<std::size_t>(place->whole.data() - tag.data()));
    const auto after = tag.substr(before.size() + place->whole.size());
    if (const auto exchanged = exchange(*target)) {
      out += before;
      out += " " + std::string(place->name) + "=\"" + escaped(*exchanged) + "\"";
      out += after;
    } else if (name == "a") {
      out += before;
      out += after;
    } else if (name != "link") {
      at = end_of_element(html, at, name);
    }
  }
  return out;
}

std::string with_targets(std::string_view text, std::string_view base,
                         const std::function<std::optional<std::string>(const std::string& target)>& exchange) {
  const std::string start = std::string(base) + "/";
  std::string out;
  std::size_t done = 0;
  for (auto at = text.find(start); at != std::string_view::npos; at = text.find(start, at + 1)) {
    const auto begin = at + base.size();
    const auto end = end_of_address(text, begin);
    const auto exchanged = exchange(unescaped(text.substr(begin, end - begin)));
    if (!exchanged) continue;
    out += text.substr(done, begin - done);
    out += *exchanged;
    done = end;
    // The place it names takes that of the address.
    if (exchanged->find('#') == std::string::npos || end == text.size() || text[end] != '#') continue;
    done = end_of_address(text, end + 1);
  }
  out += text.substr(done);
  return out;
}

}  // namespace gailou::static_site
