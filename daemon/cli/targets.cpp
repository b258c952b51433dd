#include "daemon/cli/targets.h"

#include <istream>

#include "daemon/protocol/thread_ref.h"

namespace gailou::cli {

using digest::Code;
using digest::Error;
using digest::Result;

namespace {

// Lines of stdin: a list of threads is a page, not a flood.
constexpr std::size_t kLinesMax = 10'000;
constexpr std::size_t kLineBytesMax = 4096;

}  // namespace

std::vector<Target> targets_of(const std::vector<std::string>& words) {
  std::vector<Target> targets;
  for (const std::string& word : words) targets.push_back({.text = word});
  return targets;
}

Result<std::vector<Target>> expanded(const std::vector<std::string>& words, Session& session) {
  std::vector<Target> threads;
  for (const std::string& word : words) {
    if (word != "-") {
      threads.push_back({.text = word});
      continue;
    }
    std::string line;
    for (std::size_t number = 1; std::getline(session.streams.in, line); ++number) {
      const std::size_t start = line.find_first_not_of(" \t\r");
      if (start == std::string::npos || line[start] == '#') continue;
      line = line.substr(start, line.find_last_not_of(" \t\r") + 1 - start);
      const std::string where = "stdin line " + std::to_string(number);
      if (threads.size() >= kLinesMax) {
        return Error{.code = Code::too_large, .what = "over 10,000 threads", .where = where};
      }
      if (line.size() > kLineBytesMax) {
        return Error{.code = Code::too_large, .what = "a line of over 4096 bytes", .where = where};
      }
      threads.push_back({.text = line, .where = where});
    }
  }
  return threads;
}

Result<void> check_names(const std::vector<std::string>& threads) {
  for (const std::string& thread : threads) {
    if (const auto ref = protocol::parse_thread_ref(thread); !ref) return ref.error();
  }
  return {};
}

Result<std::vector<storage::ThreadRecord>> tracked_threads(Session& session) {
  auto reply = session.client.ask(protocol::ListThreads{});
  if (!reply) return reply.error();
  if (reply->threads.empty()) session.note("no thread is tracked; add one with: gailou add URL");
  return std::move(reply->threads);
}

Result<int> for_each_target(Session& session, const std::vector<Target>& threads,
                            const std::function<Result<int>(const std::string&)>& one) {
  Tally tally;
  for (const Target& thread : threads) {
    const Result<int> outcome = one(thread.text);
    if (outcome) {
      tally.add(*outcome);
      continue;
    }
    // Without a daemon the next would fail the same way.
    const bool no_daemon = outcome.error().code == Code::unavailable && !session.client.reached();
    const Error error = thread.where.empty() || no_daemon ? outcome.error() : outcome.error().at(thread.where);
    if (threads.size() == 1 || no_daemon) return error;
    print_error(session, error);
    tally.add(digest::facts_of(error.code).exit_code);
  }
  return tally.exit_code();
}

}  // namespace gailou::cli
