#include "daemon/track/reread.h"

#include <algorithm>
#include <cmath>

namespace gailou::track {
namespace {

using digest::Duration;
using digest::Floor;

constexpr int kLooksAtEnd = 1;          // between two older pages, while nothing is expected
constexpr int kLooksAtEndWithNews = 3;  // and while the thread grows
constexpr int kLooksAtEndWhenTold = 7;  // and where news is certain; a thread that is always told of is read again too
constexpr int kTurnsPerRestPage = 3;    // of three older pages one lies behind the window
constexpr double kOwedMost = 4;         // pages of each kind at once after a long pause
constexpr Duration kWindowWithin = std::chrono::hours{24 * 7};
constexpr Duration kRestWithin = std::chrono::hours{24 * 30};

/// Floors from `first` to `last` that are read again in one sweep, from the newest page back.
struct Stretch {
  std::int64_t first = 1;
  std::int64_t last = 0;
  bool empty() const { return last < first; }
  double pages() const {
    return empty() ? 0 : std::ceil(static_cast<double>(last - first + 1) / static_cast<double>(kFloorsPerPage));
  }
};

Stretch window_of(const RereadFacts& facts) {
  return {.first = std::max<std::int64_t>(1, facts.highest.value - facts.window + 1),
          .last = facts.window > 0 ? facts.highest.value - kFloorsPerPage : 0};
}

Stretch rest_of(const RereadFacts& facts) {
  const auto newest_read = std::max(facts.window, kFloorsPerPage);
  return {.first = 1, .last = facts.window > 0 ? facts.highest.value - newest_read : 0};
}

double share(Duration passed, Duration whole) {
  return static_cast<double>(passed.count()) / static_cast<double>(whole.count());
}

void count_owed(RereadPace& pace, const RereadFacts& facts) {
  // A clock that jumps back owes nothing.
  const auto passed = pace.counted_at ? std::max(facts.now - *pace.counted_at, Duration::zero()) : Duration::zero();
  pace.counted_at = facts.now;
  const double window = window_of(facts).pages() * share(passed, kWindowWithin);
  const double rest = rest_of(facts).pages() * share(passed, kRestWithin);
  pace.window_owed = std::min(pace.window_owed + window, kOwedMost);
  pace.rest_owed = std::min(pace.rest_owed + rest, kOwedMost);
}

/// The first sweep after a start begins anywhere, so that a daemon that is often restarted reaches every page.
Floor start_of(const Stretch& stretch, double chance) {
  const auto pages = static_cast<std::int64_t>(stretch.pages());
  const auto skipped = std::min(pages - 1, static_cast<std::int64_t>(static_cast<double>(pages) * chance));
  return Floor{stretch.last + 1 - skipped * kFloorsPerPage};
}

Floor next_in(const Stretch& stretch, Floor before, int turns, double chance) {
  if (before.value == 0 && turns == 0) return start_of(stretch, chance);
  if (before.value <= stretch.first || before.value > stretch.last + 1) return Floor{stretch.last + 1};
  return before;
}

bool is_turn_of_rest(const RereadPace& pace) {
  if (pace.rest_owed >= 1 || pace.window_owed >= 1) return pace.rest_owed > pace.window_owed;
  return pace.turns % kTurnsPerRestPage == kTurnsPerRestPage - 1;
}

OlderPage take_page(RereadPace& pace, const RereadFacts& facts) {
  const auto window = window_of(facts);
  const auto rest = rest_of(facts);
  const bool is_rest = window.empty() || (!rest.empty() && is_turn_of_rest(pace));
  const auto page = is_rest ? next_in(rest, pace.rest_before, pace.turns / kTurnsPerRestPage, facts.chance)
                            : next_in(window, pace.window_before, pace.turns, facts.chance);
  ++pace.turns;
  auto& owed = is_rest ? pace.rest_owed : pace.window_owed;
  owed = std::max(0.0, owed - 1);
  return {.before = page, .behind_window = is_rest};
}

int looks_before_older_page(const RereadFacts& facts) {
  if (facts.is_told) return kLooksAtEndWhenTold;
  return facts.expects_news ? kLooksAtEndWithNews : kLooksAtEnd;
}

bool has_older_pages(const RereadFacts& facts) {
  return !window_of(facts).empty() || !rest_of(facts).empty();
}

}  // namespace

Floor OlderPage::middle() const {
  constexpr std::int64_t kBefore = 5;
  return Floor{std::max<std::int64_t>(1, before.value - kFloorsPerPage + kBefore)};
}

std::optional<OlderPage> page_to_look_at(RereadPace& pace, const RereadFacts& facts) {
  count_owed(pace, facts);
  if (!has_older_pages(facts)) return std::nullopt;
  if (pace.looks_at_end < looks_before_older_page(facts)) {
    ++pace.looks_at_end;
    return std::nullopt;
  }
  pace.looks_at_end = 0;
  return take_page(pace, facts);
}

std::optional<OlderPage> page_still_owed(RereadPace& pace, const RereadFacts& facts) {
  const bool owes_window = pace.window_owed >= 1 && !window_of(facts).empty();
  const bool owes_rest = pace.rest_owed >= 1 && !rest_of(facts).empty();
  if (!owes_window && !owes_rest) return std::nullopt;
  return take_page(pace, facts);
}

void note_page(RereadPace& pace, const OlderPage& page, std::optional<Floor> lowest) {
  // An answer that doesn't reach down must not hold up the sweep.
  const Floor fallback{std::max<std::int64_t>(1, page.before.value - kFloorsPerPage)};
  const Floor next = lowest && *lowest < page.before ? *lowest : fallback;
  (page.behind_window ? pace.rest_before : pace.window_before) = next;
}

}  // namespace gailou::track
