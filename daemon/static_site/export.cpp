#include "daemon/static_site/export.h"

#include <algorithm>
#include <deque>
#include <exception>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "daemon/io/clock.h"
#include "daemon/io/store_thread.h"
#include "daemon/io/version.h"
#include "daemon/serve/site.h"
#include "daemon/serve/stored_thread.h"
#include "daemon/static_site/links.h"
#include "daemon/static_site/page_files.h"
#include "daemon/static_site/target_folder.h"

namespace gailou::static_site {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

/// A target of file_of() needs no decoding: all of its characters are plain.
io::ServerRequest request_for(const std::string& target) {
  io::ServerRequest request{.method = "GET", .target = target, .host = "localhost"};
  request.peer = "unix";
  std::string_view rest = target;
  request.path = rest.substr(0, rest.find('?'));
  rest.remove_prefix(std::min(request.path.size() + 1, rest.size()));
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(pair.size() + 1, rest.size()));
    const auto equals = std::min(pair.find('='), pair.size());
    request.query.emplace_back(pair.substr(0, equals), pair.substr(std::min(equals + 1, pair.size())));
  }
  return request;
}

std::string_view header_of(const io::ServerResponse& response, std::string_view wanted) {
  for (const auto& [name, value] : response.headers) {
    if (name == wanted) return value;
  }
  return {};
}

/// Only readers elsewhere make use of them, and they need to know where they are.
bool is_feed(std::string_view path) {
  return path.ends_with(".atom") || path.ends_with("/feed.json") || path.ends_with(".opml");
}

/// What is learnt of links on the way: files that have no page, and those of which the server only says where to go.
struct Learnt {
  std::set<std::string> missing{};
  std::map<std::string, std::string> moved{};  // to a target, with its fragment
  std::size_t size() const { return missing.size() + moved.size(); }
};

/// From page to page, each once, writing what comes.
class Walk {
 public:
  Walk(serve::Site& site, const serve::Settings& settings, TargetFolder& folder, Learnt& learnt,
       const Progress& progress)
      : site_(site), settings_(settings), folder_(folder), learnt_(learnt), progress_(progress) {}

  void meet(const std::string& target) {
    const auto file = file_of(target);
    if (file && known_.insert(*file).second) waiting_.emplace_back(target, *file);
  }

  asio::awaitable<Result<void>> run() {
    while (!waiting_.empty()) {
      const auto [target, file] = std::move(waiting_.front());
      waiting_.pop_front();
      const auto request = request_for(settings_.base_path + target);
      auto answering = site_.answer(request);
      const auto response = co_await std::move(answering);
      if (auto kept = keep(target, file, response); !kept) co_return kept.error();
      ++done_;
      if (progress_) progress_(done_, done_ + std::ssize(waiting_));
    }
    co_return Result<void>{};
  }

  std::int64_t bytes() const { return bytes_; }

 private:
  Result<void> keep(const std::string& target, const std::string& file, const io::ServerResponse& response) {
    if (response.status >= 500) {
      return Error{.code = Code::io,
                   .what = "the page can't be made (" + std::to_string(response.status) + ")",
                   .where = target,
                   .hint = "gailou doctor looks at the store; run the export again"};
    }
    if (response.status == 301 || response.status == 302) {
      learnt_.moved[file] = header_of(response, "Location").substr(settings_.base_path.size());
      return {};
    }
    if (response.status != 200) {
      learnt_.missing.insert(file);
      return {};
    }
    const std::string bytes = response.body ? *response.body : std::string();
    if (is_feed(target.substr(0, target.find('?')))) return write(file, with_addresses(bytes));
    if (!header_of(response, "Content-Type").starts_with("text/html")) return write(file, bytes);
    return write(file, with_addresses(with_links(bytes, settings_.base_path, [&](std::string_view to) {
                   return link_from(file, std::string(to));
                 })));
  }

  Result<void> write(const std::string& file, const std::string& bytes) {
    bytes_ += std::ssize(bytes);
    return folder_.write(file, bytes);
  }

  std::optional<std::string> link_from(const std::string& file, const std::string& target) {
    const auto hash = std::min(target.find('#'), target.size());
    const std::string page = target.substr(0, hash);
    if (is_feed(page.substr(0, page.find('?'))) && settings_.public_url.empty()) return std::nullopt;
    const auto to = file_of(page);
    if (!to || learnt_.missing.contains(*to)) return std::nullopt;
    const auto moved = learnt_.moved.find(*to);
    // A place leads to a page, never to another place.
    if (moved != learnt_.moved.end() && moved->second != target) return link_from(file, moved->second);
    meet(page);
    return way_to(file, *to) + target.substr(hash);
  }

  /// Whole addresses of the site, as feeds and share cards have them: where a query or a place means a file of its own,
  /// that file's address.
  std::string with_addresses(const std::string& bytes) {
    const std::string base = base_url();
    if (base.empty()) return bytes;
    return with_targets(bytes, base, [&](const std::string& target) -> std::optional<std::string> {
      const auto file = file_of(target);
      if (!file || learnt_.missing.contains(*file)) return std::nullopt;
      meet(target);
      const auto moved = learnt_.moved.find(*file);
      if (moved != learnt_.moved.end()) return addressed(moved->second);
      return target.find('?') == std::string::npos ? std::nullopt : std::optional(addressed(target));
    });
  }

  /// "/t/forum/8#e9" as it is, a query as the file it means: a host knows nothing of queries.
  static std::string addressed(const std::string& target) {
    const auto hash = std::min(target.find('#'), target.size());
    const std::string page = target.substr(0, hash);
    if (page.find('?') == std::string::npos) return target;
    return "/" + file_of(page).value_or("") + target.substr(hash);
  }

  std::string base_url() const {
    std::string base = settings_.public_url;
    while (base.ends_with('/')) base.pop_back();
    return base;
  }

  serve::Site& site_;
  const serve::Settings& settings_;
  TargetFolder& folder_;
  Learnt& learnt_;
  const Progress& progress_;
  std::set<std::string> known_{};
  std::deque<std::pair<std::string, std::string>> waiting_{};  // target, file
  std::int64_t done_ = 0;
  std::int64_t bytes_ = 0;
};

asio::awaitable<Result<void>> walk_all(Walk& walk, const std::vector<std::string>& threads) {
  for (const auto* target : {"/", "/daily", "/about", "/robots.txt"}) walk.meet(target);
  for (const auto& thread : threads) walk.meet(thread);
  auto walking = walk.run();
  co_return co_await std::move(walking);
}

Result<std::vector<std::string>> thread_targets(storage::Reader& reader) {
  const auto threads = reader.threads();
  if (!threads) return threads.error();
  std::vector<std::string> targets;
  for (const auto& thread : *threads) {
    targets.push_back(serve::thread_path(thread.source, thread.topic));
  }
  return targets;
}

Result<void> run_to_end(Walk& walk, const std::vector<std::string>& threads) {
  asio::io_context loop{1};
  std::optional<Result<void>> outcome;
  std::exception_ptr thrown;
  asio::co_spawn(loop, walk_all(walk, threads), [&](std::exception_ptr fault, Result<void> ended) {
    thrown = fault;
    outcome = std::move(ended);
  });
  loop.run();
  if (thrown) std::rethrow_exception(thrown);
  return std::move(*outcome);
}

}  // namespace

Result<Exported> export_site(const serve::Settings& settings, std::unique_ptr<storage::Reader> reader,
                             const std::string& folder, const Progress& progress) {
  auto target = TargetFolder::open(folder);
  if (!target) return target.error();
  const auto threads = thread_targets(*reader);
  if (!threads) return threads.error();
  io::SystemClock clock;
  io::OwningThread<storage::Reader> worker(std::move(reader));
  serve::Site site(settings, clock, worker, io::version());
  Learnt learnt;
  Exported exported;
  // Links are exchanged before it is known whether their page exists. Where one doesn't, or is elsewhere, the pages are
  // written again.
  for (std::size_t known = 0;;) {
    Walk walk(site, settings, *target, learnt, progress);
    if (auto walked = run_to_end(walk, *threads); !walked) return walked.error();
    exported.bytes = walk.bytes();
    if (learnt.size() == known) break;
    known = learnt.size();
  }
  if (auto done = target->finish(); !done) return done.error();
  exported.files = target->files();
  exported.written = target->written();
  exported.removed = target->removed();
  return exported;
}

}  // namespace gailou::static_site
