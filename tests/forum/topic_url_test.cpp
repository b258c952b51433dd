// Addresses of topics, and the names that forums get.
#include "daemon/forum/topic_url.h"

#include <gtest/gtest.h>

namespace gailou::forum {
namespace {

using digest::Code;

struct Case {
  const char* url;
  const char* origin;
  std::int64_t topic;
  std::int64_t floor;
};

TEST(TopicUrl, is_read_in_all_its_forms) {
  const Case cases[] = {
      {"https://forum.example/t/some-slug/12345", "https://forum.example", 12345, 0},
      {"https://forum.example/t/12345", "https://forum.example", 12345, 0},
      {"https://forum.example/t/12345/", "https://forum.example", 12345, 0},
      {"https://forum.example/t/some-slug/12345/67", "https://forum.example", 12345, 67},
      {"https://forum.example/t/12345/67", "https://forum.example", 12345, 67},
      {"https://forum.example/t/some-slug/12345/67?u=me#reply", "https://forum.example", 12345, 67},
      {"https://forum.example/t/12345.json", "https://forum.example", 12345, 0},
      {"https://forum.example/t/some-slug/12345.json?print=true", "https://forum.example", 12345, 0},
      {"https://forum.example/t/-/12345", "https://forum.example", 12345, 0},
      {"https://forum.example/t/2024-news/12345", "https://forum.example", 12345, 0},
      {"https://forum.example/t/%E7%BE%8A%E6%AF%9B/12345", "https://forum.example", 12345, 0},
      {"HTTPS://Forum.Example:443/t/x/1", "https://forum.example", 1, 0},
      {"http://127.0.0.1:8080/t/x/1", "http://127.0.0.1:8080", 1, 0},
  };
  for (const Case& c : cases) {
    const auto parsed = parse_topic_url(c.url);
    ASSERT_TRUE(parsed) << c.url << ": " << to_string(parsed.error());
    EXPECT_EQ(parsed->origin, c.origin) << c.url;
    EXPECT_EQ(parsed->topic.value, c.topic) << c.url;
    EXPECT_EQ(parsed->floor.value, c.floor) << c.url;
  }
}

TEST(TopicUrl, anything_else_is_malformed_and_says_what_is_expected) {
  for (const char* bad : {"", "x", "forum.example/t/x/1", "ftp://forum.example/t/x/1", "https://forum.example/",
                          "https://forum.example/t/", "https://forum.example/t/slug", "https://forum.example/c/deals/4",
                          "https://forum.example/t/slug/0", "https://forum.example/t/slug/99999999999999999999",
                          "https://forum.example/t/slug/1/2/3", "https://forum.example/t/slug/1/last",
                          "https://forum.example/t/a/b/1", "https://forum.example/t/slug/1x",
                          "https://forum.example/u/me", "https:///t/x/1", "https://user:pw@forum.example/t/x/1"}) {
    const auto parsed = parse_topic_url(bad);
    ASSERT_FALSE(parsed) << bad;
    EXPECT_EQ(parsed.error().code, Code::malformed) << bad;
    EXPECT_EQ(parsed.error().hint, "expected https://FORUM/t/SLUG/ID") << bad;
    EXPECT_TRUE(parsed.error().what.starts_with("not a topic URL")) << bad;
  }
}

TEST(TopicUrl, a_forum_in_a_subfolder_is_refused_by_name) {
  const auto parsed = parse_topic_url("https://host.example/forum/t/slug/12");
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, Code::malformed);
  EXPECT_NE(parsed.error().what.find("subfolder"), std::string::npos);
}

TEST(TopicUrl, an_error_repeats_no_control_characters) {
  const auto parsed = parse_topic_url("https://x/\x1B[31m\xFF" + std::string(5000, 'a'));
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().what.find('\x1B'), std::string::npos);
  EXPECT_LT(parsed.error().what.size(), 500U);
}

TEST(SourceName, is_the_host_without_www_and_public_suffix) {
  const std::pair<const char*, const char*> cases[] = {
      {"https://uscardforum.com", "uscardforum"},
      {"https://www.uscardforum.com", "uscardforum"},
      {"https://forum.example.co.uk", "forum-example"},
      {"https://bbs.example.com.cn", "bbs-example"},
      {"https://meta.discourse.org", "meta-discourse"},
      {"https://linux.do", "linux"},
      {"https://com.cn", "com"},
      {"https://www.com", "www"},
      {"http://forum", "forum"},
      {"http://localhost:3000", "local"},
      {"http://127.0.0.1:8080", "local"},
      {"http://[::1]:8080", "local"},
      {"not a url", "local"},
  };
  for (const auto& [origin, name] : cases) EXPECT_EQ(source_name_for(origin), name) << origin;
}

TEST(SourceName, is_short_and_plain) {
  const std::string name = source_name_for("https://a-very-long-forum-name-indeed.with-a-subdomain.example.org");
  EXPECT_LE(name.size(), 32U);
  EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-"), std::string::npos);
}

}  // namespace
}  // namespace gailou::forum
