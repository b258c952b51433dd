// A query's parameters, judged: each fault is noted with its name, so that a client learns of all of them at once.
// Unknown parameters are passed over. Pure.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/io/http_server.h"
#include "daemon/serve/problem.h"

namespace gailou::serve {

struct NumberRange {
  std::int64_t least = 0;
  std::int64_t most = 0;
};

class Parameters {
 public:
  explicit Parameters(const io::ServerRequest& request) : request_(request) {}

  /// A whole number within `range`, in plain digits. Out of range is a fault, never clamped.
  std::optional<std::int64_t> number(std::string_view name, NumberRange range);
  /// "1" or "0"; false if it isn't there.
  bool flag(std::string_view name);
  /// As sent; at most 64 bytes.
  std::optional<std::string> word(std::string_view name);

  /// As sent, also nothing.
  std::optional<std::string> text(std::string_view name, std::size_t bytes_max);

  void fault(std::string_view name, Words detail);
  bool sound() const { return faults_.empty(); }
  Problem problem() const;

 private:
  const std::string* value_of(std::string_view name);

  const io::ServerRequest& request_;
  std::vector<ParameterFault> faults_;
};

}  // namespace gailou::serve
