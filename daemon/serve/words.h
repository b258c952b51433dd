// What is said to who reads, in both languages of the pages: which of them is decided where it leaves. Values.
#pragma once

#include <string>
#include <string_view>

#include "digest/settings.h"

namespace gailou::serve {

struct Words {
  std::string zh{};
  std::string en{};

  bool empty() const { return zh.empty() && en.empty(); }
  std::string_view in(digest::Language language) const { return language == digest::Language::en ? en : zh; }
};

/// A name, or what isn't for readers: the same in both.
inline Words as_is(std::string_view text) {
  return {.zh = std::string(text), .en = std::string(text)};
}

}  // namespace gailou::serve
