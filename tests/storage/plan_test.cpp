// That no statement of the write path reads a table from end to end.
#include <set>

#include <gmock/gmock.h>

#include "storage/sqlite/catalogue.h"
#include "storage/sqlite/migrate.h"
#include "tests/storage/store_fixture.h"

namespace gailou::storage {
namespace {

class Plans : public testing::Test {
 protected:
  void SetUp() override {
    auto opened = sqlite::Connection::open(folder_.file("plans.db"), sqlite::Connection::Kind::writer);
    ASSERT_TRUE(opened);
    connection_.emplace(std::move(*opened));
    ASSERT_TRUE(connection_->set_up());
    ASSERT_TRUE(sqlite::migrate(*connection_, sqlite::known_migrations(), 0, kStart));
  }

  std::vector<std::string> plan_of(const sqlite::NamedSql& query) {
    const std::string sql = "EXPLAIN QUERY PLAN " + std::string(query.sql);
    auto statement = sqlite::Statement::prepare(*connection_, query.name, sql);
    EXPECT_TRUE(statement) << query.name;
    std::vector<std::string> steps;
    if (!statement) return steps;
    sqlite::Query run(*connection_, *statement);
    while (run.next()) {
      auto row = run.row();
      for (int skipped = 0; skipped < 3; ++skipped) row.integer();
      steps.push_back(row.text());
    }
    return steps;
  }

  support::TempFolder folder_{};
  std::optional<sqlite::Connection> connection_{};
};

/// Those that list sources, threads or the pragmas: their tables are small and read whole on purpose.
bool reads_all_on_purpose(std::string_view name) {
  static const std::set<std::string_view> kWhole = {"sources_all", "threads_all", "figures", "fresh_replies",
                                                    "deal_threads", "live_deal_threads",
                                                    // The threads; their counts by the key of each.
                                                    "commit_counts",
                                                    // Ends at the first row of the index, as a rule.
                                                    "first_commit_time",
                                                    // Holds two rows, one for each table that counts.
                                                    "commit_latest"};
  return kWhole.contains(name);
}

TEST_F(Plans, no_statement_scans_a_table) {
  for (const auto& query : sqlite::all_queries()) {
    if (reads_all_on_purpose(query.name)) continue;
    for (const auto& step : plan_of(query)) {
      const bool is_scan = step.starts_with("SCAN ") && step != "SCAN CONSTANT ROW" && !step.starts_with("SCAN (") &&
                           step.find("VIRTUAL TABLE INDEX") == std::string::npos;  // looked up by its words
      EXPECT_FALSE(is_scan) << query.name << ": " << step;
    }
  }
}

/// Those that are meant to see a thread from end to end: a whole digest, a changed stream, the chain.
bool reads_a_thread_on_purpose(std::string_view name) {
  static const std::set<std::string_view> kWhole = {
      "known_all", "ids_held", "floors_held", "chain_all", "chain_heads", "absences_of", "unanswered_of",
      "entries_newest", "thread_insert", "thread_delete", "floors_with_ids",
      // The numbers of a thread where one was given twice; its small actions; an index that is nearly empty; the end of
      // one in its order, up to a limit.
      "since_revision_at", "commits_of_thread", "since_revision_of_floor", "floors_all", "known_after", "events_of",
      "floors_await_numbers", "delays_of_thread", "floor_facts",
      // A calendar's counts, which are few.
      "commit_counts",
      // Whose own table holds nothing else.
      "deal_entries", "deal_floors", "deal_threads", "live_deal_entries", "live_deal_threads", "search_docs_of_thread",
      // The end of one in its order, up to a limit; when a thread goes.
      "attempts_of_thread", "attempts_unlink"};
  return kWhole.contains(name);
}

TEST_F(Plans, a_round_reads_no_thread_from_end_to_end) {
  for (const auto& query : sqlite::all_queries()) {
    if (reads_a_thread_on_purpose(query.name)) continue;
    for (const auto& step : plan_of(query)) {
      const bool is_partial = step.find("posts_pending") != std::string::npos ||
                              step.find("posts_not_shown") != std::string::npos ||
                              step.find("posts_changed") != std::string::npos;
      const bool is_by_floor_end = step.find("posts_by_floor (thread_id=?)") != std::string::npos;  // max(floor)
      const bool is_batch = step.find("batches") != std::string::npos || step.starts_with("SEARCH b ");
      const bool is_whole = step.ends_with("(thread_id=?)") && !is_partial && !is_by_floor_end && !is_batch;
      EXPECT_FALSE(is_whole) << query.name << ": " << step;
    }
  }
}

/// A calendar of a year would read them all.
TEST_F(Plans, a_calendar_reads_no_revisions) {
  for (const auto& query : sqlite::all_queries()) {
    if (query.name != "commit_counts") continue;
    const auto steps = plan_of(query);
    EXPECT_THAT(steps, testing::Contains("SEARCH q USING PRIMARY KEY (thread_id=?)"));
    for (const auto& step : steps) EXPECT_EQ(step.find("revisions"), std::string::npos) << step;
  }
}

/// What is asked before each call, whatever a year of them left behind.
TEST_F(Plans, budgets_are_summed_from_indexes_alone) {
  for (const auto& query : sqlite::all_queries()) {
    if (query.name != "spent_of_thread" && query.name != "spent_between") continue;
    for (const auto& step : plan_of(query)) EXPECT_NE(step.find("COVERING INDEX"), std::string::npos) << step;
  }
}

}  // namespace
}  // namespace gailou::storage
