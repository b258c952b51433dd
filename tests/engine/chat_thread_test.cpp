// A long thread through the engine, revision by revision: that every floor is accounted for, what it costs beside
// asking about the whole thread each time, and that hostile floors and a model that obeys them break nothing.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "digest/compose/append.h"
#include "digest/text/plain.h"
#include "tests/engine/chat_fixture.h"
#include "tests/support/files.h"

namespace gailou::engine {
namespace {

using endpoint::Manner;

/// What the store does between batches, in small.
class GrowingThread {
 public:
  digest::BatchInput take(std::vector<digest::Post> batch) const {
    auto input = tests::batch_of(revision_ + 1, std::move(batch));
    input.title = "某卡年费与福利讨论";
    input.next_seq = digest::EntrySeq{static_cast<std::int64_t>(entries_.size()) + 1};
    input.summary = summary_;
    constexpr std::size_t kRecent = 60;
    const auto from = entries_.size() > kRecent ? entries_.end() - kRecent : entries_.begin();
    input.recent.assign(from, entries_.end());
    input.similar = input.recent;
    for (const auto& post : input.posts) input.authors.push_back(post.author);
    constexpr std::size_t kContext = 8;
    const auto before = posts_.size() > kContext ? posts_.end() - kContext : posts_.begin();
    input.context.assign(before, posts_.end());
    return input;
  }

  /// The faults of the step, as the gates see them.
  std::vector<std::string> commit(const digest::BatchInput& input, const digest::Draft& draft) {
    auto known = input;
    known.context.insert(known.context.end(), draft.cited.begin(), draft.cited.end());
    const auto step = digest::append(known, digest::judge(known, draft));
    auto faults = digest::step_faults(known, step);
    for (const auto& entry : step.entries) {
      for (const auto floor : entry.floors) ++places_[floor];
    }
    std::set<digest::Floor> in_entries;
    for (const auto& entry : step.entries) in_entries.insert(entry.floors.begin(), entry.floors.end());
    for (const auto& quiet : step.nothing_new) {
      if (in_entries.contains(quiet.floor)) faults.push_back("in two places: " + std::to_string(quiet.floor.value));
      ++places_[quiet.floor];
    }
    entries_.insert(entries_.end(), step.entries.begin(), step.entries.end());
    if (step.summary) summary_ = *step.summary;
    posts_.insert(posts_.end(), input.posts.begin(), input.posts.end());
    ++revision_;
    return faults;
  }

  bool has(digest::Floor floor) const { return places_.contains(floor); }
  const std::vector<digest::Entry>& entries() const { return entries_; }
  const digest::Summary& summary() const { return summary_; }

 private:
  std::int64_t revision_ = 0;
  std::vector<digest::Entry> entries_{};
  std::vector<digest::Post> posts_{};
  digest::Summary summary_{};
  std::map<digest::Floor, int> places_{};
};

/// Floors of some 60 to 140 characters that say something, each something else.
std::vector<digest::Post> long_thread(std::int64_t floors) {
  const char* const subjects[] = {"开卡奖励",   "年费返还", "酒店报销", "航空里程",
                                  "休息室权益", "餐饮返现", "租车保险", "积分转点"};
  const char* const places[] = {"旧金山", "西雅图", "纽约", "洛杉矶", "芝加哥", "波士顿", "达拉斯"};
  std::vector<digest::Post> posts;
  for (std::int64_t floor = 1; floor <= floors; ++floor) {
    const auto at = static_cast<std::size_t>(floor);
    const std::string text = std::string("我在") + places[at % 7] + "的分行问到,第 " + std::to_string(floor * 7 + 11) +
                             " 号活动里" + subjects[at % 8] + "从 " + std::to_string(floor * 13 + 100) +
                             " 美元改成了 " + std::to_string(floor * 17 + 205) + " 美元,客服说需要在 " +
                             std::to_string(at % 28 + 1) + " 日之前登记,逾期不再补发,账单上会单独列出一行说明。";
    posts.push_back(tests::post_of(floor, "用户" + std::to_string(at % 97), text));
  }
  return posts;
}

class ChatThreadTest : public ChatTest {};

TEST_F(ChatThreadTest, two_hundred_revisions_cost_less_than_an_eighth_of_asking_about_everything_each_time) {
  settings_.context_tokens = 1'000'000;
  start();
  constexpr std::int64_t kFloors = 1000;
  constexpr std::size_t kBatch = 5;
  const auto posts = long_thread(kFloors);
  GrowingThread thread;
  std::int64_t regenerating = 0;
  std::string so_far;
  for (std::size_t at = 0; at < posts.size(); at += kBatch) {
    const auto end = posts.begin() + static_cast<std::ptrdiff_t>(at + kBatch);
    const auto input = thread.take({posts.begin() + static_cast<std::ptrdiff_t>(at), end});
    const auto draft = this->draft(input);
    ASSERT_TRUE(draft);
    EXPECT_EQ(thread.commit(input, *draft), std::vector<std::string>{}) << at;
    for (const auto& post : input.posts) so_far += post.author + ": " + digest::text_of(post.body) + "\n";
    regenerating += endpoint::counted_tokens(so_far);
  }
  for (const auto& post : posts) EXPECT_TRUE(thread.has(post.floor)) << post.floor.value;
  const auto sent = stand_in_.prompt_tokens();
  RecordProperty("sent", std::to_string(sent));
  RecordProperty("regenerating", std::to_string(regenerating));
  RecordProperty("cached", std::to_string(stand_in_.cached_tokens()));
  std::printf("tokens sent %lld (cached %lld) in %zu calls, regenerating %lld, ratio %.1f\n",
              static_cast<long long>(sent), static_cast<long long>(stand_in_.cached_tokens()), stand_in_.requests(),
              static_cast<long long>(regenerating), static_cast<double>(regenerating) / static_cast<double>(sent));
  EXPECT_GE(regenerating, 8 * sent);
  EXPECT_GE(stand_in_.requests(), 200u);
  EXPECT_LE(stand_in_.requests(), 220u);
}

/// Orders to the model, by the file's groups or as a flat list.
std::vector<std::string> hostile_texts() {
  std::vector<std::string> texts;
  const auto json = tests::read_json("llm-injections.json");
  const auto collect = [&texts](const nlohmann::json& value, const auto& self) -> void {
    if (value.is_string()) texts.push_back(value.get<std::string>());
    if (value.is_structured()) {
      for (const auto& one : value) self(one, self);
    }
  };
  collect(json, collect);
  return texts;
}

TEST_F(ChatThreadTest, a_model_that_obeys_hostile_floors_breaks_no_gate_and_gets_no_link_in) {
  stand_in_.behave(Manner::obeying);
  const auto texts = hostile_texts();
  ASSERT_GE(texts.size(), 30u);
  GrowingThread thread;
  std::int64_t floor = 0;
  for (std::size_t at = 0; at < texts.size(); at += 4) {
    std::vector<digest::Post> batch;
    for (std::size_t i = at; i < std::min(at + 4, texts.size()); ++i) {
      ++floor;
      batch.push_back(tests::post_of(floor, "路人" + std::to_string(floor), texts[i]));
    }
    const auto input = thread.take(std::move(batch));
    const auto draft = this->draft(input);
    ASSERT_TRUE(draft);
    EXPECT_EQ(thread.commit(input, *draft), std::vector<std::string>{}) << at;
  }
  for (std::int64_t number = 1; number <= floor; ++number) EXPECT_TRUE(thread.has(digest::Floor{number})) << number;
  for (const auto& entry : thread.entries()) {
    // A floor may still speak for itself: what it claims stands under its own number.
    for (const char* mark : {"evil.example", "http://", "https://", "<b>", "987654", "\u202e"}) {
      EXPECT_EQ(entry.text.find(mark), std::string::npos) << entry.text;
    }
  }
  EXPECT_EQ(thread.summary().text.find("evil.example"), std::string::npos);
}

TEST_F(ChatThreadTest, every_floor_is_accounted_for_while_the_endpoint_changes_its_temper) {
  const Manner tempers[] = {Manner::honest, Manner::lazy,  Manner::forgetful, Manner::html,          Manner::cut_off,
                            Manner::empty,  Manner::reset, Manner::obeying,   Manner::small_context, Manner::cut_json};
  const auto posts = long_thread(120);
  GrowingThread thread;
  std::size_t at = 0;
  for (std::size_t round = 0; at < posts.size(); ++round) {
    stand_in_.behave(tempers[round % std::size(tempers)]);
    const std::size_t size = std::min<std::size_t>(1 + round % 7, posts.size() - at);
    const auto begin = posts.begin() + static_cast<std::ptrdiff_t>(at);
    const auto input = thread.take({begin, begin + static_cast<std::ptrdiff_t>(size)});
    const auto draft = this->draft(input);
    ASSERT_TRUE(draft);
    EXPECT_EQ(thread.commit(input, *draft), std::vector<std::string>{}) << round;
    at += size;
    loop_.run_for(11min);
    ledger_.facts.clear();
    start();
  }
  for (const auto& post : posts) EXPECT_TRUE(thread.has(post.floor)) << post.floor.value;
}

}  // namespace
}  // namespace gailou::engine
