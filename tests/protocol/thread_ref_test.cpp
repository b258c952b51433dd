#include "daemon/protocol/thread_ref.h"

#include <gtest/gtest.h>

namespace gailou::protocol {
namespace {

TEST(ThreadRef, a_thread_is_named_by_source_and_id_by_number_or_by_url) {
  const auto name = parse_thread_ref("uscardforum/493728");
  ASSERT_TRUE(name);
  EXPECT_EQ(std::get<storage::ThreadName>(*name).source, "uscardforum");
  EXPECT_EQ(std::get<storage::ThreadName>(*name).topic.value, 493728);
  EXPECT_EQ(text_of(std::get<storage::ThreadName>(*name)), "uscardforum/493728");
  EXPECT_EQ(std::get<digest::ThreadId>(*parse_thread_ref("7")).value, 7);
  EXPECT_EQ(std::get<ThreadUrl>(*parse_thread_ref("https://a.example/t/x/1")).text, "https://a.example/t/x/1");
}

TEST(ThreadRef, anything_else_names_no_thread) {
  for (const char* text :
       {"", "0", "-1", "007", "a", "a/", "a/0", "a/01", "a/x", "A/1", "a b/1", "a/1/2", "/1", "a/9007199254740993",
        "99999999999999999999", " 1", "1 ", "a\n/1", "012345678901234567890123456789012/1"}) {
    const auto ref = parse_thread_ref(text);
    ASSERT_FALSE(ref) << text;
    EXPECT_EQ(ref.error().code, digest::Code::malformed) << text;
  }
}

}  // namespace
}  // namespace gailou::protocol
