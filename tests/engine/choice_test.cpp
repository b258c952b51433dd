// Which engine writes a thread.
#include "daemon/engine/choice.h"

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/support/virtual_loop.h"

namespace gailou::engine {
namespace {

class CountingEngine : public Engine {
 public:
  explicit CountingEngine(bool wants_recent) : wants_recent_(wants_recent) {}
  std::string_view name() const override { return "counting"; }
  bool wants_recent() const override { return wants_recent_; }
  boost::asio::awaitable<digest::Result<digest::Draft>> draft(Asker asker, const digest::BatchInput&) override {
    asked.push_back(asker.thread.value);
    co_return digest::Draft{};
  }

  std::vector<std::int64_t> asked{};

 private:
  bool wants_recent_;
};

class EngineChoice : public testing::Test {
 protected:
  void draft(Choice& choice, std::int64_t thread, const std::string& source, std::optional<Kind> own = {}) {
    const digest::BatchInput input{.source = source, .title = "题"};
    const Asker asker{.thread = {thread}, .kind = own};
    EXPECT_TRUE(loop_.run(choice.draft(asker, input)));
  }

  support::VirtualLoop loop_{};
  CountingEngine extract_{false};
  std::shared_ptr<CountingEngine> llm_ = std::make_shared<CountingEngine>(true);
  using Threads = std::vector<std::int64_t>;
};

TEST_F(EngineChoice, everybody_has_the_same_unless_told_otherwise) {
  Choice choice(extract_, llm_, {.for_all = Kind::llm, .of_source = {{"cheap", Kind::extract}}});
  draft(choice, 1, "forum");
  draft(choice, 2, "cheap");
  draft(choice, 3, "cheap", Kind::llm);
  draft(choice, 4, "forum", Kind::extract);
  EXPECT_EQ(llm_->asked, (Threads{1, 3}));
  EXPECT_EQ(extract_.asked, (Threads{2, 4}));
}

TEST_F(EngineChoice, without_an_endpoint_the_offline_engine_writes_all) {
  Choice choice(extract_, nullptr, {.for_all = Kind::llm, .of_source = {}});
  draft(choice, 1, "forum");
  draft(choice, 2, "forum", Kind::llm);
  EXPECT_EQ(extract_.asked, (Threads{1, 2}));
}

TEST_F(EngineChoice, newest_entries_are_read_only_where_somebody_looks_at_them) {
  EXPECT_TRUE(Choice(extract_, llm_, {}).wants_recent());
  EXPECT_FALSE(Choice(extract_, nullptr, {}).wants_recent());
}

TEST_F(EngineChoice, a_reload_decides_about_the_next_batch) {
  Choice choice(extract_, nullptr, {.for_all = Kind::llm, .of_source = {}});
  draft(choice, 1, "forum");
  choice.apply(llm_, {.for_all = Kind::llm, .of_source = {{"cheap", Kind::extract}}});
  draft(choice, 2, "forum");
  draft(choice, 3, "cheap");
  choice.apply(nullptr, {});
  EXPECT_FALSE(choice.wants_recent());
  draft(choice, 4, "forum", Kind::llm);
  EXPECT_EQ(llm_->asked, (Threads{2}));
  EXPECT_EQ(extract_.asked, (Threads{1, 3, 4}));
}

/// Drafts until it is told to end.
class WaitingEngine : public Engine {
 public:
  WaitingEngine(io::Clock& clock, bool& is_gone) : clock_(clock), is_gone_(is_gone) {}
  ~WaitingEngine() override { is_gone_ = true; }
  std::string_view name() const override { return "waiting"; }
  boost::asio::awaitable<digest::Result<digest::Draft>> draft(Asker, const digest::BatchInput&) override {
    const digest::Duration pause = std::chrono::minutes{5};
    co_await clock_.sleep_for(pause);
    co_return digest::Draft{.operations = {digest::Quiet{.floor = digest::Floor{2}}}};
  }

 private:
  io::Clock& clock_;
  bool& is_gone_;
};

TEST_F(EngineChoice, an_engine_that_was_replaced_ends_what_it_drafts_and_goes_then) {
  bool is_gone = false;
  Choice choice(extract_, std::make_shared<WaitingEngine>(loop_.clock(), is_gone),
                {.for_all = Kind::llm, .of_source = {}});
  const digest::BatchInput input{.source = "forum", .title = "题"};
  auto drafting = loop_.spawn(choice.draft({}, input));
  loop_.run_for(std::chrono::minutes{1});
  choice.apply(nullptr, {});
  EXPECT_FALSE(is_gone);
  loop_.run_for(std::chrono::minutes{10});
  ASSERT_TRUE(drafting.done());
  EXPECT_TRUE(is_gone);
}

TEST(EngineKind, names_go_both_ways) {
  for (const Kind kind : {Kind::extract, Kind::llm}) EXPECT_EQ(kind_of(name_of(kind)), kind);
  EXPECT_FALSE(kind_of("gpt"));
  EXPECT_FALSE(kind_of(""));
}

}  // namespace
}  // namespace gailou::engine
