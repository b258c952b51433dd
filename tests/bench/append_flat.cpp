#include <string>

#include "tests/bench/benches.h"
#include "tests/bench/followed_forum.h"
#include "tests/bench/measure.h"

namespace gailou::bench {
namespace {

constexpr std::int64_t kFloorsPerStep = 10;

double step(FollowedForum& followed) {
  followed.release(kFloorsPerStep);
  return cpu_us([&] { followed.poll(); });
}

}  // namespace

void append_flat(int rounds) {
  const auto held_back = (rounds + 1) * kFloorsPerStep;
  for (const std::int64_t length : {70, 1000, 10000}) {
    FollowedForum small(70 + held_back, held_back);
    FollowedForum large(length + held_back, held_back);
    const auto pair = alternate(
        rounds, [&] { return step(small); }, [&] { return step(large); });
    print("append_10_at_" + std::to_string(length), pair, 1, "cpu-us/step");
  }
}

}  // namespace gailou::bench
