// CPU time of this process, rounds that alternate floor and subject, and the line that a bench prints.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace gailou::bench {

/// CPU microseconds that `work` took, all threads of the process together.
double cpu_us(const std::function<void()>& work);

struct Pair {
  std::vector<double> floor{};  // CPU µs a round
  std::vector<double> subject{};
};

/// One warm-up that isn't counted, then `rounds` of both, the order reversed every other round.
Pair alternate(int rounds, const std::function<double()>& floor, const std::function<double()>& subject);

double median(std::vector<double> values);

/// "NAME value unit ratio", the ratio of the medians.
void print(const std::string& name, const Pair& pair, double per, const std::string& unit);
/// A floor or a subject that isn't there: seen, never counted as met.
void print_skipped(const std::string& name, const std::string& why);
void print(const std::string& name, double value, const std::string& unit, double ratio);

}  // namespace gailou::bench
