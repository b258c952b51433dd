#include "daemon/io/server/request_check.h"

#include <algorithm>
#include <charconv>

namespace gailou::io {

namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// RFC 9110's tchar: what a method or a field name is made of.
bool is_token_char(char c) {
  return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') ||
         std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

bool is_host(std::string_view text) {
  if (text.empty() || text.size() > 255) return false;
  return std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') ||
           std::string_view("-._~:[]").find(c) != std::string_view::npos;
  });
}

Refusal bad_request(std::string detail) {
  return Refusal{.status = 400, .detail = std::move(detail)};
}

std::optional<Refusal> check_framing(const RequestHead& head, std::uint64_t& body_bytes) {
  if (!head.values("transfer-encoding").empty()) return bad_request("a Transfer-Encoding is not accepted");
  const auto lengths = head.values("content-length");
  if (lengths.size() > 1) return bad_request("more than one Content-Length");
  body_bytes = 0;
  if (lengths.empty()) return std::nullopt;
  const std::string_view text = lengths.front();
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), body_bytes);
  const bool number = !text.empty() && text.size() <= 18 && std::all_of(text.begin(), text.end(), is_digit);
  if (!number || ec != std::errc{}) return bad_request("the Content-Length is no number");
  return std::nullopt;
}

std::optional<Refusal> check_host(const RequestHead& head) {
  const auto hosts = head.values("host");
  if (hosts.empty()) return bad_request("the Host field is missing");
  if (hosts.size() > 1) return bad_request("more than one Host field");
  if (!is_host(hosts.front())) return bad_request("the Host field holds no host name");
  return std::nullopt;
}

}  // namespace

bool is_field(std::string_view name, std::string_view lower_name) {
  return name.size() == lower_name.size() &&
         std::equal(name.begin(), name.end(), lower_name.begin(), [](char a, char b) { return lower(a) == b; });
}

HeaderScan::State HeaderScan::refuse(int status, std::string detail) {
  refusal_ = Refusal{.status = status, .detail = std::move(detail)};
  return State::refused;
}

// One byte inside a line; false if it may not stand there.
bool HeaderScan::accept(char c) {
  const bool first = at_ == line_start_;
  if (in_request_line_) {
    if (first && !is_token_char(c)) return false;
    return !is_control(c);
  }
  if (after_colon_) return c == '\t' || !is_control(c);
  if (c == ':') {
    after_colon_ = true;
    return !first;
  }
  return is_token_char(c);  // a blank here is a folded line or stands before the colon: both are smuggling's tools
}

HeaderScan::State HeaderScan::feed(std::string_view bytes) {
  if (complete_) return State::complete;
  if (refusal_.detail.size() > 0) return State::refused;
  for (; at_ < bytes.size(); ++at_) {
    const char c = bytes[at_];
    if (at_ >= header_bytes_max_ || (in_request_line_ && at_ >= kRequestLineBytesMax)) {
      return in_request_line_ ? refuse(414, "the request line is too long")
                              : refuse(431, "the header fields are too long");
    }
    if (after_cr_) {
      if (c != '\n') return refuse(400, "a carriage return without line feed");
      after_cr_ = false;
      const bool empty = at_ == line_start_ + 1;
      if (!in_request_line_ && !empty && !after_colon_) return refuse(400, "a field without colon");
      line_start_ = at_ + 1;
      after_colon_ = false;
      if (empty) {
        complete_ = true;
        ++at_;
        return State::complete;
      }
      in_request_line_ = false;
    } else if (c == '\n') {
      return refuse(400, "a line feed without carriage return");
    } else if (c == '\r') {
      if (in_request_line_ && at_ == 0) return refuse(400, "an empty line instead of a request");
      after_cr_ = true;
    } else if (!accept(c)) {
      return refuse(400, "a character that may not stand there");
    }
  }
  return State::more;
}

std::vector<std::string_view> RequestHead::values(std::string_view lower_name) const {
  std::vector<std::string_view> found;
  for (const auto& [name, value] : fields) {
    if (is_field(name, lower_name)) found.push_back(value);
  }
  return found;
}

std::optional<Refusal> check_head(const RequestHead& head, const RequestRules& rules, std::uint64_t& body_bytes) {
  if (head.fields.size() > kRequestFieldsMax) return Refusal{.status = 431, .detail = "too many header fields"};
  if (auto refusal = check_framing(head, body_bytes)) return refusal;
  if (auto refusal = check_host(head)) return refusal;
  const bool reading = head.method == "GET" || head.method == "HEAD";
  if (!reading && !rules.any_method) {
    // A body that nobody reads would be taken for the next request.
    return Refusal{.status = 405, .detail = "only GET and HEAD are answered here", .close = body_bytes > 0};
  }
  if (!head.target.starts_with('/')) return bad_request("the target is not in origin form");
  if (body_bytes > 0 && (reading || rules.body_bytes_max == 0)) return bad_request("a body is not accepted");
  if (body_bytes > rules.body_bytes_max) return Refusal{.status = 413, .detail = "the body is too large"};
  return std::nullopt;
}

}  // namespace gailou::io
