// What an entry about an offer says in words: a lead that stands alone, then the floor's own words.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/compose/finish.h"
#include "digest/deals/reports.h"
#include "digest/operation.h"

namespace gailou::digest {

/// What changes of an offer, and who reports.
struct News {
  Heard::Point point = Heard::Point::none;
  bool died = false;
  bool doubted = false;
  bool came_back = false;
  std::string ends_was{};  // as a deal's fields; `now` empty = no change
  std::string ends_now{};
  std::string amount_was{};
  std::string amount_now{};
  std::string terms_now{};
};

/// "Wells Fargo 开户已失效:", "有人成功:"; `named`: the words that follow name the offer.
std::string lead_of(const News& news, std::string_view offer, bool named, Language language);

/// An entry of the sentences `group` under the lead; the lead alone where they make none. Nothing where no piece of the
/// floor can be shown for it.
std::optional<Append> told(const Reading& reading, const Post& post, const std::vector<std::size_t>& group,
                           const Scene& scene, std::string_view lead, std::size_t max_units);

/// The lead as a sentence of its own, with the sentences as evidence.
std::optional<Append> told_alone(const Reading& reading, const Post& post, const std::vector<std::size_t>& group,
                                 std::string_view lead);

/// "5/28": a day of a deal's field as prose has it.
std::string short_day(std::string_view field);

}  // namespace gailou::digest
