#include "daemon/serve/parameters.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace gailou::serve {

namespace {

constexpr std::size_t kWordLengthMax = 64;

}  // namespace

const std::string* Parameters::value_of(std::string_view name) {
  const auto named = [name](const auto& parameter) { return parameter.first == name; };
  const auto count = std::ranges::count_if(request_.query, named);
  if (count == 0) return nullptr;
  if (count > 1) {
    fault(name, {"只能给一次", "may be given once"});
    return nullptr;
  }
  return &std::ranges::find_if(request_.query, named)->second;
}

std::optional<std::int64_t> Parameters::number(std::string_view name, NumberRange range) {
  const auto* text = value_of(name);
  if (text == nullptr) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), value);
  const bool read = ec == std::errc{} && end == text->data() + text->size();
  if (!read || text->starts_with('-') || value < range.least || value > range.most) {
    const auto least = std::to_string(range.least);
    const auto most = std::to_string(range.most);
    fault(name, {"应为 " + least + " 到 " + most + " 的整数", "must be a whole number from " + least + " to " + most});
    return std::nullopt;
  }
  return value;
}

bool Parameters::flag(std::string_view name) {
  return number(name, NumberRange{.least = 0, .most = 1}).value_or(0) == 1;
}

std::optional<std::string> Parameters::word(std::string_view name) {
  const auto* text = value_of(name);
  if (text == nullptr) return std::nullopt;
  if (text->empty() || text->size() > kWordLengthMax) {
    fault(name, {"应为 1 到 64 个字节", "must have 1 to 64 bytes"});
    return std::nullopt;
  }
  return *text;
}

std::optional<std::string> Parameters::text(std::string_view name, std::size_t bytes_max) {
  const auto* text = value_of(name);
  if (text == nullptr) return std::nullopt;
  if (text->size() > bytes_max) {
    const auto most = std::to_string(bytes_max);
    fault(name, {"最多 " + most + " 个字节", "may have " + most + " bytes at most"});
    return std::nullopt;
  }
  return *text;
}

void Parameters::fault(std::string_view name, Words detail) {
  faults_.push_back(ParameterFault{.pointer = "/" + std::string(name), .detail = std::move(detail)});
}

Problem Parameters::problem() const {
  Problem problem;
  problem.kind = ProblemKind::bad_parameter;
  problem.faults = faults_;
  return problem;
}

}  // namespace gailou::serve
