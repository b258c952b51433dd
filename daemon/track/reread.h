// Which part of a thread a poll looks at. Every look brings the whole stream of ids, wherever it is: what is new or
// gone shows on any page. An edit, a withdrawal or a flag changes nothing in the stream and shows only on the page that
// holds the post. So some looks are directed at older pages, which costs no further request while nothing is new. Pure.
//
// What is promised: a change of the newest 20 floors is seen by the second look, one within poll.recheck_window within
// a week, any other within 30 days; sooner while a thread is polled often (the window's pages within some 30 polls).
#pragma once

#include <cstdint>
#include <optional>

#include "digest/ids.h"
#include "digest/time.h"

namespace gailou::track {

/// Floors on one page of the topic (Discourse's chunk size).
inline constexpr std::int64_t kFloorsPerPage = 20;

/// How far the re-reading of one thread has come. Starts anew with the process, at a page left to chance.
struct RereadPace {
  int looks_at_end = 0;           // since the last look at an older page
  int turns = 0;                  // older pages looked at
  digest::Floor window_before{};  // the window's next page ends below it; 0 = begin at its newest
  digest::Floor rest_before{};    // the same behind the window
  double window_owed = 0;         // pages that the promise asks for by now
  double rest_owed = 0;
  std::optional<digest::Instant> counted_at{};
};

struct RereadFacts {
  digest::Floor highest{};
  std::int64_t window = 200;  // poll.recheck_window
  bool expects_news = false;  // the last poll found some: a look at the end is likely to bring the next in one request
  bool is_told = false;       // the gate or the bus tells of posts: on an older page they would take a second request
  double chance = 0;          // in [0, 1): where the first sweep begins
  digest::Instant now{};
};

/// An older page: the floors just below `before`.
struct OlderPage {
  digest::Floor before{};
  bool behind_window = false;
  /// The floor to look near: five before it and the rest after (forum::Source::look_near).
  digest::Floor middle() const;
};

/// Called once a poll: the page to look at; nothing: look at the thread's end.
std::optional<OlderPage> page_to_look_at(RereadPace& pace, const RereadFacts& facts);

/// Called after that look, until it answers nothing: a further page that the promise asks for, at a request of its own.
std::optional<OlderPage> page_still_owed(RereadPace& pace, const RereadFacts& facts);

/// The page has been read down to `lowest`; nothing: no post of it is there any more.
void note_page(RereadPace& pace, const OlderPage& page, std::optional<digest::Floor> lowest);

}  // namespace gailou::track
