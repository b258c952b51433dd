// A key or password: it can be carried about and handed to the one place that sends it, but neither be printed nor
// become JSON by accident, and its bytes are overwritten when the last copy goes.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace gailou::io {

class Secret {
 public:
  Secret() = default;
  /// Takes the bytes and overwrites `text`.
  static Secret take(std::string& text);

  bool empty() const { return bytes_ == nullptr; }
  /// The bytes, for the socket. Copies of them are the caller's to wipe().
  std::string_view reveal() const { return bytes_ == nullptr ? std::string_view{} : std::string_view(*bytes_); }

 private:
  explicit Secret(std::shared_ptr<const std::string> bytes) : bytes_(std::move(bytes)) {}

  std::shared_ptr<const std::string> bytes_{};
};

/// Overwrites all of a string's memory, spare room included, and empties it.
void wipe(std::string& text);

}  // namespace gailou::io
