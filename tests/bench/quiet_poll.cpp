#include <nlohmann/json.hpp>

#include "tests/bench/benches.h"
#include "tests/bench/followed_forum.h"
#include "tests/bench/measure.h"

namespace gailou::bench {

void quiet_poll(int rounds) {
  constexpr int kPolls = 50;
  FollowedForum followed(1000, 0);
  const std::string body = replay::topic_json(followed.forum(), 1015);
  const auto pair = alternate(
      rounds,
      [&] {
        return cpu_us([&] {
          // The answer is written in this process too, so the floor writes it as well.
          for (int i = 0; i < kPolls; ++i) {
            const auto page = replay::topic_json(followed.forum(), 1015);
            const auto json = nlohmann::json::parse(page);
            if (json.empty()) std::abort();
          }
        });
      },
      [&] {
        return cpu_us([&] {
          for (int i = 0; i < kPolls; ++i) followed.poll();
        });
      });
  print("quiet_poll", pair, kPolls, "cpu-us/poll");
}

}  // namespace gailou::bench
