// A configured value before it is judged: what was written and where.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace gailou::config {

/// A TOML value of a type that no key has: a date, a table, a mixed array.
struct Unusable {
  std::string type{};
};

struct Value {
  std::variant<std::string, bool, std::int64_t, double, std::vector<std::string>, Unusable> written{};
  bool typed = true;     // false: text of the environment or the command line, which stands for any type
  std::string origin{};  // "gailou.toml:3:5", "$GAILOU_POLL_JITTER", "--set poll.jitter"
};

}  // namespace gailou::config
