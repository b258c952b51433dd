#include "daemon/config/checks.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <string_view>

#include "daemon/config/places.h"
#include "daemon/engine/chat/settings.h"
#include "daemon/io/network.h"
#include "daemon/io/url.h"
#include "digest/text/normalize.h"

namespace gailou::config {

namespace {

constexpr std::size_t kWordsBytesMax = 200;
constexpr std::size_t kPathBytesMax = 4095;  // PATH_MAX without its NUL

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_port(std::string_view text) {
  unsigned port = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
  return !text.empty() && text.size() <= 5 && fault == std::errc{} && end == text.data() + text.size() && port <= 65535;
}

bool is_host(std::string_view text) {
  const bool bracketed = text.size() > 2 && text.front() == '[' && text.back() == ']';
  if (bracketed) text = text.substr(1, text.size() - 2);
  return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, [&](char c) {
    return is_letter(c) || is_digit(c) || c == '.' || c == '-' || (bracketed && c == ':');
  });
}

}  // namespace

std::optional<std::string> check_anything(std::string&) {
  return std::nullopt;
}

std::optional<std::string> check_words(std::string& text) {
  if (text.size() > kWordsBytesMax) return "is longer than 200 bytes";
  if (std::ranges::any_of(text, is_control)) return "holds a control character";
  if (digest::repair_utf8(text) != text) return "isn't valid UTF-8";
  return std::nullopt;
}

std::optional<std::string> check_name(std::string& text) {
  const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-'; };
  if (text.empty() || text.size() > 32 || !std::ranges::all_of(text, fits)) {
    return "may hold a-z, 0-9 and \"-\", at most 32";
  }
  return std::nullopt;
}

std::optional<std::string> check_number(std::string& text) {
  if (text.size() > 15 || text.starts_with('0') || !std::ranges::all_of(text, is_digit)) {
    return "isn't a number; give the last part of its address, as in \"12\"";
  }
  return std::nullopt;
}

std::optional<std::string> check_reason(std::string& text) {
  if (auto fault = check_words(text)) return fault;
  constexpr std::size_t kReasonBytesMin = 10;
  if (text.size() < kReasonBytesMin) return "is no reason: write who allowed it and when, or why it isn't needed";
  return std::nullopt;
}

std::optional<std::string> check_key_file(std::string& text) {
  if (text.find('/') != std::string::npos) return check_folder(text);
  const bool named =
      std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_'; });
  if (!named || text.starts_with('.') || text.size() > kWordsBytesMax)
    return "is neither an absolute path nor a credential's name";
  return std::nullopt;
}

std::optional<std::string> check_endpoint(std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto endpoint = engine::parse_chat_endpoint(text);
  if (endpoint) return std::nullopt;
  return endpoint.error().what + (endpoint.error().hint.empty() ? "" : "; " + endpoint.error().hint);
}

std::optional<std::string> check_currency(std::string& text) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (text.size() == 3 && std::ranges::all_of(text, is_capital)) return std::nullopt;
  return "isn't a currency; give its three letters, as in \"USD\" or \"CNY\"";
}

std::optional<std::string> check_listen(std::string& text) {
  if (text == "systemd") return "socket activation is not supported by this version; give host:port";
  if (text.starts_with("unix:")) {
    std::string path = text.substr(5);
    if (path.empty()) return "names no path after \"unix:\"";
    return check_socket(path);
  }
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos || !is_port(std::string_view(text).substr(colon + 1))) {
    return "has no port; write \"127.0.0.1:8488\", \"[::1]:8488\" or \"unix:/path\"";
  }
  if (!is_host(std::string_view(text).substr(0, colon))) {
    return "has no host before the port; an IPv6 address stands in brackets";
  }
  return std::nullopt;
}

std::optional<std::string> check_metrics_listen(std::string& text) {
  if (text.empty()) return std::nullopt;
  return check_listen(text);
}

std::optional<std::string> check_contact(std::string& text) {
  if (text.empty()) return std::nullopt;
  const bool visible = std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f; });
  if (!visible || text.size() > kWordsBytesMax) return "may hold visible ASCII only, at most 200 bytes, no blanks";
  const bool is_uri = text.starts_with("mailto:") || text.starts_with("https://") || text.starts_with("tel:");
  if (is_uri) return std::nullopt;
  if (text.find(':') == std::string::npos && text.find('@') != std::string::npos) {
    text = "mailto:" + text;
    return std::nullopt;
  }
  return "is neither an e-mail address nor a mailto:, https: or tel: URI";
}

std::optional<std::string> check_public_url(std::string& text) {
  if (text.empty()) return std::nullopt;
  const auto url = io::parse_url(text);
  if (!url) return url.error().what;
  if (url->target.find('?') != std::string::npos) return "has a query; give scheme, host and path only";
  while (text.ends_with('/')) text.pop_back();
  return std::nullopt;
}

std::optional<std::string> check_host(std::string& text) {
  if (!is_host(text)) return "isn't a host name; give it without scheme, port and path";
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::nullopt;
}

std::optional<std::string> check_network(std::string& text) {
  if (io::Network::parse(text)) return std::nullopt;
  return "isn't an address or a network; write it as \"192.0.2.7\" or \"10.0.0.0/8\"";
}

std::optional<std::string> check_base_path(std::string& text) {
  if (text.empty()) return std::nullopt;
  if (text.front() != '/' || text.back() == '/') return "begins with a slash and ends without one, as in \"/gailou\"";
  const bool plain = std::ranges::all_of(text, [](char c) {
    return is_letter(c) || is_digit(c) || c == '/' || c == '-' || c == '_' || c == '.' || c == '~';
  });
  const bool walks = text.find("//") != std::string::npos || (text + "/").find("/../") != std::string::npos ||
                     (text + "/").find("/./") != std::string::npos;
  if (!plain || walks || text.size() > kWordsBytesMax) return "may hold letters, digits, \"-\", \"_\", \"~\" and \".\"";
  return std::nullopt;
}

std::optional<std::string> check_folder(std::string& text) {
  if (text.empty()) return std::nullopt;
  if (text.front() != '/') return "isn't an absolute path";
  if (std::ranges::any_of(text, is_control) || text.size() > kPathBytesMax) return "isn't a usable path";
  return std::nullopt;
}

std::optional<std::string> check_socket(std::string& text) {
  if (auto fault = check_folder(text)) return fault;
  if (text.size() > kSocketBytesMax) {
    return "is " + std::to_string(text.size()) + " bytes long; the path of a Unix socket holds at most 107";
  }
  return std::nullopt;
}

std::optional<std::string> check_user_agent(std::string& text) {
  const bool visible = std::ranges::all_of(text, [](char c) { return c >= ' ' && c < 0x7f; });
  if (!visible || text.size() > 256) return "may hold visible ASCII only, at most 256 bytes";
  return std::nullopt;
}

std::optional<std::string> check_zone(std::string& text) {
  if (text.empty() || is_known_zone(text)) return std::nullopt;
  return "isn't a time zone of this system; give a name such as \"Asia/Shanghai\"";
}

std::optional<std::string> check_language(std::string& text) {
  const bool shaped = text.size() >= 2 && text.size() <= 35 && is_letter(text.front()) && text.back() != '-' &&
                      std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
  if (!shaped) return "isn't a language tag such as \"zh-Hans\"";
  return std::nullopt;
}

}  // namespace gailou::config
