#include "tests/bench/measure.h"

#include <algorithm>
#include <cstdio>
#include <ctime>

namespace gailou::bench {

double cpu_us(const std::function<void()>& work) {
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
  };
  const double start = now();
  work();
  return now() - start;
}

Pair alternate(int rounds, const std::function<double()>& floor, const std::function<double()>& subject) {
  floor();
  subject();
  Pair pair;
  for (int round = 0; round < rounds; ++round) {
    if (round % 2 == 0) {
      pair.floor.push_back(floor());
      pair.subject.push_back(subject());
    } else {
      pair.subject.push_back(subject());
      pair.floor.push_back(floor());
    }
  }
  return pair;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

void print(const std::string& name, double value, const std::string& unit, double ratio) {
  std::printf("%s %.2f %s %.2f\n", name.c_str(), value, unit.c_str(), ratio);
  std::fflush(stdout);
}

void print_skipped(const std::string& name, const std::string& why) {
  std::printf("%s - skipped %s\n", name.c_str(), why.c_str());
  std::fflush(stdout);
}

void print(const std::string& name, const Pair& pair, double per, const std::string& unit) {
  const double subject = median(pair.subject);
  print(name, subject / per, unit, subject / median(pair.floor));
}

}  // namespace gailou::bench
