// All that can be configured, as one value: the rooms' Settings and what belongs to no room.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "daemon/admin/settings.h"
#include "daemon/engine/chat/settings.h"
#include "daemon/engine/settings.h"
#include "daemon/forum/settings.h"
#include "daemon/io/log.h"
#include "daemon/io/proxy.h"
#include "daemon/serve/settings.h"
#include "daemon/track/discover/settings.h"
#include "daemon/track/settings.h"
#include "storage/records.h"

namespace gailou::config {

/// What `[engine]` says, as it stands there.
struct EngineKeys {
  engine::Kind kind = engine::Kind::extract;
  std::string endpoint{};
  std::string model{};
  std::string api_key_file{};
  digest::Duration timeout{0};  // 0: by the kind of endpoint
  std::size_t context_tokens = 32'768;
  std::size_t daily_tokens = 200'000;  // of budgets, 0: no limit
  std::size_t daily_calls = 0;
  std::size_t thread_daily_tokens = 0;
  std::size_t thread_daily_calls = 0;
  std::size_t monthly_tokens = 0;
  std::size_t monthly_calls = 0;
  std::string currency = "USD";  // of all prices
  engine::WhenDown when_down = engine::WhenDown::extract;
  bool allow_private_addresses = true;
};

/// One `[[engine.price]]`: of a million tokens.
struct PriceKeys {
  std::string model = "*";
  double input = 0;
  double cached = 0;
  bool has_cached = false;  // else as input
  double output = 0;
  bool operator==(const PriceKeys&) const = default;
};

/// One `[[source]]` with everything that holds for it: its own keys over those for all.
struct SourceSettings {
  std::string title{};  // what its owner calls it; empty = its name
  std::optional<engine::Kind> engine{};
  forum::Settings forum{};
  track::Settings track{};
};

struct Config {
  serve::Settings serve{};  // site.timezone is filled in: never empty after load()
  admin::Settings admin{};  // the socket's path is filled in
  track::Settings track{};
  forum::Settings forum{};  // the user agent is filled in
  std::string state{};      // folder with gailou.db and the lock; absolute after load()
  std::string pack{};       // file with words for the offline engine's rules; empty = the built-in ones alone
  EngineKeys engine{};
  std::vector<PriceKeys> prices{};             // `[[engine.price]]`, in order
  PriceKeys price{};                           // what a key of such a table is read into
  std::optional<engine::ChatSettings> chat{};  // with engine.endpoint; the key is read for the daemon alone
  io::log::Level log_level = io::log::Level::info;
  std::string log_format = "auto";
  std::vector<storage::SourceRecord> sources{};       // `[[source]]`, in order
  std::map<std::string, SourceSettings> of_source{};  // by name; those of `sources` alone
  std::vector<track::discover::Rule> rules{};         // `[[discover]]`, in order
  track::discover::Rule rule{};                       // what a key of a `[[discover]]` table is read into
  io::Proxies proxies{};                              // of the environment; none for clients that ask no forum
};

/// What holds for a source: its own, else everybody's. One that no `[[source]]` names has none of its own.
const forum::Settings& forum_settings(const Config& config, const std::string& source);
const track::Settings& track_settings(const Config& config, const std::string& source);

/// The same for a source of the store. A `[[source]]` that gives its name to another forum is not its own: a key goes
/// to the forum that it was given for alone.
const forum::Settings& forum_settings(const Config& config, const storage::SourceRecord& source);
const track::Settings& track_settings(const Config& config, const storage::SourceRecord& source);

}  // namespace gailou::config
