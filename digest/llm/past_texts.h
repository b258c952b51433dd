// Texts that a new one must not say again: rule V15 of gailou.ops/1. Unlike compose/known_texts it holds short texts
// contained in others for repeats, as the contract does.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace gailou::llm {

class PastTexts {
 public:
  void add(std::string_view text);

  /// Half of the trigrams of both are shared, or four fifths of the shorter's.
  bool has_like(std::string_view text) const;

 private:
  std::vector<std::vector<std::uint64_t>> grams_{};  // of each text, ascending
};

}  // namespace gailou::llm
