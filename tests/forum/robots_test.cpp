// robots.txt: which group speaks to us, and which of its rules decides.
#include "daemon/forum/robots.h"

#include <gtest/gtest.h>

namespace gailou::forum {
namespace {

using namespace std::chrono_literals;

RobotsRules everybody(std::string_view rules) {
  return parse_robots("User-agent: *\n" + std::string(rules));
}

struct Row {
  const char* rules;
  const char* path;
  bool allowed;
};

// Of RFC 9309 (2.2.2, 2.2.3, 5.2) and of what sites write.
constexpr Row kRows[] = {
    {"", "/t/7.json", true},
    {"Disallow:", "/t/7.json", true},
    {"Disallow: /", "/t/7.json", false},
    {"Disallow: /", "/robots.txt", true},
    {"Disallow: /t", "/t/7.json", false},
    {"Disallow: /t/", "/t/7.json", false},
    {"Disallow: /t/", "/tags", true},
    {"Disallow: /t$", "/t/7.json", true},
    {"Disallow: /t/7.json$", "/t/7.json", false},
    {"Disallow: /t/7.json$", "/t/7.json?page=2", true},
    {"Disallow: /T/", "/t/7.json", true},
    {"Disallow: t/", "/t/7.json", true},
    {"Disallow: *t/", "/t/7.json", false},
    {"Disallow: *", "/t/7.json", false},
    {"Disallow: **", "/t/7.json", false},
    {"Disallow: $", "/t/7.json", true},
    {"Disallow: /*.json", "/t/7.json", false},
    {"Disallow: /*.json$", "/t/7.json", false},
    {"Disallow: /*.json$", "/t/7/posts.json?post_ids%5B%5D=1", true},
    {"Disallow: /*?", "/t/7/posts.json?post_ids%5B%5D=1", false},
    {"Disallow: /*?", "/t/7.json", true},
    {"Disallow: /t/*/*.rss", "/t/topic/7.rss", false},
    {"Disallow: /t/*/*.rss", "/t/7.json", true},
    {"Disallow: /*a*b*c$", "/xaxbxc", false},
    {"Disallow: /*a*b*c$", "/xaxbxcx", true},
    {"Disallow: /*ab$", "/abab", false},
    {"Disallow: /a*a", "/a", true},
    // The longest decides, wherever it stands; of two as long the one that allows.
    {"Allow: /t/\nDisallow: /", "/t/7.json", true},
    {"Disallow: /\nAllow: /t/", "/t/7.json", true},
    {"Disallow: /t/7\nAllow: /t/", "/t/7.json", false},
    {"Disallow: /t/7\nAllow: /t/", "/t/8.json", true},
    {"Disallow: /t/\nAllow: /t/", "/t/7.json", true},
    {"Allow: /t/\nDisallow: /t/", "/t/7.json", true},
    {"Allow: /*\nDisallow: /t", "/t/7.json", true},
    {"Allow: /$\nDisallow: /", "/", true},
    {"Allow: /$\nDisallow: /", "/t/7.json", false},
    // Spellings of the same path.
    {"Disallow: /%74/", "/t/7.json", false},
    {"Disallow: /t%2f", "/t%2F7", false},
    {"Disallow: /t%2F", "/t/7", true},
    {"Disallow: /楼/", "/%e6%a5%bc/1", false},
    {"Disallow: /%E6%A5%BC/", "/\xE6\xA5\xBC/1", false},
    {"Disallow: /a%2A", "/a*", false},
    {"Disallow: /a%2A", "/ab", true},
    {"Disallow: /a$b", "/a$b", false},
    {"Disallow: /a%", "/a%", false},
    // Lines as they are found.
    {"disallow : /t/ # the topics", "/t/7.json", false},
    {"DISALLOW:/t/", "/t/7.json", false},
    {"# Disallow: /t/", "/t/7.json", true},
    {"Disalow: /t/", "/t/7.json", true},
    {"Disallow /t/", "/t/7.json", true},
    {"Sitemap: https://forum.example/sitemap.xml\nDisallow: /t/", "/t/7.json", false},
    {"\n\nDisallow: /t/", "/t/7.json", false},
    {"\rDisallow: /t/\r", "/t/7.json", false},
};

TEST(Robots, each_row_of_the_table_holds) {
  for (const Row& row : kRows) {
    EXPECT_EQ(may_fetch(everybody(row.rules), row.path), row.allowed) << row.rules << " | " << row.path;
  }
}

TEST(Robots, the_group_that_names_us_goes_before_everybodys) {
  constexpr std::string_view kText =
      "User-agent: *\nDisallow: /\n\n"
      "User-agent: gailou\nDisallow: /admin\n\n"
      "User-agent: other\nDisallow: /t/\n";
  EXPECT_TRUE(may_fetch(parse_robots(kText), "/t/7.json"));
  EXPECT_FALSE(may_fetch(parse_robots(kText), "/admin"));
  EXPECT_FALSE(may_fetch(parse_robots(kText, "other"), "/t/7.json"));
  EXPECT_FALSE(may_fetch(parse_robots(kText, "stranger"), "/about"));
}

TEST(Robots, a_group_that_names_us_without_a_rule_allows_everything) {
  EXPECT_TRUE(may_fetch(parse_robots("User-agent: *\nDisallow: /\n\nUser-agent: Gailou\n"), "/t/7.json"));
}

TEST(Robots, our_name_is_known_in_any_case_and_with_a_version) {
  for (const char* agent : {"gailou", "GAILOU", "Gailou/1.0", "gailou (+https://digest.example)", "gailou *"}) {
    const auto rules = parse_robots("User-agent: " + std::string(agent) + "\nDisallow: /t/\n");
    EXPECT_FALSE(may_fetch(rules, "/t/7.json")) << agent;
  }
  for (const char* agent : {"gailoubot", "gai", "mygailou", "", "gailou-news"}) {
    const auto rules = parse_robots("User-agent: " + std::string(agent) + "\nDisallow: /t/\n");
    EXPECT_TRUE(may_fetch(rules, "/t/7.json")) << agent;
  }
}

TEST(Robots, several_names_share_a_group_and_several_groups_a_name) {
  constexpr std::string_view kText =
      "User-agent: one\nUser-agent: gailou\nDisallow: /a\n"
      "User-agent: two\nDisallow: /b\n"
      "User-agent: gailou\nDisallow: /c\n";
  const auto rules = parse_robots(kText);
  EXPECT_FALSE(may_fetch(rules, "/a"));
  EXPECT_TRUE(may_fetch(rules, "/b"));
  EXPECT_FALSE(may_fetch(rules, "/c"));
}

TEST(Robots, a_rule_before_any_group_is_nobodys) {
  EXPECT_TRUE(may_fetch(parse_robots("Disallow: /\n"), "/t/7.json"));
}

TEST(Robots, the_delay_is_noted_within_bounds) {
  EXPECT_EQ(everybody("Crawl-delay: 10\nDisallow: /x").crawl_delay, 10s);
  EXPECT_EQ(everybody("crawl-delay: 0.5").crawl_delay, 500ms);
  EXPECT_EQ(everybody("Crawl-delay: 1\nCrawl-delay: 30\nCrawl-delay: 2").crawl_delay, 30s);
  EXPECT_EQ(everybody("Crawl-delay: 99999999999999").crawl_delay, 24h);
  for (const char* bad : {"Crawl-delay: soon", "Crawl-delay: -1", "Crawl-delay: 0", "Crawl-delay:", "Crawl-delay: nan",
                          "Crawl-delay: inf", "Crawl-delay: 1e9", "Crawl-delay: 5 s"}) {
    EXPECT_FALSE(everybody(bad).crawl_delay) << bad;
  }
}

TEST(Robots, a_byte_order_mark_is_no_part_of_the_first_line) {
  EXPECT_FALSE(may_fetch(parse_robots("\xEF\xBB\xBFUser-agent: *\nDisallow: /t/\n"), "/t/7.json"));
}

TEST(Robots, what_lies_behind_500_kib_is_not_read) {
  std::string text = "User-agent: *\n";
  text += std::string(kRobotsBytesMax - text.size(), '#') + "\nDisallow: /\n";
  EXPECT_TRUE(may_fetch(parse_robots(text), "/t/7.json"));
}

TEST(Robots, a_line_that_the_border_cuts_is_no_rule) {
  std::string text = "User-agent: *\nDisallow: /t/\n";
  text += std::string(kRobotsBytesMax - text.size() - 11, '#') + "\nDisallow: /tags/intersection\n";
  EXPECT_EQ(parse_robots(text).rules.size(), 1U);
  EXPECT_FALSE(may_fetch(parse_robots(text), "/t/7.json"));
  EXPECT_TRUE(may_fetch(parse_robots(std::string(kRobotsBytesMax + 9, 'x')), "/t/7.json"));
}

TEST(Robots, hostile_files_are_read_in_time_and_allow_what_they_do_not_forbid) {
  std::string stars = "User-agent: *\n";
  while (stars.size() < kRobotsBytesMax) stars += "Disallow: /*a*a*a*a*a*a*a*a*a*a*a*a*b$\n";
  EXPECT_TRUE(may_fetch(parse_robots(stars), "/" + std::string(2000, 'a')));
  for (const std::string& text :
       {std::string(kRobotsBytesMax, '*'), std::string(1000, '\0'), std::string("<!DOCTYPE html><html>\n<p>a: b"),
        std::string("User-agent\nUser-agent:\n:\n::\nAllow: :\n"), std::string(5000, '\n')}) {
    EXPECT_TRUE(may_fetch(parse_robots(text), "/t/7.json"));
  }
}

TEST(Robots, a_refusal_names_path_rule_and_the_way_out) {
  const auto rules = everybody("Disallow: /t/*\n");
  const auto refusal = robots_refusal(rules, "/t/7/posts.json?post_ids%5B%5D=1");
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->code, digest::Code::forbidden);
  EXPECT_EQ(refusal->what, "the forum's robots.txt disallows /t/7/posts.json (Disallow: /t/*)");
  EXPECT_NE(refusal->hint.find("ignore_robots"), std::string::npos);
  EXPECT_FALSE(robots_refusal(rules, "/posts/7.json"));
}

TEST(Robots, what_discourse_ships_leaves_topics_to_us) {
  // app/controllers/robots_txt_controller.rb, shortened
  constexpr std::string_view kText =
      "# See http://www.robotstxt.org/robotstxt.html for documentation on how to use the robots.txt file\n"
      "User-agent: mauibot\nDisallow: /\n\nUser-agent: semrushbot\nDisallow: /\n\n"
      "User-agent: bingbot\nCrawl-delay: 60\nDisallow: /admin/\n\n"
      "User-agent: *\nDisallow: /admin/\nDisallow: /auth/\nDisallow: /email/\nDisallow: /session\n"
      "Disallow: /user-api-key\nDisallow: /*?api_key*\nDisallow: /*?*api_key*\nDisallow: /badges\nDisallow: /u/\n"
      "Disallow: /my\nDisallow: /search\nDisallow: /tag/*/l\nDisallow: /g\nDisallow: /t/*/*.rss\n"
      "Disallow: /c/*.rss\n";
  const auto rules = parse_robots(kText);
  for (const char* path : {"/t/7.json", "/t/7/74.json", "/t/7/posts.json?post_ids%5B%5D=1", "/latest.json?topic_ids=1",
                           "/posts.json", "/posts/11.json", "/t/7/post_ids.json?post_number=5"}) {
    EXPECT_TRUE(may_fetch(rules, path)) << path;
  }
  EXPECT_FALSE(may_fetch(rules, "/u/somebody.json"));
  EXPECT_FALSE(rules.crawl_delay);
}

}  // namespace
}  // namespace gailou::forum
