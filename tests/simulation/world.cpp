#include "tests/simulation/world.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace gailou::simulation {

using namespace std::chrono_literals;

namespace {

Troubles draw(std::mt19937_64& random) {
  const auto bits = random();
  return {.faults = (bits & 1) != 0,
          .losses = (bits & 2) != 0,
          .stale = (bits & 4) != 0,
          .crashes = (bits & 8) != 0,
          .edits = (bits & 16) != 0,
          .removals = (bits & 32) != 0};
}

constexpr std::string_view kFaults[] = {"429", "429-html", "500", "503", "html", "cut", "404", "empty"};

}  // namespace

std::string to_string(const Troubles& troubles) {
  std::string text;
  const auto add = [&text](bool on, std::string_view name) {
    if (on) text += (text.empty() ? "" : " ") + std::string(name);
  };
  add(troubles.faults, "faults");
  add(troubles.losses, "losses");
  add(troubles.stale, "stale");
  add(troubles.crashes, "crashes");
  add(troubles.edits, "edits");
  add(troubles.removals, "removals");
  return text.empty() ? "none" : text;
}

World::World(std::uint64_t seed, std::int64_t floors)
    : seed_(seed), random_(seed), troubles_(draw(random_)), site_(replay::made_up_forum(floors)), client_(site_) {
  settings_.min_interval = 60s;
  settings_.max_interval = 1h;
  settings_.settle.settle_floors = 1 + below(8);
  settings_.settle.settle_age = digest::Duration{static_cast<long long>(below(20)) * 60'000};
  settings_.settle.edit_grace = 0s;
  client_.remember = troubles_.stale;
  site_.forum().released = static_cast<std::int64_t>(1 + below(static_cast<std::size_t>(floors)));
  start();
}

World::~World() = default;

void World::start() {
  const Gailou::Place place{.loop = loop_, .client = client_, .settings = settings_, .seed = seed_};
  gailou_ = Gailou::start(place, folder_.path());
  ASSERT_TRUE(gailou_) << where();
  if (thread_.value == 0) {
    const auto added = loop_.run(gailou_->tracker.add(kSource, digest::TopicId{1}));
    ASSERT_TRUE(added) << where();
    thread_ = added->thread.id;
    auto reader = storage::open_reader(folder_.path());
    ASSERT_TRUE(reader) << where();
    reader_ = std::move(*reader);
  }
}

void World::crash() {
  Gailou::crash(gailou_);
  start();
}

void World::touch_a_post() {
  auto& forum = site_.forum();
  auto visible = forum.visible();
  if (visible.empty()) return;
  auto* post = forum.find(visible[below(visible.size())]->floor);
  const auto now = digest::to_iso(loop_.now());
  const auto draw = below(6);
  if (troubles_.edits && draw < 3) {
    post->cooked = "<p>改过的第" + std::to_string(post->floor) + "楼,价格是" + std::to_string(below(9000) + 1000) +
                   "元,第" + std::to_string(step_) + "次说明。</p>";
    ++post->version;
    post->updated_at = now;
  } else if (troubles_.removals && draw == 3) {
    post->withdrawn = !post->withdrawn;
    post->updated_at = now;
  } else if (troubles_.removals && draw == 4) {
    post->hidden = !post->hidden;
    post->updated_at = now;
  } else if (troubles_.removals && draw == 5) {
    post->deleted = true;
  }
}

void World::happen() {
  auto& forum = site_.forum();
  const auto draw = below(10);
  if (draw < 4 && forum.next_floor() != 0) {
    for (std::size_t more = 1 + below(4); more > 0 && forum.next_floor() != 0; --more)
      forum.released = forum.next_floor();
  } else if (draw == 4 && troubles_.faults) {
    site_.fail_next(std::string(kFaults[below(std::size(kFaults))]), static_cast<int>(1 + below(3)),
                    static_cast<int>(below(2) * 30));
  } else if (draw == 5 && troubles_.losses) {
    client_.lose_next = static_cast<int>(1 + below(3));
  } else if (draw == 6 && troubles_.stale) {
    client_.stale_next = static_cast<int>(1 + below(4));
  } else if (draw == 7 && troubles_.crashes) {
    crash();
  } else {
    touch_a_post();
  }
}

void World::step() {
  ++step_;
  happen();
  if (::testing::Test::HasFatalFailure()) return;
  loop_.run_for(digest::Duration{static_cast<long long>(below(1'800'000))});
}

void World::calm_down() {
  site_.fail_next("", 0, 0);
  client_.lose_next = client_.stale_next = 0;
  auto& forum = site_.forum();
  while (forum.next_floor() != 0) forum.released = forum.next_floor();
  loop_.run_for(24h * 8);  // the window of floors that are read again within a week
}

digest::Digest World::latest_digest() {
  const auto digest = reader_->digest(thread_, std::nullopt);
  return digest ? *digest : digest::Digest{};
}

void World::check_invariants() {
  const auto digest = latest_digest();
  if (digest.revision.value == 0) return;

  // Each floor is accounted for by the entries of one revision (a long floor makes several) or by nothing_new, not by
  // both.
  std::map<digest::Floor, digest::Revision> accounted;
  std::set<digest::Floor> placed;
  for (const auto& entry : digest.entries) {
    for (const auto floor : entry.floors) {
      EXPECT_EQ(accounted.try_emplace(floor, entry.rev).first->second, entry.rev)
          << where() << " floor " << floor.value;
      placed.insert(floor);
    }
  }
  for (const auto& quiet : digest.nothing_new)
    EXPECT_TRUE(placed.insert(quiet.floor).second) << where() << " floor " << quiet.floor.value;

  // Published entries stay; only a tombstone takes a place.
  if (last_) {
    ASSERT_GE(digest.revision, last_->revision) << where();
    ASSERT_GE(digest.entries.size(), last_->entries.size()) << where();
    for (std::size_t i = 0; i < last_->entries.size(); ++i) {
      const auto& now = digest.entries[i];
      const bool tombstone = now.marker.kind == digest::Marker::Kind::withdrawn;
      EXPECT_TRUE(now == last_->entries[i] || tombstone) << where() << " entry " << now.seq.value;
    }
    for (std::int64_t rev = last_->revision.value; rev < digest.revision.value; ++rev) {
      const auto past = reader_->digest(thread_, digest::Revision{rev});
      ASSERT_TRUE(past) << where();
      EXPECT_EQ(past->revision.value, rev) << where();
    }
  }
  const auto fault = reader_->chain_fault(thread_);
  ASSERT_TRUE(fault) << where() << ": " << digest::to_string(fault.error());
  EXPECT_FALSE(fault->has_value()) << where() << ": " << fault->value();
  last_ = digest;
}

void World::check_end() {
  const auto digest = latest_digest();
  std::set<digest::Floor> placed;
  for (const auto& entry : digest.entries) placed.insert(entry.floors.begin(), entry.floors.end());
  for (const auto& quiet : digest.nothing_new) placed.insert(quiet.floor);

  std::map<std::int64_t, digest::StoredPost> stored;
  for (digest::Floor from{1};;) {
    storage::PostRange range;
    range.from = from;
    const auto slice = reader_->posts(thread_, range);
    ASSERT_TRUE(slice) << where();
    for (const auto& post : slice->posts) stored[post.post.floor.value] = post;
    if (!slice->next) break;
    from = *slice->next;
  }
  // Every floor is held as it now stands, however old: what is read again reaches the first one too.
  const auto visible = site_.forum().visible();
  for (const auto* post : visible) {
    if (post->withdrawn || post->hidden) continue;
    ASSERT_TRUE(stored.contains(post->floor)) << where() << ": floor " << post->floor << " is not stored";
    EXPECT_EQ(stored[post->floor].post.state, digest::PostState::visible) << where() << " floor " << post->floor;
    EXPECT_TRUE(placed.contains(digest::Floor{post->floor}))
        << where() << ": floor " << post->floor << " is not digested";
    const auto text = stored[post->floor].text;
    EXPECT_EQ("<p>" + text + "</p>", post->cooked) << where();
  }
}

}  // namespace gailou::simulation
