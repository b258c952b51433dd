// The summary as it will stand behind a batch: what the thread is about, what changed the picture, which offers there
// are.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "digest/compose/features.h"
#include "digest/compose/finish.h"
#include "digest/compose/offers_summary.h"
#include "digest/compose/pack.h"
#include "digest/compose/reading.h"
#include "digest/operation.h"

namespace gailou::digest {

class RunningSummary {
 public:
  /// All that is passed has to outlive it. `scene` may still grow.
  RunningSummary(const BatchInput& input, const Pack& pack, const FeatureKeys& title, const Scene& scene);

  /// The thread is one of offers, as far as it has been read.
  bool is_of_offers() const;
  /// What the thread is about is written once.
  void lead(const Post& post, const Reading& reading);
  void note_news(const Post& post, const Append& entry);
  void note_offer(const Append& entry);
  /// Nothing if the summary that stands still holds.
  std::optional<Summarise> changed();

 private:
  void note_standing_offers();
  bool changes_the_picture(const Post& post, const Append& entry) const;

  const BatchInput& input_;
  const Pack& pack_;
  const FeatureKeys& title_;
  const Scene& scene_;
  Summarise summary_{};                // empty while there is none
  std::string opener_{};               // who wrote the floor that it rests on
  std::vector<OfferStands> offers_{};  // of the thread, in the order in which they opened
};

}  // namespace gailou::digest
