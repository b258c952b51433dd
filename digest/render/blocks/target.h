// Where a link leads: the only thing that can stand in href or src. Made by checks alone, so that no "javascript:" and
// no path outside the site's prefix can get there.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gailou::render {

class Target {
 public:
  /// An absolute http or https URL of at most 2,048 bytes, with a host and without a user name before it; bytes that a
  /// URL may not hold are percent-encoded. Anything else is nothing.
  static std::optional<Target> web(std::string_view url);

  /// "/t/uscardforum/493728" under the site's prefix ("/gailou" or "").
  static Target local(std::string_view base_path, std::string_view path);

  /// "#p62": a place on the same page.
  static Target fragment(std::string_view id);

  const std::string& text() const { return text_; }
  bool leads_outside() const { return outside_; }
  bool operator==(const Target&) const = default;

 private:
  Target(std::string text, bool outside) : text_(std::move(text)), outside_(outside) {}

  std::string text_;
  bool outside_;
};

/// "https://forum.example" of a URL that Target::web takes; "" of any other.
std::string origin_of(std::string_view url);

}  // namespace gailou::render
