// The HTTP answers of tests/data/discourse/http: status line, headers, body.
#pragma once

#include <stdexcept>
#include <string>

#include "daemon/io/http_client.h"
#include "tests/support/files.h"

namespace gailou::support {

/// A whole answer as text; names in lower case, as a client gives them.
inline io::HttpResponse parse_sample(const std::string& text) {
  io::HttpResponse response;
  std::size_t at = text.find(' ');
  if (!text.starts_with("HTTP/1.1 ")) throw std::runtime_error("no HTTP answer");
  response.status = std::stoi(text.substr(at + 1, 3));
  at = text.find('\n') + 1;
  while (at < text.size()) {
    const std::size_t end = text.find('\n', at);
    std::string line = text.substr(at, end - at);
    at = end + 1;
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty()) break;
    const std::size_t colon = line.find(": ");
    std::string name = line.substr(0, colon);
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    response.headers[name] = line.substr(colon + 2);
  }
  response.body = text.substr(at);
  return response;
}

/// "429-b-json"
inline io::HttpResponse http_sample(const std::string& name) {
  return parse_sample(tests::read_data("discourse/http/" + name + ".http"));
}

}  // namespace gailou::support
