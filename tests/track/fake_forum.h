// A forum as the tracker sees it, on virtual time: topics that grow, a list that answers for many, a bus that tells,
// and a log of every request. It fails a test by itself where two requests are under way at once.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "daemon/forum/source.h"
#include "tests/support/virtual_loop.h"

namespace gailou::track {

using namespace std::chrono_literals;
using digest::Floor;
using digest::Instant;
using digest::PostId;
using digest::TopicId;

struct FakePost {
  std::string text{};
  Instant written{};
  bool hidden = false;
  std::int64_t moved_to = 0;  // topic; 0 = here
  bool deleted = false;
};

struct FakeTopic {
  std::map<std::int64_t, FakePost> posts{};  // by floor
  std::string title{};                       // "topic N" if empty
  bool closed = false;
  bool unlisted = false;
  std::int64_t likes = 0;
  std::optional<digest::Error> failure{};  // of every request about it
};

class FakeForum {
 public:
  enum class Kind { look, look_near, posts, ids, post, rows, listen, robots, listed };
  struct Request {
    Kind kind = Kind::look;
    std::int64_t topic = 0;  // 0 = of none alone
    Instant at{};
    std::size_t count = 0;  // of what was asked for
  };

  explicit FakeForum(support::VirtualLoop& loop) : loop_(loop) {}

  /// Adds floors up to `last`, all of this moment; those that a topic begins with came one an hour.
  void grow(std::int64_t topic, std::int64_t last) {
    auto& posts = topics[topic].posts;
    const auto gap = posts.empty() ? digest::Duration{1h} : digest::Duration{};
    for (auto floor = posts.empty() ? 1 : posts.rbegin()->first + 1; floor <= last; ++floor) {
      posts[floor] = {.text = "第" + std::to_string(floor) + "楼说第" + std::to_string(topic) + "件事",
                      .written = loop_.now() - gap * (last - floor)};
    }
  }
  static PostId id_of(std::int64_t topic, std::int64_t floor) { return PostId{topic * 10'000 + floor}; }

  std::int64_t count(Kind kind) const {
    return std::ranges::count_if(log, [kind](const auto& request) { return request.kind == kind; });
  }
  std::int64_t count_since(Instant from) const {
    return std::ranges::count_if(log, [from](const auto& request) { return request.at >= from; });
  }

  std::map<std::int64_t, FakeTopic> topics{};
  std::vector<Request> log{};
  std::deque<digest::Error> fail_next{};
  std::optional<digest::Error> posts_closed{};  // why single posts may not be asked for
  std::set<Kind> closed{};                      // by robots.txt: no such request is sent
  bool cached = false;                          // pages come out of a cache
  bool has_gate = true;
  bool has_bus = true;
  bool has_lists = true;
  bool has_top = true;
  bool only_likes = false;  // what the bus tells of
  bool holds = true;        // whether a bus request is held open
  std::optional<digest::Duration> crawl_delay{};
  bool robots = false;
  digest::Duration latency = 50ms;

 private:
  friend class FakeSource;
  support::VirtualLoop& loop_;
  int under_way_ = 0;
};

class FakeSource : public forum::Source {
 public:
  explicit FakeSource(FakeForum& forum) : forum_(forum) {}

  template <class T>
  using Answer = boost::asio::awaitable<digest::Result<T>>;
  using Kind = FakeForum::Kind;

  bool obeys_robots() const override { return forum_.robots; }
  Answer<forum::RobotsLook> robots() override {
    if (const auto failure = co_await request(Kind::robots, 0, 0)) co_return *failure;
    co_return forum::RobotsLook{.crawl_delay = forum_.crawl_delay};
  }

  Answer<forum::Look> look(TopicId topic, Floor last) override {
    if (const auto failure = co_await request(Kind::look, topic.value, 0)) co_return *failure;
    const auto& posts = forum_.topics[topic.value].posts;
    const auto end = posts.empty() ? 0 : posts.rbegin()->first;
    co_return page(topic.value, last.value == 0 ? 1 : std::max<std::int64_t>(1, std::min(last.value + 10, end - 19)));
  }

  Answer<forum::Look> look_near(TopicId topic, Floor floor) override {
    if (const auto failure = co_await request(Kind::look_near, topic.value, 0)) co_return *failure;
    co_return page(topic.value, std::max<std::int64_t>(1, floor.value - 5));
  }

  Answer<forum::Look> posts(TopicId topic, std::vector<PostId> ids) override {
    if (const auto failure = co_await request(Kind::posts, topic.value, ids.size())) co_return *failure;
    forum::Look look;
    look.observation.fresh = true;
    for (const auto id : ids) {
      // Moved posts keep their id and answer in their new topic.
      const auto& home = forum_.topics[id.value / 10'000].posts;
      const auto at = home.find(id.value % 10'000);
      if (at == home.end() || at->second.deleted) continue;
      const auto lives = at->second.moved_to == 0 ? id.value / 10'000 : at->second.moved_to;
      if (lives == topic.value) look.observation.posts.push_back(post_of(id.value / 10'000, at->first, at->second));
    }
    look.observation.asked = std::move(ids);
    co_return look;
  }

  Answer<std::vector<PostId>> ids_after(TopicId topic, Floor) override {
    if (const auto failure = co_await request(Kind::ids, topic.value, 0)) co_return *failure;
    co_return std::vector<PostId>{};
  }

  Answer<forum::PostLook> post(PostId id) override {
    if (const auto failure = co_await request(Kind::post, id.value / 10'000, 1)) co_return *failure;
    if (forum_.posts_closed) co_return *forum_.posts_closed;
    const auto& home = forum_.topics[id.value / 10'000].posts;
    const auto at = home.find(id.value % 10'000);
    if (at == home.end() || at->second.deleted) co_return forum::PostLook{};
    const auto lives = at->second.moved_to == 0 ? id.value / 10'000 : at->second.moved_to;
    co_return forum::PostLook{.found = true, .topic = TopicId{lives}};
  }

  Answer<std::vector<forum::TopicRow>> rows(std::vector<TopicId> topics) override {
    if (const auto failure = co_await request(Kind::rows, 0, topics.size())) co_return *failure;
    if (!forum_.has_gate) co_return digest::Error{.code = digest::Code::refused, .what = "no gate"};
    std::vector<forum::TopicRow> rows;
    for (const auto topic : topics) {
      if (forum_.topics[topic.value].unlisted) continue;
      const auto header = header_of(topic.value);
      rows.push_back({.topic = topic,
                      .posts_count = header.posts_count,
                      .highest = header.highest,
                      .last_posted_at = header.last_posted_at,
                      .bumped_at = header.last_posted_at,
                      .title = header.title,
                      .closed = header.closed});
    }
    co_return rows;
  }

  /// All of them, on either list.
  Answer<std::vector<forum::ListedTopic>> listed(forum::TopicList list) override {
    if (const auto failure = co_await request(Kind::listed, 0, 0)) co_return *failure;
    if (!forum_.has_lists || (list == forum::TopicList::top && !forum_.has_top))
      co_return digest::Error{.code = digest::Code::refused, .what = "no list"};
    std::vector<forum::ListedTopic> rows;
    for (const auto& [topic, from] : forum_.topics) {
      const auto header = header_of(topic);
      rows.push_back({.topic = TopicId{topic},
                      .title = header.title,
                      .posts_count = header.posts_count,
                      .likes = from.likes,
                      .created_at = header.created_at,
                      .bumped_at = header.last_posted_at,
                      .last_posted_at = header.last_posted_at,
                      .closed = header.closed,
                      .unlisted = from.unlisted});
    }
    co_return rows;
  }

  Answer<std::vector<forum::BusPosition>> listen(std::vector<forum::BusPosition> positions,
                                                 digest::Duration longest) override {
    if (const auto failure = co_await request(Kind::listen, 0, positions.size())) co_return *failure;
    if (!forum_.has_bus) co_return digest::Error{.code = digest::Code::refused, .what = "no bus"};
    const auto until = forum_.loop_.now() + longest;
    while (true) {
      std::vector<forum::BusPosition> news;
      for (const auto& position : positions) {
        const auto now = bus_of(position.topic.value);
        if (now > position.last)
          news.push_back(
              {.topic = position.topic, .last = now, .grown = !forum_.only_likes, .idle = forum_.only_likes});
      }
      if (!news.empty() || !forum_.holds || forum_.loop_.now() >= until) co_return news;
      co_await forum_.loop_.clock().sleep_for(1s);
    }
  }

 private:
  boost::asio::awaitable<std::optional<digest::Error>> request(Kind kind, std::int64_t topic, std::size_t count) {
    if (forum_.closed.contains(kind)) co_return digest::Error{.code = digest::Code::forbidden, .what = "robots.txt"};
    const auto left = co_await ask_leave();
    if (!left) co_return left.error();
    forum_.log.push_back({.kind = kind, .topic = topic, .at = forum_.loop_.now(), .count = count});
    EXPECT_EQ(forum_.under_way_++, 0) << "two requests at once";
    // The destructor also runs when the request is cancelled.
    const struct Leave {
      int& under_way;
      ~Leave() { --under_way; }
    } leave{forum_.under_way_};
    co_await forum_.loop_.clock().sleep_for(forum_.latency);
    if (!forum_.fail_next.empty()) {
      auto failure = forum_.fail_next.front();
      forum_.fail_next.pop_front();
      co_return failure;
    }
    if (topic != 0) co_return forum_.topics[topic].failure;
    co_return std::nullopt;
  }

  std::int64_t bus_of(std::int64_t topic) { return std::ssize(forum_.topics[topic].posts); }

  std::vector<std::pair<std::int64_t, const FakePost*>> shown(std::int64_t topic) {
    std::vector<std::pair<std::int64_t, const FakePost*>> shown;
    for (const auto& [floor, post] : forum_.topics[topic].posts) {
      if (!post.deleted && post.moved_to == 0) shown.emplace_back(floor, &post);
    }
    return shown;
  }

  static digest::Post post_of(std::int64_t topic, std::int64_t floor, const FakePost& from) {
    digest::Post post{.id = FakeForum::id_of(topic, floor), .floor = Floor{floor}, .author = "reader"};
    post.created_at = from.written;
    post.updated_at = from.written;
    if (from.hidden) {
      post.state = digest::PostState::hidden;
      return post;
    }
    digest::Block block;
    block.spans.push_back({.text = from.text});
    post.body.blocks.push_back(std::move(block));
    return post;
  }

  digest::ThreadHeader header_of(std::int64_t topic) {
    const auto list = shown(topic);
    digest::ThreadHeader header;
    const auto& title = forum_.topics[topic].title;
    header.title = title.empty() ? "topic " + std::to_string(topic) : title;
    header.posts_count = std::ssize(list);
    header.closed = forum_.topics[topic].closed;
    if (list.empty()) return header;
    header.highest = Floor{list.back().first};
    header.created_at = list.front().second->written;
    header.last_posted_at = list.back().second->written;
    return header;
  }

  forum::Look page(std::int64_t topic, std::int64_t first) {
    forum::Look look;
    look.observation.header = header_of(topic);
    look.observation.fresh = !forum_.cached;
    look.bus = bus_of(topic);
    auto& stream = look.observation.stream.emplace();
    for (const auto& [floor, post] : shown(topic)) {
      stream.push_back(FakeForum::id_of(topic, floor));
      if (floor >= first && std::ssize(look.observation.posts) < 20)
        look.observation.posts.push_back(post_of(topic, floor, *post));
    }
    return look;
  }

  FakeForum& forum_;
};

}  // namespace gailou::track
