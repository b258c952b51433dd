// What a request must be before anything of it is believed. Pure. Beast's parser accepts shapes that request smuggling
// lives on (bare line feeds, folded fields, repeated lengths), so the raw bytes are judged first.
//
// The verdict does not depend on how the bytes were cut into reads: the first offending byte decides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gailou::io {

/// Why a request is not served: the answer's status and words. After every refusal but 405 the connection is closed.
struct Refusal {
  int status = 400;
  std::string detail{};
  bool close = true;
};

/// Longest request line; what most servers and proxies take.
inline constexpr std::size_t kRequestLineBytesMax = 8192;
/// Most fields of one request.
inline constexpr std::size_t kRequestFieldsMax = 100;

/// Finds the end of a request's header block in a growing buffer and judges its bytes.
class HeaderScan {
 public:
  enum class State { more, complete, refused };

  explicit HeaderScan(std::size_t header_bytes_max) : header_bytes_max_(header_bytes_max) {}

  /// `bytes` is all that was read since the request's first byte; only what is new is looked at.
  State feed(std::string_view bytes);
  /// Bytes of the header block, the empty line included; after State::complete.
  std::size_t size() const { return at_; }
  /// After State::refused.
  const Refusal& refusal() const { return refusal_; }

 private:
  bool accept(char c);
  State refuse(int status, std::string detail);

  std::size_t header_bytes_max_;
  std::size_t at_ = 0;          // bytes judged
  std::size_t line_start_ = 0;  // where the current line began
  bool in_request_line_ = true;
  bool after_cr_ = false;
  bool after_colon_ = false;  // of the current field
  bool complete_ = false;
  Refusal refusal_{};
};

/// Whether a field's name, in any case, is `lower_name`.
bool is_field(std::string_view name, std::string_view lower_name);

/// A header block in parts; the views are of the block.
struct RequestHead {
  std::string_view method{};
  std::string_view target{};
  bool keep_alive = false;
  std::vector<std::pair<std::string_view, std::string_view>> fields{};

  /// Values of a field, its name in any case, in order.
  std::vector<std::string_view> values(std::string_view lower_name) const;
};

struct RequestRules {
  std::size_t body_bytes_max = 0;
  bool any_method = false;
};

/// Judges a head that HeaderScan has passed. Nothing: it may be served, after `body_bytes` more bytes.
std::optional<Refusal> check_head(const RequestHead& head, const RequestRules& rules, std::uint64_t& body_bytes);

}  // namespace gailou::io
