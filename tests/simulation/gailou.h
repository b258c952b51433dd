// The gailou of a simulation: the real one from the HTTP client's seam inwards. A crash drops it between two steps of
// the loop and starts another on the same file.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "daemon/forum/discourse/source.h"
#include "daemon/track/tracker.h"
#include "storage/store.h"
#include "tests/simulation/inline_engine.h"
#include "tests/support/virtual_loop.h"

namespace gailou::simulation {

inline const storage::SourceRecord kSource{.name = "local", .kind = "discourse", .origin = "http://127.0.0.1:1"};

/// One run of the daemon's rooms; destroying it is the crash.
class Gailou {
 public:
  struct Place {
    support::VirtualLoop& loop;
    io::HttpClient& client;
    const track::Settings& settings;
    std::uint64_t seed = 0;
    std::vector<track::discover::Rule> rules{};
  };

  /// Null, with a failure told, if the store can't be opened.
  static std::unique_ptr<Gailou> start(const Place& place, const std::string& folder) {
    auto opened = storage::open_store(folder, place.loop.now());
    if (!opened) {
      ADD_FAILURE() << digest::to_string(opened.error());
      return nullptr;
    }
    auto gailou = std::make_unique<Gailou>(place, std::move(*opened));
    gailou->tracker.rules(place.rules);
    gailou->running_ = place.loop.spawn(gailou->tracker.run());
    gailou->finding_ = place.loop.spawn(gailou->tracker.discover());
    place.loop.run_ready();
    return gailou;
  }

  static void crash(std::unique_ptr<Gailou>& gailou) {
    auto& loop = gailou->place_.loop;
    gailou->running_->cancel();
    gailou->finding_->cancel();
    const auto ended = [&] { return gailou->running_->done() && gailou->finding_->done(); };
    loop.run_until(ended, std::chrono::minutes{1});
    loop.forget_workers();
    gailou.reset();
  }

  Gailou(const Place& place, std::unique_ptr<storage::Store> opened)
      : store(std::move(opened)),
        tracker(
            place.settings, place.loop.clock(), store, engine,
            [place](const storage::SourceRecord& record) -> digest::Result<std::unique_ptr<forum::Source>> {
              return std::unique_ptr<forum::Source>(std::make_unique<forum::discourse::Source>(
                  record, place.client, forum::Settings{}, place.loop.clock()));
            },
            place.seed, place.loop.executor()),
        place_(place) {
    place.loop.watch(store);
  }

  track::StoreThread store;
  InlineEngine engine;
  track::Tracker tracker;

 private:
  Place place_;
  std::optional<support::Spawned<digest::Result<void>>> running_{};
  std::optional<support::Spawned<digest::Result<void>>> finding_{};
};

}  // namespace gailou::simulation
