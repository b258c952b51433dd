#include "daemon/io/server/response_head.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace gailou::io {

namespace {

struct Reason {
  int status;
  std::string_view words;
};

constexpr Reason kReasons[] = {
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {421, "Misdirected Request"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
};

bool same_name(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

bool has(const ServerResponse& response, std::string_view name) {
  return std::any_of(response.headers.begin(), response.headers.end(),
                     [&](const auto& field) { return same_name(field.first, name); });
}

void append_field(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

}  // namespace

std::string_view reason_of(int status) {
  const auto found = std::find_if(std::begin(kReasons), std::end(kReasons),
                                  [&](const Reason& reason) { return reason.status == status; });
  return found == std::end(kReasons) ? "Status" : found->words;
}

bool is_sendable(const ServerResponse& response) {
  if (response.status < 200 || response.status > 599) return false;
  return std::all_of(response.headers.begin(), response.headers.end(), [](const auto& field) {
    const auto& [name, value] = field;
    const bool name_fits =
        !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f && c != ':'; });
    return name_fits && std::none_of(value.begin(), value.end(), [](char c) {
             return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
           });
  });
}

std::string response_head(const ServerResponse& response, const HeadFacts& facts) {
  std::string out;
  out.reserve(512);
  out += "HTTP/1.1 " + std::to_string(response.status) + " ";
  out += reason_of(response.status);
  out += "\r\n";
  for (const auto& [name, value] : response.headers) append_field(out, name, value);
  append_field(out, "Date", facts.date);
  const bool bodiless = response.status == 204 || response.status == 304;
  if (facts.content_length && !bodiless) append_field(out, "Content-Length", std::to_string(*facts.content_length));
  if (!facts.request_id.empty() && !has(response, "X-Request-Id")) append_field(out, "X-Request-Id", facts.request_id);
  if (response.status == 503 && !has(response, "Retry-After")) append_field(out, "Retry-After", "5");
  if (response.status == 405 && !has(response, "Allow")) append_field(out, "Allow", "GET, HEAD");
  append_field(out, "Connection", facts.close ? "close" : "keep-alive");
  out += "\r\n";
  return out;
}

}  // namespace gailou::io
