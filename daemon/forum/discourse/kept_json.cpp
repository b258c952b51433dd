#include "daemon/forum/discourse/kept_json.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "daemon/forum/discourse/huge_numbers.h"
#include "daemon/forum/discourse/surrogates.h"
#include "digest/text/normalize.h"

namespace gailou::forum::discourse {
namespace {

using digest::Code;
using digest::Error;
using nlohmann::json;

constexpr std::size_t kDepthMax = 64;
constexpr std::size_t kValuesMax = 2'000'000;
constexpr int kOutOfRange = 406;  // nlohmann::json::out_of_range of a number

/// Builds the document from the parser's events. `open_` holds the containers that are being filled, `passing_` counts
/// the levels inside a value that isn't kept.
class Keeper final : public nlohmann::json_sax<json> {
 public:
  explicit Keeper(std::span<const std::string_view> keys) : keys_(keys) {}

  bool null() override { return value(nullptr); }
  bool boolean(bool v) override { return value(v); }
  bool number_integer(number_integer_t v) override { return value(v); }
  bool number_unsigned(number_unsigned_t v) override { return value(v); }
  bool number_float(number_float_t v, const string_t&) override { return value(v); }
  bool string(string_t& v) override { return is_passing() ? pass() : value(digest::repair_utf8(v)); }
  bool binary(binary_t&) override { return value(nullptr); }
  bool start_object(std::size_t) override { return open(json::object()); }
  bool start_array(std::size_t) override { return open(json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    if (passing_ > 0) return true;
    pass_next_ = std::find(keys_.begin(), keys_.end(), name) == keys_.end();
    key_ = name;
    return true;
  }

  bool parse_error(std::size_t at, const std::string&, const json::exception& error) override {
    has_huge_number_ = error.id == kOutOfRange;
    error_ = Error{.code = Code::malformed, .what = "no valid JSON: broken off or wrong at byte " + std::to_string(at)};
    return false;
  }

  Kept take() { return Kept{.root = std::move(root_)}; }
  const Error& error() const { return error_; }
  /// It is valid JSON so far.
  bool has_huge_number() const { return has_huge_number_; }

 private:
  bool is_passing() const { return passing_ > 0 || pass_next_; }

  bool pass() {
    pass_next_ = false;
    return true;
  }

  bool value(json v) {
    if (is_passing()) return pass();
    return put(std::move(v)) != nullptr;
  }

  bool open(json container) {
    if (++depth_ > kDepthMax) return too_large("JSON deeper than 64 levels");
    if (is_passing()) {
      ++passing_;
      return pass();
    }
    json* const at = put(std::move(container));
    if (at == nullptr) return false;
    open_.push_back(at);
    return true;
  }

  bool close() {
    --depth_;
    if (passing_ > 0) {
      --passing_;
    } else {
      open_.pop_back();
    }
    return true;
  }

  /// Where it stands now; a parent doesn't grow while a child of it is open, so the pointer holds.
  json* put(json v) {
    if (++values_ > kValuesMax) {
      too_large("more than 2,000,000 values in one answer");
      return nullptr;
    }
    if (open_.empty()) {
      root_ = std::move(v);
      return &root_;
    }
    json& parent = *open_.back();
    if (parent.is_object()) return &(parent[key_] = std::move(v));
    parent.push_back(std::move(v));
    return &parent.back();
  }

  bool too_large(std::string what) {
    error_ = Error{.code = Code::too_large, .what = std::move(what)};
    return false;
  }

  std::span<const std::string_view> keys_;
  json root_{};
  std::vector<json*> open_{};
  std::string key_{};
  std::size_t depth_ = 0;
  std::size_t passing_ = 0;
  std::size_t values_ = 0;
  bool pass_next_ = false;
  bool has_huge_number_ = false;
  Error error_{};
};

}  // namespace

digest::Result<Kept> parse_kept(std::string_view text, std::span<const std::string_view> keys) {
  // The parser refuses a whole document for one byte that isn't UTF-8, and for half a character that is escaped.
  std::string clean = mend_surrogates(digest::repair_utf8(text));
  Keeper keeper(keys);
  if (json::sax_parse(clean, &keeper)) return keeper.take();
  if (!keeper.has_huge_number()) return keeper.error();
  clean = without_huge_numbers(std::move(clean));
  Keeper again(keys);
  if (!json::sax_parse(clean, &again)) return again.error();
  return again.take();
}

}  // namespace gailou::forum::discourse
