// That no statement of the write path reads a table from end to end.
#include <set>

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
  static const std::set<std::string_view> kWhole = {"sources_all", "threads_all", "figures"};
  return kWhole.contains(name);
}

TEST_F(Plans, no_statement_scans_a_table) {
  for (const auto& query : sqlite::all_queries()) {
    if (reads_all_on_purpose(query.name)) continue;
    for (const auto& step : plan_of(query)) {
      const bool is_scan = step.starts_with("SCAN ") && step != "SCAN CONSTANT ROW" && !step.starts_with("SCAN (");
      EXPECT_FALSE(is_scan) << query.name << ": " << step;
    }
  }
}

TEST_F(Plans, pending_floors_come_from_their_own_index) {
  for (const auto& query : sqlite::all_queries()) {
    if (query.name != "pending_floors" && query.name != "posts_undigested") continue;
    const auto steps = plan_of(query);
    EXPECT_TRUE(std::any_of(steps.begin(), steps.end(), [](const std::string& step) {
      return step.find("posts_pending") != std::string::npos;
    })) << query.name;
  }
}

TEST_F(Plans, listing_threads_counts_by_indexes) {
  for (const auto& query : sqlite::all_queries()) {
    if (query.name != "threads_all") continue;
    for (const auto& step : plan_of(query)) EXPECT_EQ(step.find("SCAN p"), std::string::npos) << step;
  }
}

}  // namespace
}  // namespace gailou::storage
