// A text's characters as a search compares them, each with the bytes it stands for.
#pragma once

#include <cstddef>
#include <string_view>

namespace gailou::digest {

struct FoldedChar {
  char32_t c = 0;         // 0: none is left (an invisible character, an accent)
  std::size_t begin = 0;  // bytes of the source; several characters may come of the same ones (㎡ is m, 2)
  std::size_t end = 0;
};

/// NFKC with full case folding, accents dropped from Latin letters; one piece that normalises by itself at a time.
class FoldedChars {
 public:
  explicit FoldedChars(std::string_view text) : text_(text) {}
  /// The next character; false at the end.
  bool next(FoldedChar& out);

 private:
  void fill();
  std::string_view text_;
  std::size_t at_ = 0;
  static constexpr std::size_t kPieceMax = 64;  // U+FDFA, the longest, comes to 18
  char32_t piece_[kPieceMax] = {};
  std::size_t count_ = 0;
  std::size_t given_ = 0;
  std::size_t begin_ = 0;
};

}  // namespace gailou::digest
