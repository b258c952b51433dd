// A forum, a network and a gailou on virtual time, driven by one seeded generator: the same seed is the same run.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "daemon/track/settings.h"
#include "storage/store.h"
#include "tests/replay/site.h"
#include "tests/simulation/gailou.h"
#include "tests/support/replay_client.h"
#include "tests/support/temp_folder.h"
#include "tests/support/virtual_loop.h"

namespace gailou::simulation {

/// Which kinds of trouble a run has; drawn per seed, so that many runs with few kinds each find more than all kinds at
/// once.
struct Troubles {
  bool faults = false;  // 429, 500, HTML, cut answers
  bool losses = false;  // answers that never come
  bool stale = false;   // older answers after newer ones
  bool crashes = false;
  bool edits = false;
  bool removals = false;  // withdrawn, hidden, deleted, and back again
};
std::string to_string(const Troubles& troubles);

class World {
 public:
  World(std::uint64_t seed, std::int64_t floors);
  ~World();

  /// One event by chance, then some virtual time.
  void step();
  /// All trouble ends, all floors appear, and enough time passes.
  void calm_down();

  /// What must always hold; a failure is reported with the seed and the step.
  void check_invariants();
  /// What must hold once all has calmed down.
  void check_end();

  const Troubles& troubles() const { return troubles_; }
  digest::Digest latest_digest();

 private:
  void start();
  void crash();
  void happen();
  void touch_a_post();
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : static_cast<std::size_t>(random_() % bound); }
  std::string where() const { return "seed " + std::to_string(seed_) + " step " + std::to_string(step_); }

  std::uint64_t seed_;
  int step_ = 0;
  std::mt19937_64 random_;
  Troubles troubles_{};
  support::TempFolder folder_{support::TempFolder::memory()};
  support::VirtualLoop loop_;
  replay::Site site_;
  support::ReplayClient client_;
  track::Settings settings_{};
  std::unique_ptr<Gailou> gailou_;
  std::unique_ptr<storage::Reader> reader_;
  digest::ThreadId thread_{};
  std::optional<digest::Digest> last_{};  // as published at the last check
};

}  // namespace gailou::simulation
