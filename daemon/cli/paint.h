// Bold and colours for terminals. Nothing is told by them alone.
#pragma once

#include <string>
#include <string_view>

namespace gailou::cli {

/// What the environment says of colours: CLICOLOR_FORCE, NO_COLOR, TERM.
struct ColourHabits {
  bool forced = false;
  bool refused = false;
};

/// `flag` is --color's auto, always or never.
bool wants_colour(std::string_view flag, bool terminal, const ColourHabits& habits);

class Paint {
 public:
  explicit Paint(bool on = false) : on_(on) {}

  bool on() const { return on_; }
  std::string bold(std::string_view text) const { return wrapped(text, "\x1b[1m"); }
  std::string good(std::string_view text) const { return wrapped(text, "\x1b[32m"); }
  std::string bad(std::string_view text) const { return wrapped(text, "\x1b[31m"); }

 private:
  std::string wrapped(std::string_view text, std::string_view begin) const;

  bool on_;
};

/// A digest's text form with its titles, floor heads and markers in bold.
std::string with_bold_titles(std::string_view text, const Paint& paint);

}  // namespace gailou::cli
