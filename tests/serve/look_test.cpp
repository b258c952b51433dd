// What the configuration says of how pages look reaches them.
#include "daemon/serve/look.h"

#include <gtest/gtest.h>

#include "tests/serve/site_fixture.h"

namespace gailou::serve {
namespace {

TEST(Look, takes_over_what_the_pages_are_written_by) {
  Settings settings;
  settings.title = "盖楼";
  settings.tagline = "每日一看";
  settings.timezone = "Asia/Shanghai";
  settings.base_path = "/gailou";
  settings.full_punctuation = false;
  settings.digest_language = digest::Language::en;
  settings.public_url = "https://digest.example/";
  const auto look = look_of(settings);
  EXPECT_EQ(look->site.title, "盖楼");
  EXPECT_EQ(look->site.tagline, "每日一看");
  EXPECT_EQ(look->site.zone, "Asia/Shanghai");
  EXPECT_EQ(look->base(), "/gailou");
  EXPECT_FALSE(look->site.full_punctuation);
  EXPECT_EQ(look->site.language, digest::Language::en);
  EXPECT_EQ(look->public_url, "https://digest.example");
}

class NarrowColons : public SiteTest {
 protected:
  static Settings narrow() {
    Settings settings;
    settings.full_punctuation = false;
    return settings;
  }
  NarrowColons() : SiteTest(narrow()) {
    const auto id = add_thread();
    store_posts(id, 1, 3);
    digest_pending(id);
    store_posts(id, 4, 5);
    digest_pending(id);
  }
};

TEST_F(NarrowColons, the_colon_after_a_marker_is_the_configured_one) {
  EXPECT_NE(body_of(get("/t/forum/7.md")).find("/4): 租金"), std::string::npos) << body_of(get("/t/forum/7.md"));
}

}  // namespace
}  // namespace gailou::serve
