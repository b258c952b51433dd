#include "tests/simulation/board_world.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

namespace gailou::simulation {

using namespace std::chrono_literals;

namespace {

constexpr std::int64_t kTopics = 6;
constexpr std::int64_t kFollowed = 5;  // the last one only takes in what is moved
constexpr int kRetryAfter = 40;        // seconds

/// It wants whatever has a reply, and soon has enough of it.
const track::discover::Rule kAnything{.name = "anything",
                                      .source = kSource.name,
                                      .min_replies_per_hour = 1e-6,
                                      .max_threads = 2,
                                      .mode = track::discover::Mode::add,
                                      .asleep_after = 1h,
                                      .interval = 20min};

}  // namespace

BoardWorld::BoardWorld(std::uint64_t seed)
    : seed_(seed),
      random_(seed),
      site_(replay::made_up_forum(40 + static_cast<std::int64_t>(seed % 40))),
      client_(site_, loop_.clock()),
      served_(client_) {
  site_.set_clock(loop_.clock());
  for (std::int64_t topic = 2; topic <= kTopics; ++topic)
    site_.board().add(replay::made_up_forum(3 + static_cast<std::int64_t>(below(30)), topic));
  for (auto& topic : site_.board().topics) topic.released = topic.posts.back().floor;
  auto& setup = site_.board().settings;
  setup.anonymous_cache = cache_ = below(2) == 0;
  setup.detailed_404 = below(2) == 0;
  setup.style.tags_as_objects = below(2) == 0;
  // Some of the topics have no stream on their page.
  mega_ = below(3) == 0;
  if (mega_) setup.style.mega_posts = 35;
  setup.bus = bus_ = below(2) == 0;
  client_.remember = false;
  settings_.live = below(2) == 0;
  settings_.max_interval = 6h;
  settings_.settle.settle_age = 0s;
  settings_.settle.edit_grace = 0s;
  faults_ = below(2) == 0;
  crashes_ = below(2) == 0;
  finds_ = seed_ % 3 == 0;
  start();
}

BoardWorld::~BoardWorld() = default;

std::string BoardWorld::what() const {
  return "seed " + std::to_string(seed_) + " step " + std::to_string(step_) + (cache_ ? " cache" : "") +
         (mega_ ? " mega" : "") + (settings_.live ? " live" : "") + (bus_ ? " bus" : "") + (faults_ ? " faults" : "") +
         (crashes_ ? " crashes" : "") + (finds_ ? " finds" : "");
}

void BoardWorld::start() {
  Gailou::Place place{.loop = loop_, .client = served_, .settings = settings_, .seed = seed_};
  if (finds_) place.rules = {kAnything};
  gailou_ = Gailou::start(place, folder_.path());
  ASSERT_TRUE(gailou_) << what();
  for (std::int64_t topic = 1; topic <= kFollowed; ++topic) {
    const auto added = loop_.run(gailou_->tracker.add(kSource, digest::TopicId{topic}));
    ASSERT_TRUE(added) << what();
    followed_[topic] = added->thread.id;
  }
}

void BoardWorld::crash() {
  Gailou::crash(gailou_);
  start();
}

std::int64_t BoardWorld::any_topic() {
  return 1 + static_cast<std::int64_t>(below(kFollowed));
}

std::int64_t BoardWorld::any_post() {
  const auto visible = site_.board().find(any_topic())->visible();
  return visible.empty() ? 0 : visible[below(visible.size())]->id;
}

std::string BoardWorld::words() {
  return "<p>第" + std::to_string(step_) + "步有人说价格是" + std::to_string(1000 + below(9000)) + "元。</p>";
}

void BoardWorld::happen_to_a_post() {
  auto events = site_.events();
  const auto post = any_post();
  switch (below(14)) {
    case 0:
    case 1:
    case 2:
      return events.edit(post, words());
    case 3:
      return events.edit_quietly(post, words());
    case 4:
      return events.withdraw(post);
    case 5:
      return events.hide(post);
    case 6:
      return events.remove(post);
    case 7:
      return events.purge(post);
    case 8:
      return events.like(post);
    case 9:
      return events.accept(post);
    case 10:
      return events.move({post}, static_cast<std::int64_t>(1 + below(kTopics)));
    default:
      break;
  }
  // What was taken back comes again.
  for (auto& topic : site_.board().topics) {
    for (auto& held : topic.posts) {
      if (held.hidden && below(2) == 0) return events.unhide(held.id);
      if (held.withdrawn && below(2) == 0) return events.restore(held.id);
      if (held.deleted && below(3) == 0) return events.recover(held.id);
    }
  }
}

void BoardWorld::happen_to_a_topic() {
  auto events = site_.events();
  const auto number = any_topic();
  const auto& topic = *site_.board().find(number);
  switch (below(8)) {
    case 0:
      return events.close(number, !topic.closed);
    case 1:
      return events.unlist(number, !topic.unlisted);
    case 2:
      return events.restrict(number, !topic.restricted);
    case 3:
      return events.remove_topic(number, !topic.removed);
    case 4:
      return events.retitle(number, "新标题" + std::to_string(step_), "slug-" + std::to_string(step_));
    case 5:
      return events.recategorise(number, 2, {"标签"});
    case 6:
      events.small_action(number, "pinned.enabled");
      return;
    default:
      events.reply({.topic = number, .author = "版主", .cooked = words(), .type = replay::PostType::moderator});
  }
}

void BoardWorld::happen() {
  const auto draw = below(20);
  if (draw < 9) {
    const auto topic = any_topic();
    for (auto more = 1 + below(3); more > 0; --more)
      site_.events().reply({.topic = topic, .author = "读者" + std::to_string(below(9)), .cooked = words()});
  } else if (draw < 15) {
    happen_to_a_post();
  } else if (draw < 17) {
    happen_to_a_topic();
  } else if (draw == 17 && faults_) {
    static constexpr std::string_view kFaults[] = {"429", "429-html", "500", "503", "html", "cut", "404", "challenge"};
    const auto fault = kFaults[below(std::size(kFaults))];
    site_.fail_next(std::string(fault), 1, fault.starts_with("429") ? kRetryAfter : 0);
  } else if (draw == 18 && crashes_) {
    crash();
  }
}

void BoardWorld::step() {
  ++step_;
  happen();
  if (::testing::Test::HasFatalFailure()) return;
  loop_.run_for(digest::Duration{static_cast<long long>(below(900'000))});
}

void BoardWorld::calm_down() {
  site_.fail_next("", 0, 0);
  auto events = site_.events();
  for (std::int64_t topic = 1; topic <= kFollowed; ++topic) {
    if (site_.board().find(topic)->restricted) events.restrict(topic, false);
    if (site_.board().find(topic)->removed) events.remove_topic(topic, false);
  }
  // Weeks of listening, and of looking at lists, would only cost time.
  settings_.live = false;
  finds_ = false;
  crash();
  // A missing topic is asked for daily, the window of older floors read within a week, and an absence believed after
  // that; closed ones are polled every third day.
  loop_.run_for(24h * 24);
}

void BoardWorld::check_topic(const replay::Topic& topic, digest::ThreadId thread) {
  auto reader = storage::open_reader(folder_.path());
  ASSERT_TRUE(reader);
  storage::PostRange range;
  range.limit = 2000;
  range.versions = true;
  const auto slice = (*reader)->posts(thread, range);
  ASSERT_TRUE(slice);
  std::map<std::int64_t, const digest::StoredPost*> stored;
  for (const auto& post : slice->posts) stored[post.post.id.value] = &post;
  const auto name = what() + " topic " + std::to_string(topic.topic) + " post ";

  std::set<std::int64_t> shown;
  for (const auto* post : topic.visible()) {
    if (post->type == replay::PostType::small_action || post->type == replay::PostType::whisper) continue;
    shown.insert(post->id);
    if (post->hidden || post->withdrawn) {
      if (stored.contains(post->id)) {
        EXPECT_NE(stored[post->id]->post.state, digest::PostState::visible) << name << post->id;
      }
      continue;
    }
    ASSERT_TRUE(stored.contains(post->id)) << name << post->id << " floor " << post->floor << " is not stored";
    const auto& held = *stored[post->id];
    EXPECT_EQ(held.post.state, digest::PostState::visible) << name << post->id;
    EXPECT_EQ("<p>" + held.text + "</p>", post->cooked) << name << post->id;
    std::set<std::string> versions{held.text};
    for (const auto& version : held.versions) versions.insert(version.text);
    // Texts of what was withdrawn or deleted in between are forgotten.
    if (!served_.marked.contains(post->id) && !held.deleted_at) {
      EXPECT_EQ(versions, (served_.texts[{topic.topic, post->id}])) << name << post->id;
    }
  }
  // What vanishes further back in a topic without a stream is out of sight.
  for (const auto& [id, post] : stored) {
    if (mega_) break;
    if (shown.contains(id)) continue;
    EXPECT_NE(post->post.state, digest::PostState::visible) << name << id << " is shown nowhere any more";
  }
}

void BoardWorld::check_end() {
  for (const auto& [number, thread] : followed_) check_topic(*site_.board().find(number), thread);
  auto reader = storage::open_reader(folder_.path());
  ASSERT_TRUE(reader) << what();
  for (const auto& thread : *(*reader)->threads()) {
    if (!followed_.contains(thread.topic.value)) continue;
    // Whatever rules do, what was asked for by hand is nobody else's.
    EXPECT_EQ(thread.added_by, "") << what();
    EXPECT_NE(thread.state, storage::ThreadState::paused) << what();
  }
}

void BoardWorld::check_requests() {
  const auto& log = site_.log().entries();
  for (std::size_t i = 0; i < log.size(); ++i) {
    EXPECT_EQ(log[i].under_way, 0u) << what() << " two at once: " << log[i].target;
    if (log[i].status == 429 && i + 1 < log.size()) {
      EXPECT_GE(log[i + 1].at - log[i].at, std::chrono::seconds{kRetryAfter}) << what();
    }
    const auto in_a_minute = std::ranges::count_if(
        log, [&](const auto& other) { return other.at >= log[i].at && other.at < log[i].at + 1min; });
    ASSERT_LE(in_a_minute, 60) << what();
  }
}

}  // namespace gailou::simulation
