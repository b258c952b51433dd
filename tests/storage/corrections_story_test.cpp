// A thread's life through store and offline engine: what is edited, deleted and seen again, and what the digest says of
// it; every step meets every gate.
#include <gmock/gmock.h>

#include "digest/compose/append.h"
#include "digest/compose/extract.h"
#include "digest/compose/judge.h"
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string kPower = "RTX 4090 满载功耗 450 瓦，建议配 850 瓦的电源。";
const std::string kSpeed = "我的 4090 跑 Qwen 32B 量化模型每秒 38 个词，温度稳定在 72 度。";
const std::string kDriver = "驱动 550 版本关了安全启动还是黑屏，换成 535 版本就正常了。";

class CorrectionsStory : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    posts_ = {post(1, kPower, "老王"), post(2, kSpeed, "小李"), post(3, kDriver, "小赵"), post(4, "哈哈哈", "路人")};
    id_ = add_thread();
    seen();
    ASSERT_TRUE(store().complete_first_fetch(id_, now_));
    digest_all();
  }

  void seen() { ingest(id_, page(posts_)); }

  /// The next poll shows the floor with this text; a poll an hour later.
  void change(std::int64_t floor, const std::string& text) {
    now_ += 1h;
    auto& one = posts_[static_cast<std::size_t>(floor - 1)];
    one = edited(one, text, now_ - one.created_at);
    one.state = PostState::visible;
    seen();
  }
  void take_away(std::int64_t floor) {
    now_ += 1h;
    auto& one = posts_[static_cast<std::size_t>(floor - 1)];
    one = marked(one, PostState::withdrawn, now_ - one.created_at);
    seen();
  }

  /// As the daemon does after a poll. Returns how many revisions were written.
  int digest_all() {
    int revisions = 0;
    const auto withdrawn = store().withdraw_deleted(id_, now_);
    EXPECT_TRUE(withdrawn);
    revisions += withdrawn->has_value() ? 1 : 0;
    while (const auto batch = take(id_)) {
      const auto judged = judge(batch->input, digest::extract(batch->input));
      for (const auto& refusal : judged.refused) ADD_FAILURE() << refusal.gate << " " << refusal.what;
      const auto step = append(batch->input, judged);
      EXPECT_THAT(step_faults(batch->input, step), IsEmpty());
      revisions += digest::says_nothing(step) ? 0 : 1;
      commit(*batch, step);
    }
    EXPECT_FALSE(*store().chain_fault(id_));
    return revisions;
  }

  digest::Entry last() { return digest_of(id_).entries.back(); }

  std::vector<Post> posts_{};
  ThreadId id_{};
};

TEST_F(CorrectionsStory, an_edit_of_substance_is_a_revision_with_before_and_after) {
  const auto before = digest_of(id_);
  change(1, "RTX 4090 满载功耗 450 瓦，建议配 1000 瓦的电源。");
  EXPECT_EQ(digest_all(), 1);
  const auto after = digest_of(id_);
  ASSERT_EQ(after.entries.size(), before.entries.size() + 1);
  EXPECT_TRUE(std::equal(before.entries.begin(), before.entries.end(), after.entries.begin()));
  EXPECT_EQ(to_string(last().marker), "更正#1");
  EXPECT_THAT(last().text, HasSubstr("850 瓦"));
  EXPECT_THAT(last().text, HasSubstr("1000 瓦"));
  EXPECT_EQ(after.nothing_new, before.nothing_new);
  EXPECT_EQ(after.coverage, before.coverage);
}

TEST_F(CorrectionsStory, a_typing_error_put_right_is_silence) {
  const auto before = digest_of(id_);
  change(2, "我的4090跑 Qwen 32B 量化模型，每秒38个词；温度稳定在72度！");
  EXPECT_EQ(digest_all(), 0);
  EXPECT_EQ(digest_of(id_), before);
}

TEST_F(CorrectionsStory, an_edit_and_its_like_later_are_each_told_once) {
  change(1, "RTX 4090 满载功耗 450 瓦，建议配 1000 瓦的电源。");
  EXPECT_EQ(digest_all(), 1);
  EXPECT_EQ(digest_all(), 0);
  change(1, "RTX 4090 满载功耗 480 瓦，建议配 1000 瓦的电源。");
  EXPECT_EQ(digest_all(), 1);
  EXPECT_THAT(last().text, HasSubstr("480 瓦"));
  EXPECT_THAT(last().text, Not(HasSubstr("850")));
}

TEST_F(CorrectionsStory, a_floor_goes_and_comes_back) {
  take_away(3);
  EXPECT_EQ(digest_all(), 1);
  const auto gone = digest_of(id_);
  EXPECT_EQ(to_string(gone.entries[2].marker), "撤回#3");
  for (const auto& entry : gone.entries) EXPECT_THAT(entry.text, Not(HasSubstr("535")));
  change(3, kDriver);
  EXPECT_EQ(digest_all(), 1);
  EXPECT_EQ(to_string(last().marker), "更正#3");
  EXPECT_THAT(last().text, HasSubstr("535"));
  EXPECT_THAT(last().floors, IsEmpty());
  ASSERT_FALSE(last().links.empty());
  EXPECT_EQ(last().links[0].entry, entry_id(gone.entries[2].seq));
  EXPECT_EQ(digest_of(id_).coverage, (digest::Coverage{.visible = 4, .in_entries = 3, .nothing_new = 1}));
  EXPECT_EQ(digest_all(), 0);
}

TEST_F(CorrectionsStory, chatter_that_becomes_substance_by_an_edit_stays_where_it_was) {
  const auto before = digest_of(id_);
  change(4, "我测了 Mac Studio 192 GB，跑 70B 模型每秒 9 个词，整机 180 瓦。");
  EXPECT_EQ(digest_all(), 0);
  EXPECT_EQ(digest_of(id_), before);
}

TEST_F(CorrectionsStory, what_an_author_takes_back_by_an_edit_is_told) {
  change(2, "删了，数据不准");
  EXPECT_EQ(digest_all(), 1);
  EXPECT_EQ(to_string(last().marker), "更正#2");
  EXPECT_THAT(last().text, HasSubstr("数据不准"));
}

}  // namespace
}  // namespace gailou::storage
