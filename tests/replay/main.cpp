// gailou-replay: a recorded thread as a forum that is still being written, floor by floor.
#include <cstdio>
#include <fstream>
#include <iterator>

#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include "daemon/io/clock.h"
#include "tests/replay/site.h"

namespace {

namespace asio = boost::asio;
using gailou::replay::Site;
using gailou::replay::Topic;

struct Options {
  std::string thread{};
  std::int64_t made_up = 0;
  int port = 0;
  std::int64_t start = 0;
  bool fast = false;
  bool hold = false;
};

/// The whole story in a minute or two: a floor every four seconds, every second when fast.
asio::awaitable<void> release(Site& site, gailou::digest::Duration every) {
  gailou::io::SystemClock clock;
  constexpr gailou::digest::Duration kFirst = std::chrono::seconds{5};
  co_await clock.sleep_for(kFirst);
  while (site.forum().next_floor() != 0) {
    site.events().release(site.forum().topic, gailou::replay::Events::Times::own);
    std::printf("forum: floor #%lld\n", static_cast<long long>(site.forum().released));
    std::fflush(stdout);
    co_await clock.sleep_for(every);
  }
}

int run(const Options& options) {
  Topic forum;
  if (options.made_up > 0) {
    forum = gailou::replay::made_up_forum(options.made_up);
  } else {
    std::ifstream file(options.thread, std::ios::binary);
    if (!file) {
      std::fprintf(stderr, "gailou-replay: can't read %s\n", options.thread.c_str());
      return 74;
    }
    const std::string document{std::istreambuf_iterator<char>(file), {}};
    auto loaded = gailou::replay::load_forum(document);
    if (!loaded) {
      std::fprintf(stderr, "gailou-replay: %s: %s\n", options.thread.c_str(), to_string(loaded.error()).c_str());
      return 65;
    }
    forum = std::move(*loaded);
  }
  forum.released = options.start;

  asio::io_context loop;
  gailou::io::SystemClock clock;
  Site site(std::move(forum));
  site.set_clock(clock);
  const gailou::io::Handler handler = [&site](const gailou::io::ServerRequest& request) {
    return site.answer(request);
  };
  gailou::io::ServerSettings settings;
  settings.any_method = true;  // the message bus is asked by POST
  settings.body_bytes_max = std::size_t{64} << 10;
  const gailou::io::Endpoint endpoint{.address = "127.0.0.1:" + std::to_string(options.port), .unix_mode = 0};
  auto server = gailou::io::HttpServer::listen(loop.get_executor(), endpoint, settings, handler, &Site::error_page);
  if (!server) {
    std::fprintf(stderr, "gailou-replay: %s\n", to_string(server.error()).c_str());
    return 69;
  }
  std::printf("forum: http://%s/t/%s/%lld\n", (*server)->local_address().c_str(), site.forum().slug.c_str(),
              static_cast<long long>(site.forum().topic));
  std::fflush(stdout);
  asio::co_spawn(loop, (*server)->serve(), asio::detached);
  if (!options.hold)
    asio::co_spawn(loop, release(site, std::chrono::milliseconds{options.fast ? 1000 : 4000}), asio::detached);
  asio::signal_set signals(loop, SIGINT, SIGTERM);
  signals.async_wait([&loop](auto, int) { loop.stop(); });
  loop.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Serves a recorded thread as Discourse would, floor by floor."};
  Options options;
  app.add_option("--thread", options.thread, "gailou.thread/1 file");
  app.add_option("--made-up", options.made_up, "a generated topic of N floors instead");
  app.add_option("--port", options.port, "port on 127.0.0.1; 0 lets the system choose");
  app.add_option("--start", options.start, "floors up to this one are there from the start");
  app.add_flag("--fast", options.fast, "a floor every second instead of every four");
  app.add_flag("--hold", options.hold, "release floors only by /replay/release?to=N");
  CLI11_PARSE(app, argc, argv);
  return run(options);
}
