// Which file a page becomes, and the way from one to another.
#include "daemon/static_site/page_files.h"

#include <gtest/gtest.h>

namespace gailou::static_site {
namespace {

std::string file(std::string_view target) {
  return file_of(target).value_or("none");
}

TEST(PageFiles, a_page_is_the_index_of_a_folder_of_its_own) {
  EXPECT_EQ(file("/"), "index.html");
  EXPECT_EQ(file("/daily"), "daily/index.html");
  EXPECT_EQ(file("/t/uscardforum/493728"), "t/uscardforum/493728/index.html");
  EXPECT_EQ(file("/t/uscardforum/493728/posts/59"), "t/uscardforum/493728/posts/59/index.html");
}

TEST(PageFiles, what_has_a_suffix_is_a_file_as_it_is) {
  EXPECT_EQ(file("/t/forum/7.json"), "t/forum/7.json");
  EXPECT_EQ(file("/assets/gailou.1a2b3c4d.css"), "assets/gailou.1a2b3c4d.css");
  EXPECT_EQ(file("/deals.ics?thread=forum/7"), "deals.thread-forum-7.ics");
}

TEST(PageFiles, a_query_is_a_folder_below) {
  EXPECT_EQ(file("/t/forum/7/posts?from=201"), "t/forum/7/posts/from-201/index.html");
  EXPECT_EQ(file("/deals?thread=forum/7&all=1"), "deals/thread-forum-7.all-1/index.html");
}

TEST(PageFiles, where_a_reader_stopped_makes_no_page_of_its_own) {
  EXPECT_EQ(file("/t/forum/7?since=r120"), "t/forum/7/index.html");
}

TEST(PageFiles, what_is_made_for_each_who_asks_has_no_file) {
  for (const auto* target : {"/search", "/search?q=x", "/search.atom?q=x", "/events?thread=forum/7", "/api/v1/threads",
                             "/latest", "/daily/today", "/s/forum/daily/today", "/healthz", "/openapi.json"}) {
    EXPECT_EQ(file(target), "none") << target;
  }
  EXPECT_EQ(file("/searching"), "searching/index.html");
}

TEST(PageFiles, nothing_leads_out_of_the_folder) {
  for (const auto* target : {"", "t/forum", "/..", "/../x", "/a/../../b", "/a//b", "/a/./b", "/a/%2e%2e/b", "/a\\b",
                             "/a b", "/a?x=..%2f", "/a?x=<b>", "/\xe6\xb3\xa5"}) {
    EXPECT_EQ(file(target), "none") << target;
  }
  EXPECT_EQ(file("/" + std::string(600, 'a')), "none");
  EXPECT_FALSE(is_file_name("../x"));
  EXPECT_FALSE(is_file_name("/etc/passwd"));
  EXPECT_FALSE(is_file_name(""));
  EXPECT_TRUE(is_file_name("t/forum/7/index.html"));
}

TEST(PageFiles, the_way_goes_up_to_what_they_have_in_common) {
  EXPECT_EQ(way_to("index.html", "daily/index.html"), "daily/index.html");
  EXPECT_EQ(way_to("daily/index.html", "index.html"), "../index.html");
  EXPECT_EQ(way_to("t/forum/7/index.html", "t/forum/7/posts/index.html"), "posts/index.html");
  EXPECT_EQ(way_to("t/forum/7/posts/from-201/index.html", "t/forum/8/index.html"), "../../../8/index.html");
  EXPECT_EQ(way_to("t/forum/7/index.html", "t/forum/7/index.html"), "index.html");
}

}  // namespace
}  // namespace gailou::static_site
