// What is kept, what is dropped, and what Last-Modified says.
#include "daemon/serve/page_cache.h"

#include <gtest/gtest.h>

namespace gailou::serve {
namespace {

using digest::from_ms;

constexpr digest::ThreadId kOne{1};
constexpr digest::ThreadId kTwo{2};

Built built_of(std::string text, std::optional<digest::ThreadId> thread, long long modified_ms = 1'000) {
  Built built;
  built.page = represent(std::move(text), "text/html; charset=utf-8", 1, from_ms(modified_ms), false);
  built.thread = thread;
  return built;
}

TEST(PageCache, a_page_is_found_until_its_thread_changes) {
  PageCache cache(1 << 20);
  EXPECT_EQ(cache.find("/t/s/1.html"), nullptr);
  const auto kept = cache.keep("/t/s/1.html", built_of("一", kOne), from_ms(5'000));
  cache.keep("/t/s/2.html", built_of("二", kTwo), from_ms(5'000));
  EXPECT_EQ(cache.find("/t/s/1.html"), kept);
  cache.changed(kOne);
  EXPECT_EQ(cache.find("/t/s/1.html"), nullptr);
  EXPECT_NE(cache.find("/t/s/2.html"), nullptr);
}

TEST(PageCache, what_depends_on_all_threads_goes_with_any) {
  PageCache cache(1 << 20);
  cache.keep("/", built_of("首页", std::nullopt), from_ms(5'000));
  cache.changed(kTwo);
  EXPECT_EQ(cache.find("/"), nullptr);
}

TEST(PageCache, dropped_bytes_are_freed_at_once) {
  PageCache cache(1 << 20);
  cache.keep("/t/s/1.html", built_of(std::string(100'000, 'x'), kOne), from_ms(5'000));
  EXPECT_GT(cache.bytes(), 100'000U);
  cache.changed(kOne);
  EXPECT_LT(cache.bytes(), 1'000U);
}

TEST(PageCache, the_least_recently_used_goes_first) {
  PageCache cache(25'000);
  cache.keep("a", built_of(std::string(10'000, 'a'), kOne), from_ms(5'000));
  cache.keep("b", built_of(std::string(10'000, 'b'), kOne), from_ms(5'000));
  EXPECT_NE(cache.find("a"), nullptr);
  cache.keep("c", built_of(std::string(10'000, 'c'), kOne), from_ms(5'000));
  EXPECT_NE(cache.find("a"), nullptr);
  EXPECT_EQ(cache.find("b"), nullptr);
  EXPECT_NE(cache.find("c"), nullptr);
  EXPECT_LE(cache.bytes(), 25'000U);
}

TEST(PageCache, a_page_over_the_bound_is_given_but_not_kept) {
  PageCache cache(1'000);
  const auto given = cache.keep("a", built_of(std::string(10'000, 'a'), kOne), from_ms(5'000));
  EXPECT_EQ(given->page.plain->size(), 10'000U);
  EXPECT_EQ(cache.find("a"), nullptr);
  EXPECT_EQ(cache.bytes(), 0U);
}

TEST(PageCache, remembered_slots_are_bounded_too) {
  PageCache cache(10'000);
  for (int i = 0; i < 1'000; ++i) {
    cache.keep("/t/s/" + std::to_string(i), built_of("x", kOne), from_ms(5'000));
    cache.changed(kOne);
  }
  EXPECT_LE(cache.bytes(), 10'000U);
  EXPECT_LT(cache.pages(), 30U);
}

TEST(PageCache, last_modified_moves_only_when_the_bytes_do) {
  PageCache cache(1 << 20);
  EXPECT_EQ(cache.keep("a", built_of("甲", kOne, 1'000), from_ms(5'000))->page.modified, from_ms(1'000));
  cache.changed(kOne);
  EXPECT_EQ(cache.keep("a", built_of("甲", kOne, 2'000), from_ms(6'000))->page.modified, from_ms(1'000))
      << "the same bytes";
  cache.changed(kOne);
  EXPECT_EQ(cache.keep("a", built_of("乙", kOne, 2'000), from_ms(7'000))->page.modified, from_ms(2'000))
      << "a stored time";
  cache.changed(kOne);
  EXPECT_EQ(cache.keep("a", built_of("丙", kOne, 2'000), from_ms(8'000))->page.modified, from_ms(8'000))
      << "changed by something without a stored time";
}

TEST(PageCache, last_modified_is_never_in_the_future) {
  PageCache cache(1 << 20);
  EXPECT_EQ(cache.keep("a", built_of("甲", kOne, 9'000), from_ms(5'000))->page.modified, from_ms(5'000));
}

}  // namespace
}  // namespace gailou::serve
