// An edited floor beside what it said before: which entries told of what, which changes matter and to whom.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "digest/compose/correction_desk.h"
#include "digest/compose/text_change.h"

namespace gailou::digest {

class EditedFloor {
 public:
  enum class Kind { reworded, lost, gained };
  /// Changes of one kind of what one entry told.
  struct Matter {
    const Entry* target = nullptr;
    Kind kind = Kind::reworded;
    std::vector<SentenceChange> changes{};
  };

  /// `taken`: what entries about offers tell of the floor. All that is passed has to outlive it.
  EditedFloor(const CorrectionDesk& desk, const Edit& edit, const Post& post, const std::vector<std::string>& taken);

  const Reading& before() const { return before_; }
  const Reading& after() const { return after_; }
  const TextChanges& changes() const { return changes_; }
  /// Live entries that cite the floor, ascending.
  const std::vector<const Entry*>& told() const { return told_; }

  /// The last entry that took the sentence to tell of it, else one that answers it.
  const Entry* reporter(const Sentence& sentence) const;
  /// There to tell of this floor, and not of one that answers it.
  bool is_own(const Entry& entry) const;
  /// Each line that is new is a matter of its own.
  std::vector<Matter> matters() const;

 private:
  const Entry* home() const;
  bool tells_of_deals() const;
  bool is_about_an_offer(const Sentence& sentence) const;
  bool says_something_new(const Sentence& sentence) const;
  bool is_idle(const Sentence& sentence) const;
  const Entry* target_of(const SentenceChange& change) const;
  const Entry* target_of_rewording(std::size_t before, std::size_t after) const;
  const Entry* target_of_loss(std::size_t before) const;
  const Entry* target_of_gain(std::size_t after) const;
  std::size_t line_of(const SentenceChange& change) const;

  const CorrectionDesk& desk_;
  const std::vector<std::string>& taken_;
  Floor floor_;
  Reading before_;
  Reading after_;
  TextChanges changes_;
  std::vector<const Entry*> told_{};
};

/// Those sentences alone.
Reading part_of(const Reading& reading, const std::vector<std::size_t>& indices);

}  // namespace gailou::digest
