#include "digest/settings.h"

#include <gtest/gtest.h>

#include "digest/digest.h"

namespace gailou::digest {
namespace {

TEST(Settings, a_language_is_named_as_in_the_configuration) {
  for (const Language language : {Language::zh, Language::en}) EXPECT_EQ(language_of(name_of(language)), language);
  EXPECT_EQ(name_of(Language::zh), "zh");
  EXPECT_EQ(name_of(Language::en), "en");
  for (const char* other : {"", "EN", "english", "zh-Hans"}) EXPECT_EQ(language_of(other), std::nullopt) << other;
}

TEST(Settings, chinese_is_the_default) {
  EXPECT_EQ(ComposeSettings{}.language, Language::zh);
  EXPECT_EQ(tombstone_in(ComposeSettings{}.language), kTombstone);
  EXPECT_EQ(tombstone_in(Language::en), kTombstoneEnglish);
}

}  // namespace
}  // namespace gailou::digest
