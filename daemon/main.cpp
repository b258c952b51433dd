// The one binary. `gailou serve` is the daemon, every other verb its client.
#include <csignal>
#include <cstdlib>
#include <exception>
#include <functional>
#include <iostream>
#include <memory>

#include <sys/ioctl.h>
#include <unistd.h>

#include "daemon/app.h"
#include "daemon/cli/run.h"
#include "daemon/config/load.h"
#include "daemon/io/clock.h"
#include "daemon/io/log.h"
#include "daemon/offline.h"
#include "daemon/protocol/json.h"
#include "daemon/protocol/problem.h"
#include "daemon/static_site/export.h"

namespace {

using gailou::cli::Arguments;
using gailou::cli::Ending;
using gailou::cli::Streams;

constexpr int kInternal = 70;
constexpr int kConfig = 78;

int columns_of(int fd) {
  winsize size{};
  if (::ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

int ambiguous_width() {
  const char* width = std::getenv("GAILOU_AMBIGUOUS_WIDTH");
  return width != nullptr && std::string_view(width) == "2" ? 2 : 1;
}

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

bool is_dumb_terminal() {
  const char* terminal = std::getenv("TERM");
  return terminal == nullptr || *terminal == '\0' || std::string_view(terminal) == "dumb";
}

gailou::cli::ColourHabits colour_habits() {
  const bool forced = is_set("CLICOLOR_FORCE") && std::string_view(std::getenv("CLICOLOR_FORCE")) != "0";
  return {.forced = forced, .refused = is_set("NO_COLOR") || is_dumb_terminal()};
}

/// A variable that is set and empty means none.
std::string pager() {
  if (is_dumb_terminal()) return "";
  for (const char* variable : {"GAILOU_PAGER", "PAGER"}) {
    if (const char* command = std::getenv(variable)) return command;
  }
  return "less -FRX";
}

int end(const Ending& ending, Streams& streams) {
  streams.out.write(ending.out);
  streams.err.write(ending.err);
  streams.err.flush();
  return gailou::cli::finish_output(ending.exit_code, streams);
}

/// "gailou: serve: gailou.toml:3:1: unknown config key …", the hint on the next line;
/// with --json a problem object on stdout as well.
void print_fault(const Arguments& arguments, const gailou::digest::Error& error, Streams& streams) {
  const std::string& verb = arguments.name;
  if (arguments.global.json) {
    streams.out.write(gailou::protocol::dump(gailou::protocol::problem_of(error, {})) + "\n");
    streams.out.flush();
  }
  std::string line = "gailou: " + verb + ": " + (error.where.empty() ? "" : error.where + ": ") + error.what;
  if (!error.hint.empty()) line += "\n" + error.hint;
  streams.err.write(gailou::io::log::printable(line) + "\n");
  streams.err.flush();
}

int serve(const Arguments& arguments, const gailou::config::Config& config, const gailou::config::Given& given,
          Streams& streams) {
  gailou::io::log::start(config.log_level, config.log_format);
  const auto load = [&given] {
    return gailou::config::load(given, gailou::config::surroundings(), gailou::config::Role::daemon);
  };
  const auto ended = gailou::run_daemon(config, load);
  if (ended) return EXIT_SUCCESS;
  print_fault(arguments, ended.error(), streams);
  return gailou::digest::facts_of(ended.error().code).exit_code;
}

/// Opened when a verb asks for it, open until the program ends.
gailou::digest::Result<gailou::cli::OfflineExchange> open_offline(
    std::shared_ptr<const gailou::config::Config> config) {
  gailou::io::log::start(gailou::io::log::Level::warn, "logfmt");
  auto opened = gailou::Offline::open(*config);
  if (!opened) return opened.error();
  const std::shared_ptr<gailou::Offline> offline = std::move(*opened);
  return gailou::cli::OfflineExchange(
      [config, offline](const std::string& target,
                        const std::string& body) -> gailou::digest::Result<gailou::io::LocalAnswer> {
        return offline->post(target, body);
      });
}

/// The configuration is read once more, with what only those who ask a forum may need to read.
gailou::digest::Result<gailou::cli::OfflineExchange> open_asking(const gailou::config::Given& given) {
  auto loaded = gailou::config::load(given, gailou::config::surroundings(), gailou::config::Role::asking_client);
  if (!loaded.faults.empty()) return loaded.faults.front();
  return open_offline(std::make_shared<const gailou::config::Config>(std::move(loaded.config)));
}

gailou::digest::Result<gailou::cli::SiteFiles> export_site(
    const gailou::config::Config& config, const std::string& folder, const std::string& public_url,
    const std::function<void(std::int64_t, std::int64_t)>& progress) {
  gailou::io::log::start(gailou::io::log::Level::warn, "logfmt");
  auto reader = gailou::storage::open_reader(config.state);
  if (!reader) return reader.error();
  auto settings = config.serve;
  if (!public_url.empty()) settings.public_url = public_url;
  const auto done = gailou::static_site::export_site(settings, std::move(*reader), folder, progress);
  if (!done) return done.error();
  return gailou::cli::SiteFiles{
      .files = done->files, .written = done->written, .removed = done->removed, .bytes = done->bytes};
}

gailou::cli::Places places_of(const gailou::config::Config& config, const gailou::config::Given& given) {
  return {.socket = config.admin.socket,
          .state = config.state,
          .site = {.title = config.serve.title,
                   .tagline = config.serve.tagline,
                   .zone = config.serve.timezone,
                   .base_path = config.serve.base_path,
                   .full_punctuation = config.serve.full_punctuation,
                   .language = config.serve.digest_language},
          .export_site = [&config](const std::string& folder, const std::string& public_url,
                                   const auto& progress) { return export_site(config, folder, public_url, progress); },
          .pack = config.track.compose.pack,
          .open_offline = [&config] { return open_offline(std::make_shared<const gailou::config::Config>(config)); },
          .open_asking = [&given] { return open_asking(given); }};
}

/// The daemon reads the configuration itself: what is wrong in it here is told only where no daemon says so.
int configure(const Arguments& arguments, const gailou::config::Loaded& loaded, const gailou::config::Given& given,
              Streams& streams) {
  const int code = gailou::cli::run_verb(arguments, places_of(loaded.config, given), streams);
  const int unreachable = gailou::digest::facts_of(gailou::digest::Code::unavailable).exit_code;
  if (code == unreachable) {
    for (const auto& fault : loaded.faults) print_fault(arguments, fault, streams);
  }
  return code;
}

int run(const Arguments& arguments, Streams& streams) {
  // What was built is told whatever the configuration says.
  if (arguments.name == "version") return gailou::cli::run_verb(arguments, {}, streams);
  const bool is_daemon = arguments.name == "serve";
  const gailou::config::Given given{.file = arguments.global.config, .set = arguments.global.set};
  const auto role = is_daemon ? gailou::config::Role::daemon : gailou::config::Role::client;
  const auto loaded = gailou::config::load(given, gailou::config::surroundings(), role);
  if (arguments.name == "config") return configure(arguments, loaded, given, streams);
  for (const auto& fault : loaded.faults) print_fault(arguments, fault, streams);
  if (!loaded.faults.empty()) return kConfig;
  if (is_daemon) return serve(arguments, loaded.config, given, streams);
  return gailou::cli::run_verb(arguments, places_of(loaded.config, given), streams);
}

}  // namespace

int main(int argc, char** argv) {
  // A reader that has gone is an error of write(), not the end of the process.
  std::signal(SIGPIPE, SIG_IGN);
  gailou::cli::Output out(gailou::cli::to_descriptor(STDOUT_FILENO));
  gailou::cli::Output err(gailou::cli::to_descriptor(STDERR_FILENO));
  Streams streams{.in = std::cin,
                  .out = out,
                  .err = err,
                  .out_fd = STDOUT_FILENO,
                  .in_is_terminal = ::isatty(STDIN_FILENO) == 1,
                  .out_is_terminal = ::isatty(STDOUT_FILENO) == 1,
                  .err_is_terminal = ::isatty(STDERR_FILENO) == 1,
                  .columns = columns_of(STDOUT_FILENO),
                  .ambiguous = ambiguous_width(),
                  .colours = colour_habits(),
                  .pager = pager(),
                  .now = gailou::io::SystemClock().now()};
  try {
    const auto parsed = gailou::cli::parse_arguments({argv + 1, argv + argc});
    if (const auto* ending = std::get_if<Ending>(&parsed)) return end(*ending, streams);
    return run(std::get<Arguments>(parsed), streams);
  } catch (const std::exception& error) {
    std::cerr << "gailou: internal error: " << error.what() << "\n";
    return kInternal;
  }
}
