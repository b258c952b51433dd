#include "daemon/serve/security.h"

#include <chrono>

namespace gailou::serve {

namespace {

// RFC 9116, 2.5.5 recommends less than a year.
constexpr digest::Duration kGoodFor = std::chrono::hours{24 * 180};

}  // namespace

std::string security_text(std::string_view contact, std::string_view url, digest::Instant now) {
  // By the day, so that the same bytes are served all day.
  const digest::Instant today = std::chrono::floor<std::chrono::days>(now);
  const std::string day = digest::to_iso(today + kGoodFor).substr(0, std::string_view("2026-10-28").size());
  std::string text =
      "Contact: " + std::string(contact) + "\nExpires: " + day + "T00:00:00Z" + "\nPreferred-Languages: zh, en\n";
  if (url.starts_with("https://")) text += "Canonical: " + std::string(url) + "\n";
  return text;
}

}  // namespace gailou::serve
