// An explanation over the socket and back.
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "daemon/protocol/json.h"
#include "daemon/protocol/replies.h"
#include "tests/support/thread_views.h"

namespace gailou::protocol {
namespace {

digest::Explanation sample() {
  digest::Explanation made{.record = {.floor = digest::Floor{59}, .revision = digest::Revision{4}, .edited = true}};
  auto entry = tests::entry(12, "disputes", "新增#59", "有人反驳#3:混合架构可分开使用。", {3, 59});
  entry.evidence = {{.floor = digest::Floor{3}, .quote = "利用率只有11%"},
                    {.floor = digest::Floor{59}, .quote = "混合架构"}};
  entry.floors = {digest::Floor{59}};
  made.record.entries = {entry};
  made.now = digest::Recomputed{.agrees = false,
                                .reason = "duplicate",
                                .units = 40,
                                .worth = 3.25,
                                .figures = 2,
                                .names = 1,
                                .partner = digest::Floor{3},
                                .partner_by = "reply",
                                .disagreement = 0.5};
  made.now->cues = {{.list = "contrast", .words = {"但是", "其实"}}};
  made.now->sentences = {{.text = "混合架构也能分开使用。", .units = 10, .chosen = true},
                         {.text = "哈哈。", .units = 2}};
  made.now->repeats = {{.text = "甲", .entry = "e4", .matched = "乙"}, {.text = "丙", .matched = "丁"}};
  made.now->entries = {{.section = "key", .text = "混合架构。", .links = {"contradicts e4"}}};
  made.now->refused = {"G6: number 22"};
  return made;
}

digest::Explanation there_and_back(const digest::Explanation& explanation) {
  const auto document = parse_json(dump(document_of(explanation)), kReplyLimits);
  EXPECT_TRUE(document);
  const auto read = reply_of<digest::Explanation>(*document);
  EXPECT_TRUE(read) << (read ? "" : to_string(read.error()));
  return read ? *read : digest::Explanation{};
}

TEST(ExplanationDocument, reads_back_what_was_written) {
  const auto read = there_and_back(sample());
  EXPECT_EQ(read.now, sample().now);
  EXPECT_EQ(read.record.entries, sample().record.entries);
  EXPECT_EQ(read.record.revision, digest::Revision{4});
  EXPECT_TRUE(read.record.edited);
  EXPECT_EQ(read.record.reason, std::nullopt);
}

TEST(ExplanationDocument, a_record_alone_is_enough) {
  digest::Explanation bare{.record = {.floor = digest::Floor{7}, .state = digest::PostState::moved}};
  bare.record.moved_to = digest::TopicId{12};
  bare.record.reason = digest::Reason::meme;
  const auto read = there_and_back(bare);
  EXPECT_EQ(read.record.state, digest::PostState::moved);
  EXPECT_EQ(read.record.moved_to, digest::TopicId{12});
  EXPECT_EQ(read.record.reason, digest::Reason::meme);
  EXPECT_EQ(read.now, std::nullopt);
}

TEST(ExplanationDocument, a_score_that_is_none_is_a_fault) {
  auto document = document_of(sample());
  document["recomputed"]["worth"] = "much";
  const auto read = reply_of<digest::Explanation>(*parse_json(dump(document), kReplyLimits));
  ASSERT_FALSE(read);
  EXPECT_NE(to_string(read.error()).find("/recomputed/worth"), std::string::npos);
}

}  // namespace
}  // namespace gailou::protocol
