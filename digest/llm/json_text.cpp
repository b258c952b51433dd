#include "digest/llm/json_text.h"

#include <algorithm>
#include <string>

#include "digest/json_bounds.h"
#include "digest/text/normalize.h"

namespace gailou::llm {
namespace {

// As deep as the reference judge follows; parsing takes no stack.
constexpr std::size_t kDepthMax = 900;
constexpr std::size_t kValuesMax = 100'000;
constexpr std::size_t kDigitsMax = 18;         // of a number; what fits into 63 bits
constexpr std::size_t kExponentDigitsMax = 2;  // what fits into a double
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Writes a text anew so that the parser refuses nothing in it but what is no JSON.
class Mender {
 public:
  explicit Mender(std::string_view text) : text_(text) { out_.reserve(text.size()); }

  std::string run() {
    while (at_ < text_.size()) {
      if (in_string_) {
        string_char();
      } else if (is_digit(text_[at_])) {
        digits();
      } else {
        in_string_ = text_[at_] == '"';
        copy(1);
      }
    }
    return std::move(out_);
  }

 private:
  void copy(std::size_t count) {
    out_.append(text_, at_, count);
    at_ = std::min(at_ + count, text_.size());
  }

  void string_char() {
    if (text_[at_] == '"') in_string_ = false;
    if (text_[at_] != '\\') return copy(1);
    const auto first = escaped_unit(at_);
    if (!first) return copy(2);
    const bool high = *first >= 0xd800 && *first < 0xdc00;
    const auto second = high ? escaped_unit(at_ + 6) : std::nullopt;
    if (second && *second >= 0xdc00 && *second < 0xe000) return copy(12);
    if (*first < 0xd800 || *first >= 0xe000) return copy(6);
    out_ += "\\ufffd";
    at_ += 6;
  }

  /// The code unit of the "\uXXXX" there.
  std::optional<unsigned> escaped_unit(std::size_t at) const {
    if (text_.substr(std::min(at, text_.size()), 2) != "\\u" || at + 6 > text_.size()) return std::nullopt;
    unsigned unit = 0;
    for (const char c : text_.substr(at + 2, 4)) {
      const auto digit = std::string_view("0123456789abcdef").find(static_cast<char>(c | (c >= 'A' ? 0x20 : 0)));
      if (digit == std::string_view::npos) return std::nullopt;
      unit = unit * 16 + static_cast<unsigned>(digit);
    }
    return unit;
  }

  void digits() {
    std::size_t end = at_;
    while (end < text_.size() && is_digit(text_[end])) ++end;
    const bool exponent = out_.ends_with('e') || out_.ends_with('E') || out_.ends_with("e+") || out_.ends_with("E+") ||
                          out_.ends_with("e-") || out_.ends_with("E-");
    out_.append(text_, at_, std::min(end - at_, exponent ? kExponentDigitsMax : kDigitsMax));
    at_ = end;
  }

  std::string_view text_;
  std::string out_{};
  std::size_t at_ = 0;
  bool in_string_ = false;
};

}  // namespace

std::optional<nlohmann::json> read_json(std::string_view text) {
  // The parser would pass over the mark; NUL would become a character that may stand in a string.
  if (text.starts_with(kByteOrderMark) || text.find('\0') != std::string_view::npos) return std::nullopt;
  if (text.size() > kAnswerBytesMax) return std::nullopt;
  const std::string mended = Mender(digest::repair_utf8(text)).run();
  // Repairing may make three bytes of one.
  auto parsed = digest::parse_json(mended, {.bytes = 3 * kAnswerBytesMax, .depth = kDepthMax, .values = kValuesMax});
  if (!parsed) return std::nullopt;
  return std::move(*parsed);
}

std::optional<std::int64_t> whole_number(const nlohmann::json& value) {
  if (!value.is_number_integer()) return std::nullopt;
  return value.get<std::int64_t>();
}

const nlohmann::json& member(const nlohmann::json& object, std::string_view name) {
  static const nlohmann::json kNone;
  if (!object.is_object()) return kNone;
  const auto at = object.find(name);
  return at == object.end() ? kNone : *at;
}

std::string_view text_member(const nlohmann::json& object, std::string_view name) {
  const auto& value = member(object, name);
  return value.is_string() ? std::string_view(value.get_ref<const std::string&>()) : std::string_view();
}

bool says_something(const nlohmann::json& value) {
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_number()) return value.get<double>() != 0;
  if (value.is_string()) return !value.get_ref<const std::string&>().empty();
  return !value.empty();  // null is empty
}

}  // namespace gailou::llm
