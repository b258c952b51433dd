// What a verb of the command line works with: its streams, its settings, the daemon's socket.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include "daemon/cli/arguments.h"
#include "daemon/cli/client.h"
#include "daemon/cli/output.h"
#include "daemon/cli/paint.h"
#include "daemon/cli/table.h"
#include "digest/compose/pack.h"
#include "digest/render/view.h"

namespace gailou::cli {

/// The process's streams; made up by tests.
struct Streams {
  std::istream& in;
  Output& out;
  Output& err;
  int out_fd = -1;  // where `out` goes; -1 = nowhere that a reader could leave
  bool in_is_terminal = false;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  int columns = 80;
  int ambiguous = 1;  // width of East Asian Ambiguous characters
  ColourHabits colours{};
  std::string pager{};    // command for long answers on a terminal; empty = none
  digest::Instant now{};  // when the verb began
};

/// What came of writing the site into a folder.
struct SiteFiles {
  std::int64_t files = 0;
  std::int64_t written = 0;  // those that were new or had changed
  std::int64_t removed = 0;
  std::int64_t bytes = 0;
};

/// What the configuration says to clients.
struct Places {
  std::string socket{};
  std::string state{};
  render::Site site{};
  /// Writes the readers' pages into a folder; `public_url` empty = as configured. Told of pages done and known.
  std::function<digest::Result<SiteFiles>(const std::string& folder, const std::string& public_url,
                                          const std::function<void(std::int64_t, std::int64_t)>& progress)>
      export_site{};
  std::shared_ptr<const digest::Pack> pack{};  // of digest.pack; none = the built-in words alone
  /// Takes the state folder itself, for --offline; `busy` while a daemon has it.
  std::function<digest::Result<OfflineExchange>()> open_offline{};
  /// The same with the forums' keys and the environment's proxies, for a verb that asks a forum.
  std::function<digest::Result<OfflineExchange>()> open_asking{};
};

struct Session {
  const GlobalArguments& global;
  const std::string& verb;
  const Places& places;
  Streams& streams;
  Client client;
  Paint paint{};

  /// Through the pager on a terminal.
  void print_long(const std::string& text);
  void print(std::string_view text) { streams.out.write(text); }
  /// A line on stderr that isn't an error: left out with --quiet.
  void note(std::string_view text);
  TableStyle table_style() const {
    return {.terminal = streams.out_is_terminal,
            .columns = streams.columns,
            .ambiguous = streams.ambiguous,
            .bold_headers = paint.on()};
  }
};

/// `gailou: add: what`, the hint on the next line; with --json the problem object on stdout as well.
void print_error(Session& session, const digest::Error& error);

/// "2026-05-06 14:02:35 PDT"; "-" for a time that isn't there.
std::string time_text(const std::optional<digest::Instant>& at, const Session& session);

/// "12s", "3m", "5h", "2d": one unit, rounded.
std::string length_text(digest::Duration length);

/// "12s ago", "in 3m": for a glance; "-" for a time that isn't there.
std::string distance_text(const std::optional<digest::Instant>& at, digest::Instant now);

/// A distance on a terminal, the time itself in a pipe.
std::string glance(const std::optional<digest::Instant>& at, const Session& session);

/// Several targets, each with its own outcome: 0 all well, 2 some failed, the common exit code if all did, 1 if theirs
/// differ.
class Tally {
 public:
  void add(int exit_code);
  int exit_code() const;

 private:
  int done_ = 0;
  int failed_ = 0;
  int common_ = 0;
  bool differ_ = false;
};

}  // namespace gailou::cli
