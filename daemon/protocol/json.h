// Strict reading of JSON that others wrote: size and depth are bounded before it is parsed, each field has one type.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "digest/error.h"
#include "digest/ids.h"
#include "digest/time.h"

namespace gailou::protocol {

using nlohmann::json;
using nlohmann::ordered_json;

struct JsonLimits {
  std::size_t bytes_max;
  std::size_t depth_max;
};
/// What the daemon takes from whoever reaches its socket.
inline constexpr JsonLimits kRequestLimits{.bytes_max = std::size_t{64} << 10, .depth_max = 8};
/// What a client takes from the daemon: a page of 200 posts at the forum's own limits fits.
inline constexpr JsonLimits kReplyLimits{.bytes_max = std::size_t{64} << 20, .depth_max = 32};

/// too_large over a limit, malformed if it isn't JSON in UTF-8.
digest::Result<json> parse_json(std::string_view text, const JsonLimits& limits);

/// Never throws: what isn't UTF-8 becomes U+FFFD.
std::string dump(const ordered_json& document);

/// Reads one object field by field. The first fault is kept, later reads then do nothing.
class ObjectReader {
 public:
  /// `where` stands in front of the faults' pointers: "" for the document, "/threads/3".
  ObjectReader(const json& object, std::string where);

  enum class Need { required, optional };

  void read(const char* key, std::string& out, Need need = Need::required);
  void read(const char* key, bool& out, Need need = Need::required);
  void read(const char* key, std::int64_t& out, Need need = Need::required);
  void read(const char* key, int& out, Need need = Need::required);
  void read(const char* key, double& out, Need need = Need::required);
  void read(const char* key, digest::Instant& out, Need need = Need::required);
  template <class Tag>
  void read(const char* key, digest::Id<Tag>& out, Need need = Need::required) {
    read(key, out.value, need);
  }
  void read(const char* key, std::vector<std::string>& out, Need need = Need::required);
  void read(const char* key, std::vector<digest::Floor>& out, Need need = Need::required);
  template <class Tag>
  void read(const char* key, std::vector<digest::Id<Tag>>& out, Need need = Need::required) {
    const auto each = [](const json& value, const std::string& where) -> digest::Result<digest::Id<Tag>> {
      if (!value.is_number_integer()) {
        return digest::Error{.code = digest::Code::malformed, .what = "isn't a whole number", .where = where};
      }
      return digest::Id<Tag>{value.get<std::int64_t>()};
    };
    read_list(key, out, each, need);
  }
  /// Absent key or null = nothing.
  template <class T>
  void read(const char* key, std::optional<T>& out) {
    if (!has(key)) return;
    T value{};
    read(key, value);
    if (!fault_) out = std::move(value);
  }
  /// Each element of an array through `each(const json&, where) -> Result<T>`.
  template <class T, class Each>
  void read_list(const char* key, std::vector<T>& out, Each each, Need need = Need::required) {
    const json* list = found(key, need);
    if (list == nullptr) return;
    if (!list->is_array()) return refuse(key, "isn't a list");
    for (std::size_t i = 0; i < list->size(); ++i) {
      auto made = each((*list)[i], where_ + "/" + key + "/" + std::to_string(i));
      if (!made) {
        fault_ = made.error();
        return;
      }
      out.push_back(std::move(*made));
    }
  }
  /// A nested value by a function of the same shape.
  template <class T, class Read>
  void read_with(const char* key, T& out, Read make, Need need = Need::required) {
    const json* value = found(key, need);
    if (value == nullptr) return;
    auto made = make(*value, where_ + "/" + key);
    if (made) {
      out = std::move(*made);
    } else {
      fault_ = made.error();
    }
  }

  bool has(const char* key) const;
  void refuse(const char* key, std::string_view what);
  /// Keys that nobody read are a fault: for requests, not for replies, which may grow.
  void refuse_the_rest();
  /// The fault, if there is one.
  digest::Result<void> done() const;

 private:
  const json* found(const char* key, Need need);

  const json& object_;
  std::string where_;
  std::set<std::string, std::less<>> known_;
  std::optional<digest::Error> fault_;
};

}  // namespace gailou::protocol
