#include "tests/bench/followed_forum.h"

#include <cstdio>
#include <cstdlib>

#include "daemon/forum/discourse/source.h"
#include "digest/compose/extract.h"

namespace gailou::bench {

using namespace std::chrono_literals;

struct FollowedForum::Engine : engine::Engine {
  std::string_view name() const override { return "extract"; }
  boost::asio::awaitable<digest::Result<digest::Draft>> draft(engine::Asker /*asker*/,
                                                              const digest::BatchInput& input) override {
    co_return digest::extract(input);
  }
};

namespace {

/// A bench that can't be set up has no figure to give.
template <class T>
T must(digest::Result<T> result) {
  if (result) return std::move(*result);
  std::fprintf(stderr, "gailou-bench: %s\n", digest::to_string(result.error()).c_str());
  std::exit(1);
}

}  // namespace

FollowedForum::FollowedForum(std::int64_t floors, std::int64_t held_back)
    : site_(replay::made_up_forum(floors)), client_(site_) {
  client_.remember = false;
  site_.forum().released = floors - held_back;
  settings_.per_host_rate = 1000;
  settings_.settle.settle_age = 0s;
  settings_.settle.edit_grace = 0s;
  store_ = std::make_unique<track::StoreThread>(must(storage::open_store(folder_.path(), loop_.now())));
  engine_ = std::make_unique<Engine>();
  loop_.watch(*store_);
  auto factory = [this](const storage::SourceRecord& record) -> digest::Result<std::unique_ptr<forum::Source>> {
    return std::unique_ptr<forum::Source>(
        std::make_unique<forum::discourse::Source>(record, client_, forum::Settings{}, loop_.clock()));
  };
  tracker_ =
      std::make_unique<track::Tracker>(settings_, loop_.clock(), *store_, *engine_, factory, 1, loop_.executor());
  loop_.spawn(tracker_->run());
  loop_.run_ready();
  const storage::SourceRecord source{.name = "local", .kind = "discourse", .origin = "http://127.0.0.1:1"};
  thread_ = must(loop_.run(tracker_->add(source, digest::TopicId{1}))).thread.id;
  loop_.run_for(10min);
}

FollowedForum::~FollowedForum() {
  tracker_->stop();
  loop_.run_ready();
}

void FollowedForum::poll() {
  must(loop_.run(tracker_->poll(thread_)));
}

void FollowedForum::release(std::int64_t floors) {
  for (; floors > 0; --floors) site_.forum().released = site_.forum().next_floor();
}

}  // namespace gailou::bench
