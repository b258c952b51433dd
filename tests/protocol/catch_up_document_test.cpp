// A catch-up over the socket and back.
#include "daemon/protocol/catch_up_document.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "digest/catch_up_codec.h"
#include "tests/support/thread_views.h"

namespace gailou::protocol {
namespace {

digest::CatchUp sample() {
  digest::CatchUp caught{.since = digest::Floor{62},
                         .point = {.rev = digest::Revision{3}, .floor = digest::Floor{62}},
                         .until = digest::Revision{9},
                         .until_at = digest::from_ms(1'778'000'000'123)};
  caught.thread = {
      .source = "forum", .topic = digest::TopicId{7}, .title = "算力\"租赁\"", .url = "https://f.example/t/7"};
  caught.thread.posts_count = 71;
  caught.thread.last_number = digest::Floor{72};
  auto entry = tests::entry(4, "deals", "新增#64", "开户送 $200。", {64});
  entry.evidence = {{.floor = digest::Floor{64}, .quote = "送 $200"}};
  entry.deal = digest::Deal{.offer = "开户", .amount = "$200", .ends = "2026-05-28"};
  caught.entries = {entry};
  caught.withdrawn = {tests::entry(2, "key", "撤回#3", std::string(digest::kTombstone), {})};
  caught.floors_read = 9;
  caught.floors_in_entries = 1;
  caught.skipped = {{digest::Reason::meme, 6}, {digest::Reason::thanks, 2}};
  caught.summary = digest::Summary{.text = "谈妥了。", .rev = digest::Revision{8}, .cites = {digest::Floor{64}}};
  return caught;
}

TEST(CatchUpDocument, reads_back_what_was_written) {
  for (const digest::Since& since : {digest::Since(digest::Floor{62}), digest::Since(digest::Revision{3}),
                                     digest::Since(digest::from_ms(1'777'999'000'001))}) {
    auto caught = sample();
    caught.since = since;
    const auto read = catch_up_of(digest::to_document(caught).dump());
    ASSERT_TRUE(read) << to_string(read.error());
    EXPECT_EQ(*read, caught);
  }
}

TEST(CatchUpDocument, what_may_be_absent_is) {
  auto caught = sample();
  caught.summary.reset();
  caught.point.floor.reset();
  caught.skipped.clear();
  const auto read = catch_up_of(digest::to_document(caught).dump());
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, caught);
}

TEST(CatchUpDocument, a_daemon_that_says_more_is_understood) {
  auto document = digest::to_document(sample());
  document["mood"] = "good";
  EXPECT_TRUE(catch_up_of(document.dump()));
}

TEST(CatchUpDocument, a_fault_names_its_field) {
  const auto fault = [](const char* pointer, const nlohmann::ordered_json& value) {
    auto document = digest::to_document(sample());
    document[nlohmann::ordered_json::json_pointer(pointer)] = value;
    const auto read = catch_up_of(document.dump());
    EXPECT_FALSE(read) << pointer;
    return read ? std::string() : to_string(read.error());
  };
  EXPECT_NE(fault("/since/asked", "soon").find("/since/asked"), std::string::npos);
  EXPECT_NE(fault("/floors/read", "many").find("/floors/read"), std::string::npos);
  EXPECT_NE(fault("/floors/skipped/boredom", 3).find("/floors/skipped/boredom"), std::string::npos);
  EXPECT_NE(fault("/floors/skipped/meme", "x").find("/floors/skipped/meme"), std::string::npos);
  EXPECT_NE(fault("/entries/0/section", 5).find("/entries/0"), std::string::npos);
  EXPECT_NE(fault("/until/generated_at", "noon").find("/until/generated_at"), std::string::npos);
  EXPECT_NE(fault("/summary", 7).find("summary"), std::string::npos);
  EXPECT_FALSE(catch_up_of("[]"));
  EXPECT_FALSE(catch_up_of(""));
  EXPECT_FALSE(catch_up_of("{}"));
}

}  // namespace
}  // namespace gailou::protocol
