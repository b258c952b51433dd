// Whatever happens on a forum: what it served is stored, what it shows is shown, and it was never asked too much.
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "tests/simulation/board_world.h"
#include "tests/support/sanitized.h"

namespace gailou::simulation {
namespace {

constexpr std::uint64_t kSeeds = tests::unless_sanitized<std::uint64_t>(32, 4);
constexpr std::uint64_t kSeedsPerTest = kSeeds / 4;
constexpr int kSteps = tests::unless_sanitized(60, 30);

void run(std::uint64_t seed) {
  BoardWorld world(seed);
  SCOPED_TRACE(world.what());
  for (int step = 0; step < kSteps && !::testing::Test::HasFailure(); ++step) world.step();
  if (::testing::Test::HasFailure()) return;
  world.calm_down();
  world.check_end();
  world.check_requests();
}

class Board : public ::testing::TestWithParam<std::uint64_t> {};

/// GAILOU_SEED=17 runs that seed alone.
TEST_P(Board, what_a_forum_served_is_what_is_stored) {
  if (const char* seed = std::getenv("GAILOU_SEED")) {
    run(std::stoull(seed));
    return;
  }
  const auto first = GetParam();
  for (std::uint64_t seed = first; seed < first + kSeedsPerTest && !HasFailure(); ++seed) run(seed);
}

INSTANTIATE_TEST_SUITE_P(From, Board, ::testing::Range<std::uint64_t>(1, kSeeds + 1, kSeedsPerTest));

}  // namespace
}  // namespace gailou::simulation
