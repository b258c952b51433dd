#include "daemon/io/client/request_text.h"

#include <algorithm>

#include "daemon/io/client/tunnel.h"

namespace gailou::io {

using digest::Code;
using digest::Error;
using digest::Result;

namespace {

bool is_field_text(std::string_view text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

bool is_field(std::string_view name, std::string_view value) {
  return !name.empty() && is_field_text(name) && name.find_first_of(": ") == std::string_view::npos &&
         is_field_text(value);
}

void append_field(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(": ").append(value).append("\r\n");
}

/// Upper bound, so that the text grows in place: no copy of a secret is left behind.
std::size_t room_for(const Url& url, const HttpRequest& request) {
  constexpr std::size_t kRest = 1024;
  std::size_t room = kRest + url.host.size() * 2 + url.target.size() + request.user_agent.size() + request.body.size();
  for (const auto& [name, value] : request.headers) room += name.size() + value.size() + 4;
  for (const auto& [name, value] : request.secrets) room += name.size() + value.reveal().size() + 4;
  return room;
}

}  // namespace

Result<std::string> request_text(std::string_view method, const Url& url, const HttpRequest& request,
                                 const Proxy* via) {
  bool sendable = is_field_text(request.user_agent);
  for (const auto& [name, value] : request.headers) sendable = sendable && is_field(name, value);
  for (const auto& [name, value] : request.secrets) sendable = sendable && is_field(name, value.reveal());
  if (!sendable) return Error{.code = Code::internal, .what = "a header field that can't be sent"};

  const std::string origin = url.origin();
  std::string login = via != nullptr ? login_field(*via) : std::string();
  std::string text;
  text.reserve(room_for(url, request) + login.size());
  text.append(method).append(" ").append(via != nullptr ? origin : "").append(url.target).append(" HTTP/1.1\r\n");
  append_field(text, "Host", std::string_view(origin).substr(url.scheme.size() + 3));
  append_field(text, "User-Agent", request.user_agent);
  append_field(text, "Accept-Encoding", "gzip");
  if (!login.empty()) append_field(text, "Proxy-Authorization", login);
  wipe(login);
  for (const auto& [name, value] : request.headers) append_field(text, name, value);
  for (const auto& [name, value] : request.secrets) append_field(text, name, value.reveal());
  if (method == "POST") append_field(text, "Content-Length", std::to_string(request.body.size()));
  text += "\r\n";
  if (method == "POST") text += request.body;
  return text;
}

}  // namespace gailou::io
