// A sentence between its commas: which clauses stand by themselves and which need a neighbour to mean what they mean.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "digest/compose/pack.h"

namespace gailou::digest {

struct Clause {
  std::string_view text{};  // of the sentence, without the comma behind it
  std::string form{};       // see cues.h
  std::size_t units = 0;
  bool fresh = false;    // brings its own subject: any other one goes on with what stands before it
  bool leads = false;    // "如果…", "…的时候": half of what it says stands in the next one
  bool limits = false;   // "但…", "除非…": the one before doesn't hold without it
  bool telling = false;  // holds what no reader may miss: a figure, a negation, a turn, a condition, a doubt
};

/// Cut at commas that stand neither inside a figure nor inside brackets or quotes. One clause is the whole sentence.
std::vector<Clause> clauses_of(const Pack& pack, std::string_view sentence);

/// Which clauses may go beside those of `idle` that ask for it, so that each one left has what it needs: a clause goes
/// only together with all that hang on it. True for those that are left; all, if nothing can go.
std::vector<bool> left_standing(const std::vector<Clause>& clauses, const std::vector<bool>& idle);

}  // namespace gailou::digest
