// How entries of a floor hang together with others: their sections, whom they answer or contradict, what they repeat.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "digest/compose/pack.h"
#include "digest/compose/quarrel.h"
#include "digest/compose/reading.h"
#include "digest/operation.h"

namespace gailou::digest {

/// Whom a floor answers and how.
struct Answer {
  std::optional<Floor> told{};     // by the forum or a quotation
  std::optional<Floor> partner{};  // that one, or the one that it must mean
  double disagreement = 0;
  bool disputes() const { return partner && disagreement >= kDisagrees; }
};

class EntryLinks {
 public:
  /// What is passed has to outlive it. `posts`: visible floors, those of the batch once they have been read.
  EntryLinks(const BatchInput& input, const Pack& pack, const EarlierFloors& earlier,
             const std::map<Floor, const Post*>& posts)
      : input_(input), pack_(pack), earlier_(earlier), posts_(posts) {}

  /// The batch has an entry on the floor.
  void note_entered(Floor floor) { entered_.insert(floor); }
  /// `repeated`: the entry that another of the floor's would have repeated; null if none. `of_offers`: the thread is.
  void link(const Post& post, const Answer& answer, const Entry* repeated, bool of_offers,
            std::vector<Append>& entries) const;

 private:
  std::optional<Link> link_to(Link::Rel rel, Floor partner) const;
  void cite_both_sides(Append& entry, Floor partner, bool sharply) const;
  bool has_entry(Floor floor) const;
  void link_answer(Append& entry, Floor partner, std::size_t of_floor) const;

  const BatchInput& input_;
  const Pack& pack_;
  const EarlierFloors& earlier_;
  const std::map<Floor, const Post*>& posts_;
  std::set<Floor> entered_{};
};

}  // namespace gailou::digest
