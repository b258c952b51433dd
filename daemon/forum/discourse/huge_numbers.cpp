#include "daemon/forum/discourse/huge_numbers.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <string_view>

namespace gailou::forum::discourse {
namespace {

constexpr std::string_view kNull = "null";

/// Behind the string that begins at `at`.
std::size_t end_of_string(const std::string& json, std::size_t at) {
  for (++at; at < json.size() && json[at] != '"'; ++at) {
    if (json[at] == '\\') ++at;
  }
  return at + 1;
}

bool is_huge(const std::string& number) {
  char* end = nullptr;
  const double value = std::strtod(number.c_str(), &end);
  return end == number.c_str() + number.size() && std::isinf(value);
}

}  // namespace

std::string without_huge_numbers(std::string json) {
  constexpr std::string_view kBegins = "\"-0123456789";
  constexpr std::string_view kOfNumbers = "+-.0123456789eE";
  std::string mended;
  std::size_t copied = 0;
  std::size_t at = json.find_first_of(kBegins);
  while (at < json.size()) {
    if (json[at] == '"') {
      at = json.find_first_of(kBegins, end_of_string(json, at));
      continue;
    }
    const std::size_t end = std::min(json.find_first_not_of(kOfNumbers, at), json.size());
    if (is_huge(json.substr(at, end - at))) {
      mended.append(json, copied, at - copied).append(kNull);
      copied = end;
    }
    at = json.find_first_of(kBegins, end);
  }
  if (copied == 0) return json;
  return mended.append(json, copied);
}

}  // namespace gailou::forum::discourse
