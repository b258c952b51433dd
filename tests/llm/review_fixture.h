// Two floors asked about, two operations that hold, and what a review of such makes of them.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "digest/llm/review.h"
#include "tests/llm/canned.h"
#include "tests/llm/operations.h"
#include "tests/llm/standing_entries.h"

namespace gailou::llm {

using digest::Floor;
using tests::floors_of;
using tests::Json;

inline Asked asked_of() {
  return {.canary = "c-7f3a91", .floors = floors_of({4, 5}), .open = floors_of({4, 5})};
}

inline Json rebuttal() {
  return tests::append_op("disputes", "有人认为混合架构也能分开使用,15万张H100足够训练。", {4},
                          {{4, "混合架构也能分开使用"}, {4, "150K的H100足够训练了"}});
}
inline Json rise() {
  return tests::append_op("deals", "有人透露下周三起全部涨价到九十九块。", {5}, {{5, "下周三全部涨价到九十九块"}});
}

inline Review review_of(const Json& operations, const digest::BatchInput& input = tests::second_batch_with_entries(),
                        const Asked& asked = asked_of()) {
  return review(input, asked, tests::answer_with(operations).dump());
}

/// The rules, and which operations were dropped: "V13 V24 #0".
inline std::string said_of(const Review& review) {
  std::string text;
  for (const auto& rule : review.rules) text += rule + " ";
  for (const auto at : review.dropped) text += "#" + std::to_string(at) + " ";
  if (!text.empty()) text.pop_back();
  return text;
}

template <class Kind>
std::vector<Kind> kept_of(const Review& review) {
  std::vector<Kind> out;
  for (const auto& operation : review.kept.operations) {
    if (const auto* kind = std::get_if<Kind>(&operation)) out.push_back(*kind);
  }
  return out;
}

/// Floor 4 says more than sixty units.
inline digest::BatchInput wordy_input(const std::string& opening) {
  auto input = tests::second_batch_with_entries();
  std::string text = opening;
  for (int i = 0; i < 10; ++i) text += "混合架构也能分开使用。";
  input.posts[0] = tests::post_of(4, "丁", text);
  return input;
}

}  // namespace gailou::llm
