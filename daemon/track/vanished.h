// Posts that are no longer in the stream: moved elsewhere, deleted, or a forum that lies for a while. What vanished is
// looked up before it is believed, a few requests a poll.
#pragma once

#include <cstdint>
#include <string>

#include "daemon/track/followed.h"
#include "daemon/track/round_tools.h"

namespace gailou::track {

/// Look-ups of one poll; the rest waits for the next.
inline constexpr int kLookupsPerPoll = 5;

/// A thread that loses more than a fifth of its floors at once is more likely broken than deleted. Pure.
bool is_too_much(std::int64_t vanished, std::int64_t stored);

/// What its owner is told then.
std::string vanished_notice(const std::string& thread, std::int64_t vanished, std::int64_t stored);

/// Settles what is to be confirmed: moved where the forum shows it elsewhere, deleted where it shows it nowhere, unless
/// that is too much at once: then nothing is taken for deleted, and the thread's notice says so.
Step confirm_vanished(RoundTools tools, std::shared_ptr<Followed> thread);

}  // namespace gailou::track
