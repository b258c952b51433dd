// Subscribers of a site over a real store, on a loop with virtual time.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/serve/live/live.h"
#include "tests/serve/scripted_stream.h"
#include "tests/serve/site_fixture.h"

namespace gailou::serve {

class LiveTest : public SiteTest {
 protected:
  LiveTest() : LiveTest(Settings{}) {}
  explicit LiveTest(const Settings& settings) : SiteTest(settings) { start(); }
  ~LiveTest() override { end(); }

  void start() {
    running_.push_back(loop_.spawn(site_.live().run()));
    running_.push_back(loop_.spawn(site_.live().beat()));
    settle();
  }
  void end() {
    for (auto& each : running_) each.cancel();
    loop_.run_until_idle();
    running_.clear();
  }
  /// What is ready happens; time stands still.
  void settle() { loop_.run_ready(); }

  /// A stream that was answered 200 and taken over.
  std::shared_ptr<ScriptedStream> subscribe(std::string_view target = "/events", std::string_view last_id = {},
                                            std::size_t room = ScriptedStream::kMuch) {
    auto request = request_for(target);
    request.last_event_id = last_id;
    const auto response = answer(std::move(request));
    EXPECT_EQ(response.status, 200) << body_of(response);
    auto stream = std::make_shared<ScriptedStream>();
    stream->set_room(room);
    if (response.stream) response.stream(stream);
    settle();
    return stream;
  }
  Heard heard_by(const std::shared_ptr<ScriptedStream>& stream) {
    settle();
    return hear(stream->got());
  }

  /// Another floor of the thread, digested: one revision.
  void add_revision(digest::ThreadId id, std::int64_t topic = 7) {
    const auto floor = ++floors_[id];
    digest::Observation seen;
    digest::ThreadHeader header;
    header.title = "算力租赁";
    header.slug = "lease";
    header.posts_count = floor;
    seen.header = header;
    auto post = post_at(floor);
    post.id = digest::PostId{topic * 10'000 + floor};
    seen.posts.push_back(post);
    EXPECT_TRUE(store_->ingest(id, seen, std::chrono::seconds{90}, now()).has_value());
    EXPECT_TRUE(store_->complete_first_fetch(id, now()).has_value());
    EXPECT_GT(digest_pending(id), 0);
    site_.live().committed();
    settle();
  }

  std::map<digest::ThreadId, std::int64_t> floors_{};
  std::vector<support::Spawned<void>> running_{};
};

using CommitList = std::vector<std::int64_t>;
using TypeList = std::vector<std::string>;

}  // namespace gailou::serve
