// What the configuration says of how a digest is written reaches the engine and the store.
#include <algorithm>

#include "tests/track/tracked_forum.h"

namespace gailou::track {
namespace {

class ChosenWords : public TrackedForum {
 protected:
  digest::Digest digest_of(digest::ThreadId id) {
    auto reader = storage::open_reader(folder_.path());
    EXPECT_TRUE(reader);
    auto digest = (*reader)->digest(id, std::nullopt);
    EXPECT_TRUE(digest) << to_string(digest.error());
    return std::move(*digest);
  }
};

TEST_F(ChosenWords, a_batch_brings_the_settings_along) {
  settings_.compose = {.zone = "America/Los_Angeles", .language = digest::Language::en, .max_entry = 90};
  start();
  const auto id = follow(7, 3);
  ASSERT_EQ(record(id).revision, digest::Revision{1});
  EXPECT_EQ(engine_.settings.zone, "America/Los_Angeles");
  EXPECT_EQ(engine_.settings.language, digest::Language::en);
  EXPECT_EQ(engine_.settings.max_entry, 90U);
}

TEST_F(ChosenWords, without_a_choice_the_defaults_hold) {
  start();
  follow(7, 3);
  EXPECT_EQ(engine_.settings.language, digest::Language::zh);
  EXPECT_EQ(engine_.settings.max_entry, 160U);
}

TEST_F(ChosenWords, a_tombstone_is_written_in_the_chosen_language) {
  settings_.compose.language = digest::Language::en;
  start();
  const auto id = follow(7, 3);
  const auto entries = digest_of(id).entries;
  ASSERT_FALSE(entries.empty());
  const auto floor = entries.front().cites.front();
  forum_.topics[7].posts[floor.value].deleted = true;
  loop_.run_for(24h);
  const auto after = digest_of(id).entries;
  EXPECT_EQ(after.front().marker.kind, digest::Marker::Kind::withdrawn);
  EXPECT_EQ(after.front().text, digest::kTombstoneEnglish);
}

}  // namespace
}  // namespace gailou::track
