// No CPU is measured here: the schedule is a pure function, so its delays are the same on every machine and in every
// run.
#include <string>

#include "tests/bench/benches.h"
#include "tests/bench/measure.h"
#include "tests/support/poll_replay.h"

namespace gailou::bench {
namespace {

void print_delays(const std::string& name, const tests::Comparison& delays) {
  for (const auto& [what, share] : {std::pair{"_p50", 0.5}, std::pair{"_p95", 0.95}}) {
    print(name + what, tests::quantile(delays.adaptive_s, share) / 60, "min", delays.ratio(share));
  }
}

}  // namespace

void delay() {
  const auto threads = tests::recorded_arrivals();
  for (const auto& [name, min_interval] :
       {std::pair{"delay_x4", 15}, std::pair{"delay", 60}, std::pair{"delay_x0.25", 240}}) {
    track::Settings settings;
    settings.min_interval = std::chrono::seconds{min_interval};
    const auto all = tests::pooled(threads, settings);
    const double days = tests::seconds(all.span) / 86400;
    print(std::string(name) + "_requests", static_cast<double>(all.polls) / days, "requests/thread/day", 1.0);
    print_delays(name, all);
    print_delays(std::string(name) + "_one_interval", tests::pooled_against_one_interval(threads, settings));
  }
  for (const auto& thread : threads) print_delays("delay_" + thread.name, tests::compare(thread, track::Settings{}));
}

}  // namespace gailou::bench
