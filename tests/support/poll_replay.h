// Recorded arrival times of replies, polled again in virtual time: when each reply would have been seen, by the
// schedule and by a poller at fixed intervals that sends as many requests over the same time.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "daemon/track/schedule.h"
#include "tests/support/files.h"

namespace gailou::tests {

using digest::Duration;
using digest::Instant;

struct Arrivals {
  std::string name{};
  std::vector<Instant> times{};  // ascending
};

/// Following begins with the post of this number: what came before is the history that a first fetch brings.
inline constexpr std::size_t kKnownPosts = 20;

/// All of tests/data/arrivals, by name.
inline std::vector<Arrivals> recorded_arrivals() {
  std::vector<Arrivals> threads;
  for (const auto& file : std::filesystem::directory_iterator(std::string(GAILOU_TEST_DATA) + "/arrivals")) {
    if (file.path().extension() != ".json") continue;
    Arrivals thread{.name = file.path().stem().string()};
    for (const auto& time : read_json("arrivals/" + file.path().filename().string())) {
      const auto at = digest::parse_iso(time.get_ref<const std::string&>());
      if (!at) throw std::runtime_error(thread.name + ": no time: " + time.dump());
      thread.times.push_back(*at);
    }
    std::sort(thread.times.begin(), thread.times.end());
    threads.push_back(std::move(thread));
  }
  std::sort(threads.begin(), threads.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  return threads;
}

struct Replay {
  std::size_t polls = 0;
  Duration span{};                 // from the start to the poll that saw the last reply
  std::vector<double> delays_s{};  // from each reply to the poll that saw it
};

inline double seconds(Duration length) {
  return std::chrono::duration<double>(length).count();
}

/// What the schedule would have done. It knows nothing but the posts that its polls have seen.
inline Replay replay(const Arrivals& thread, const track::Settings& settings) {
  Replay done;
  track::Rhythm rhythm;
  const auto see = [&rhythm](Instant at) { rhythm = track::with_arrival(std::move(rhythm), at); };
  for (std::size_t i = 0; i < kKnownPosts; ++i) see(thread.times[i]);
  const auto start = thread.times[kKnownPosts - 1];
  auto now = start;
  for (std::size_t next = kKnownPosts; next < thread.times.size();) {
    now += track::interval(rhythm, settings, now);
    ++done.polls;
    for (; next < thread.times.size() && thread.times[next] <= now; ++next) {
      done.delays_s.push_back(seconds(now - thread.times[next]));
      see(thread.times[next]);
    }
  }
  done.span = now - start;
  return done;
}

/// Delays at one fixed interval, for many places of the first poll: luck with that would be most of the figure.
inline std::vector<double> fixed_delays_s(const Arrivals& thread, double interval_s) {
  constexpr int kPhases = 20;
  std::vector<double> delays;
  for (int phase = 0; phase < kPhases; ++phase) {
    const double first = interval_s * (phase + 0.5) / kPhases;
    for (std::size_t i = kKnownPosts; i < thread.times.size(); ++i) {
      const double polls = (seconds(thread.times[i] - thread.times[kKnownPosts - 1]) - first) / interval_s;
      delays.push_back((std::ceil(polls) - polls) * interval_s);
    }
  }
  return delays;
}

inline double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[std::min(values.size() - 1, static_cast<std::size_t>(static_cast<double>(values.size()) * share))];
}

/// Delays of the schedule beside those of fixed intervals at equal requests.
struct Comparison {
  std::size_t polls = 0;
  Duration span{};
  std::vector<double> adaptive_s{};
  std::vector<double> fixed_s{};

  [[nodiscard]] double ratio(double share) const { return quantile(adaptive_s, share) / quantile(fixed_s, share); }
};

inline Comparison compare(const Arrivals& thread, const track::Settings& settings) {
  auto done = replay(thread, settings);
  auto fixed = fixed_delays_s(thread, seconds(done.span) / static_cast<double>(done.polls));
  return {.polls = done.polls, .span = done.span, .adaptive_s = std::move(done.delays_s), .fixed_s = std::move(fixed)};
}

/// All threads together, each against its own fixed interval.
inline Comparison pooled(const std::vector<Arrivals>& threads, const track::Settings& settings) {
  Comparison all;
  for (const auto& thread : threads) {
    const auto one = compare(thread, settings);
    all.polls += one.polls;
    all.span += one.span;
    all.adaptive_s.insert(all.adaptive_s.end(), one.adaptive_s.begin(), one.adaptive_s.end());
    all.fixed_s.insert(all.fixed_s.end(), one.fixed_s.begin(), one.fixed_s.end());
  }
  return all;
}

/// All threads together against one interval for all of them: what a poller does that knows nothing of its threads.
inline Comparison pooled_against_one_interval(const std::vector<Arrivals>& threads, const track::Settings& settings) {
  auto all = pooled(threads, settings);
  all.fixed_s.clear();
  const double interval_s = seconds(all.span) / static_cast<double>(all.polls);
  for (const auto& thread : threads) {
    const auto delays = fixed_delays_s(thread, interval_s);
    all.fixed_s.insert(all.fixed_s.end(), delays.begin(), delays.end());
  }
  return all;
}

}  // namespace gailou::tests
