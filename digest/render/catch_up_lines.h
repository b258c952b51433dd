// A catch-up in words, before a format decides how they are written.
#pragma once

#include <string>
#include <vector>

#include "digest/catch_up.h"
#include "digest/render/view.h"

namespace gailou::render {

/// A catch-up is one short text: about so many units, then it says how many entries are left.
inline constexpr std::size_t kCatchUpUnits = 400;

struct CatchUpLines {
  std::string headline{};  // since when, how many floors were read, what came of them
  std::string summary{};   // with its label; empty: unchanged
  std::vector<const digest::Entry*>
      shown{};              // of the catch-up's entries, most important first; never empty if it has any
  std::string left{};       // "另有 3 条。"; empty = all are shown
  std::string withdrawn{};  // what was withdrawn; empty = nothing
};

/// They live as long as `caught`.
CatchUpLines catch_up_lines(const digest::CatchUp& caught, const Site& site);

/// "r120 以来", "第 62 楼之后", "5月9日 17:02 PDT 以来"
std::string since_text(const digest::CatchUp& caught, const Site& site);

}  // namespace gailou::render
