// gailou-bench: one line a goal, `NAME value unit ratio`. Ratios to floors of the same run; no figure is asserted.
#include <string>

#include <CLI/CLI.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <sqlite3.h>

#include "daemon/io/log.h"
#include "tests/bench/benches.h"

namespace {

/// The floor of idle memory: an event loop and an open database, nothing else.
int skeleton(const std::string& path) {
  sqlite3* db = nullptr;
  if (sqlite3_open(path.c_str(), &db) != SQLITE_OK) return 1;
  sqlite3_exec(db, "PRAGMA journal_mode=WAL; CREATE TABLE IF NOT EXISTS t (x)", nullptr, nullptr, nullptr);
  boost::asio::io_context loop{1};
  const auto guard = boost::asio::make_work_guard(loop);
  loop.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Benches of gailou: NAME value unit ratio"};
  int rounds = 5;
  std::string only;
  std::string skeleton_database;
  app.add_option("--rounds", rounds, "rounds of each pair")->check(CLI::Range(1, 100));
  app.add_option("--only", only, "quiet_poll, ingest, append, search, rss, delay or broadcast");
  app.add_option("--skeleton", skeleton_database, "be the floor of rss_idle")->group("");
  CLI11_PARSE(app, argc, argv);
  if (!skeleton_database.empty()) return skeleton(skeleton_database);

  gailou::io::log::start(gailou::io::log::Level::error, "logfmt");
  const auto wanted = [&only](const std::string& name) { return only.empty() || only == name; };
  if (wanted("quiet_poll")) gailou::bench::quiet_poll(rounds);
  if (wanted("ingest")) gailou::bench::ingest(rounds);
  if (wanted("append")) gailou::bench::append_flat(rounds);
  if (wanted("search")) gailou::bench::search(rounds);
  if (wanted("rss")) gailou::bench::idle_memory();
  if (wanted("delay")) gailou::bench::delay();
  if (wanted("broadcast")) gailou::bench::broadcast(rounds);
  return 0;
}
