// What a floor says of an offer that stands already: how it went for its author, whether the offer still lives.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gailou::digest {

/// A piece between commas of what is said of an offer, in normal and small form.
struct OfferClause {
  std::u32string text{};
  std::size_t sentence = 0;  // index
  bool asks = false;         // of a question
};

/// The clauses of one sentence.
void add_clauses(std::string_view sentence, std::size_t index, std::vector<OfferClause>& clauses);

struct Heard {
  enum class Point { none, success, failure, pending };
  enum class Life {
    untold,
    doubted,   // asked whether it is over
    supposed,  // over, as the author supposes
    over,
    lives,  // whatever was feared
    back,   // after its death
  };
  Point point = Point::none;
  Life life = Life::untold;
  bool second = false;                   // agrees with somebody before
  std::vector<std::size_t> sentences{};  // that say so, ascending
};

/// `few`: the offer is for some only, so that who hasn't got it reports a failure.
Heard heard_in(const std::vector<OfferClause>& clauses, bool few);

}  // namespace gailou::digest
