// Text made fit to stand in an entry: no addresses, no control characters, nothing that looks like markup or a mention
// of a floor that isn't there; joined and ended as sentences.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gailou::digest {

/// The longest sentence that is looked at, in characters: a word may be as long as a post.
inline constexpr std::size_t kSentenceChars = 600;

/// `own` without addresses, upload paths, control and direction characters; "<b>" and the like in full width; "#59"
/// only where `is_floor` knows it, else "59楼" or "59". Lines stay lines.
std::string plain_prose(std::string_view own, const std::function<bool(std::int64_t)>& is_floor);

/// The floors that "#n" names.
std::vector<std::int64_t> named_floors(std::string_view text);

/// The front of `text`, cut between characters or words so that it has at most `limit` units and
/// kSentenceChars characters.
std::string first_units(std::string_view text, std::size_t limit);

/// A sentence to be joined with others, and how it follows the one before.
struct Part {
  std::string_view text{};
  bool follows = false;  // directly, in the floor
  bool same_line = false;
};

/// The sentences as one text: commas and full stops between them, a full stop or what they end in at the end. Brackets
/// and quotes that don't pair become blanks. May still be unfit; the gates decide.
std::string joined(const std::vector<Part>& parts);

/// The text without a leading "but", "and so", 但是…: for an entry that begins in the middle of a floor.
std::string_view without_conjunction(std::string_view text);

/// The first colon made a comma: "name: words" would read as a quotation.
std::string without_first_colon(std::string_view text);

}  // namespace gailou::digest
