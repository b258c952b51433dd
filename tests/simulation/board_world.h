// A forum of several topics in which everything happens that a Discourse knows, and a gailou that follows some of them,
// on virtual time and driven by one seeded generator.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "daemon/track/settings.h"
#include "storage/store.h"
#include "tests/replay/site.h"
#include "tests/simulation/gailou.h"
#include "tests/simulation/served_posts.h"
#include "tests/support/replay_client.h"
#include "tests/support/temp_folder.h"
#include "tests/support/virtual_loop.h"

namespace gailou::simulation {

class BoardWorld {
 public:
  explicit BoardWorld(std::uint64_t seed);
  ~BoardWorld();

  /// One event by chance, then some virtual time.
  void step();
  /// No more events; time for everything to be seen.
  void calm_down();
  /// What is stored is what the forum shows and what it served.
  void check_end();
  /// What the forum saw of us: one request at a time, none in a cooldown, none over the budget.
  void check_requests();

  std::string what() const;

 private:
  void start();
  void crash();
  void happen();
  void happen_to_a_post();
  void happen_to_a_topic();
  void check_topic(const replay::Topic& topic, digest::ThreadId thread);
  std::int64_t any_post();
  std::int64_t any_topic();
  std::string words();
  std::size_t below(std::size_t bound) { return bound == 0 ? 0 : static_cast<std::size_t>(random_() % bound); }

  std::uint64_t seed_;
  int step_ = 0;
  std::mt19937_64 random_;
  support::TempFolder folder_{support::TempFolder::memory()};
  support::VirtualLoop loop_;
  replay::Site site_;
  support::ReplayClient client_;
  ServedPosts served_;
  track::Settings settings_{};
  bool cache_ = false;
  bool mega_ = false;
  bool bus_ = false;
  bool faults_ = false;
  bool crashes_ = false;
  bool finds_ = false;  // rules look at the forum's lists
  std::unique_ptr<Gailou> gailou_;
  std::map<std::int64_t, digest::ThreadId> followed_{};  // by topic
};

}  // namespace gailou::simulation
