// A gailou in this process that follows a made-up forum: what the benches poll and feed.
#pragma once

#include <memory>

#include "daemon/engine/engine.h"
#include "daemon/track/tracker.h"
#include "tests/replay/site.h"
#include "tests/support/replay_client.h"
#include "tests/support/temp_folder.h"
#include "tests/support/virtual_loop.h"

namespace gailou::bench {

class FollowedForum {
 public:
  /// All but `held_back` floors are there, fetched and digested.
  FollowedForum(std::int64_t floors, std::int64_t held_back);
  ~FollowedForum();

  void poll();
  void release(std::int64_t floors);
  const replay::Forum& forum() { return site_.forum(); }

 private:
  struct Engine;
  support::TempFolder folder_{};
  support::VirtualLoop loop_{};
  replay::Site site_;
  support::ReplayClient client_;
  track::Settings settings_{};
  std::unique_ptr<track::StoreThread> store_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<track::Tracker> tracker_;
  digest::ThreadId thread_{};
};

}  // namespace gailou::bench
