// A tracker with a real store over a fake forum, on virtual time; restart() is a crash and a new start.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <gtest/gtest.h>

#include "daemon/io/log.h"
#include "daemon/track/tracker.h"
#include "digest/compose/extract.h"
#include "tests/support/temp_folder.h"
#include "tests/track/fake_forum.h"

namespace gailou::track {

/// The offline engine without a worker of its own: virtual time waits for nobody. A slow one takes as long as it is
/// told to.
class InlineEngine : public engine::Engine {
 public:
  explicit InlineEngine(io::Clock& clock) : clock_(clock) {}
  std::string_view name() const override { return "extract"; }
  bool is_slow() const override { return slow; }
  bool wants_recent() const override { return slow; }
  boost::asio::awaitable<digest::Result<digest::Draft>> draft(engine::Asker asker,
                                                              const digest::BatchInput& input) override {
    settings = input.settings;
    ++drafts;
    kinds.push_back(asker.kind);
    under_way = std::max(under_way, ++now_drafting_);
    const Leave leave{now_drafting_};
    if (takes > digest::Duration::zero()) co_await clock_.sleep_for(takes);
    if (fault) co_return *fault;
    auto draft = digest::extract(input);
    if (beside) draft.operations.push_back(*beside);
    co_return draft;
  }

  bool slow = false;
  digest::Duration takes{0};
  std::optional<digest::Error> fault{};
  std::optional<digest::Operation> beside{};         // what else it proposes
  digest::ComposeSettings settings{};                // of the last batch
  std::vector<std::optional<engine::Kind>> kinds{};  // that were asked for
  int drafts = 0;
  int under_way = 0;  // at most, at a time

 private:
  struct Leave {
    int& count;
    ~Leave() { --count; }
  };
  io::Clock& clock_;
  int now_drafting_ = 0;
};

class TrackedForum : public ::testing::Test {
 protected:
  using Kind = FakeForum::Kind;

  TrackedForum() : forum_(loop_) {
    settings_.settle.edit_grace = 0s;
    settings_.settle.settle_age = 0s;
    settings_.jitter = 0;
    // What is logged of each run would drown a failure.
    io::log::start(io::log::Level::error, "logfmt");
  }
  ~TrackedForum() override { stop(); }

  void start() {
    auto opened = storage::open_store(folder_.path(), loop_.now());
    ASSERT_TRUE(opened) << to_string(opened.error());
    store_ = std::make_unique<StoreThread>(std::move(*opened));
    loop_.watch(*store_);
    auto factory = [this](const storage::SourceRecord&) -> digest::Result<std::unique_ptr<forum::Source>> {
      return std::unique_ptr<forum::Source>(std::make_unique<FakeSource>(forum_));
    };
    tracker_ =
        std::make_unique<Tracker>(settings_, loop_.clock(), *store_, engine_, std::move(factory), 1, loop_.executor());
    tracker_->rules(rules_);
    running_ = loop_.spawn(tracker_->run());
    if (!rules_.empty()) discovering_ = loop_.spawn(tracker_->discover());
    loop_.run_ready();
  }

  void stop() {
    if (!tracker_) return;
    if (!running_->done()) running_->cancel();
    if (discovering_ && !discovering_->done()) discovering_->cancel();
    loop_.run_until([this] { return running_->done() && (!discovering_ || discovering_->done()); }, 1min);
    discovering_.reset();
    loop_.forget_workers();
    tracker_.reset();
    store_.reset();
  }

  void restart() {
    stop();
    start();
  }

  digest::ThreadId add(std::int64_t topic) {
    const storage::SourceRecord source{.name = "forum", .origin = "https://forum.example"};
    const auto added = loop_.run(tracker_->add(source, TopicId{topic}));
    EXPECT_TRUE(added) << to_string(added.error());
    return added->thread.id;
  }

  /// A thread of so many floors, fetched.
  digest::ThreadId follow(std::int64_t topic, std::int64_t floors) {
    forum_.grow(topic, floors);
    const auto id = add(topic);
    loop_.run_for(2min);
    return id;
  }

  storage::ThreadRecord record(digest::ThreadId id) {
    auto reader = storage::open_reader(folder_.path());
    EXPECT_TRUE(reader);
    const auto thread = (*reader)->thread(id);
    EXPECT_TRUE(thread && thread->has_value());
    return **thread;
  }

  std::vector<digest::StoredPost> posts(digest::ThreadId id) {
    auto reader = storage::open_reader(folder_.path());
    const auto slice = (*reader)->posts(id, {.limit = 1000});
    EXPECT_TRUE(slice);
    return slice->posts;
  }

  SourceStatus source_status() { return tracker_->status().sources.at(0); }

  /// The most requests that any span of `length` held.
  std::int64_t most_within(digest::Duration length) const {
    std::int64_t most = 0;
    for (const auto& first : forum_.log) {
      most = std::max<std::int64_t>(most, std::ranges::count_if(forum_.log, [&](const auto& other) {
                                      return other.at >= first.at && other.at < first.at + length;
                                    }));
    }
    return most;
  }

  support::TempFolder folder_{support::TempFolder::memory()};
  support::VirtualLoop loop_;
  FakeForum forum_;
  Settings settings_{};
  InlineEngine engine_{loop_.clock()};
  std::unique_ptr<StoreThread> store_;
  std::unique_ptr<Tracker> tracker_;
  std::vector<discover::Rule> rules_{};
  std::optional<support::Spawned<digest::Result<void>>> running_;
  std::optional<support::Spawned<digest::Result<void>>> discovering_;
};

}  // namespace gailou::track
