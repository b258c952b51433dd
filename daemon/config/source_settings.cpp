// What holds for one source: the keys for all, its own over them, its key with the limits that go with it.
#include <algorithm>
#include <filesystem>
#include <utility>

#include "daemon/config/credentials.h"
#include "daemon/config/key_file.h"
#include "daemon/config/options.h"
#include "daemon/config/sources.h"
#include "daemon/io/url.h"

namespace gailou::config {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;

constexpr std::string_view kCredential = "gailou.forum-api-key";
// A User-Api-Key has 20 requests a minute and 2,880 a day by Discourse's defaults (discourse-wire, limits). With the
// burst of 2 it is 20 in any minute.
constexpr double kUserKeyRate = 18.0 / 60;
constexpr std::size_t kUserKeyRequestsPerDay = 2000;

Error at_source(const SourceDraft& draft, std::string what, std::string hint) {
  return {.code = Code::config, .what = std::move(what), .where = draft.origin, .hint = std::move(hint)};
}

/// How the credential that no source names may be taken.
enum class Unnamed { by_the_only_source, by_none };

/// The path of a source's key; nothing if it has none.
Result<std::optional<std::string>> key_path(const SourceDraft& draft, const Surroundings& around, Unnamed unnamed) {
  if (draft.api_key_file.starts_with('/')) return std::optional(draft.api_key_file);
  if (!draft.api_key_file.empty()) {
    auto path = credential(around, draft.api_key_file);
    if (path) return path;
    return at_source(draft, "source.api_key_file: there is no credential '" + draft.api_key_file + "'",
                     "give an absolute path, or run it as a service with LoadCredential=");
  }
  const auto path = credential(around, kCredential);
  std::error_code ec;
  if (!path || !std::filesystem::exists(*path, ec)) return std::optional<std::string>();
  if (unnamed == Unnamed::by_the_only_source) return path;
  // A key must not go to a forum that it isn't for.
  return at_source(draft, "the credential " + std::string(kCredential) + " could be meant for several sources",
                   "write api_key_file = \"" + std::string(kCredential) + "\" into the one that it is for");
}

bool is_loopback(const std::string& origin) {
  const auto url = io::parse_url(origin);
  return url && (url->host == "localhost" || url->host.starts_with("127.") || url->host == "::1");
}

Result<forum::Access> access_of(const SourceDraft& draft, const std::string& path, bool inside) {
  const bool plain = draft.record.origin.starts_with("http://");
  if (plain && !inside && !is_loopback(draft.record.origin)) {
    return at_source(draft, "source '" + draft.record.name + "' would send its key over plain http, for all to read",
                     "give its url with https://");
  }
  auto secret = read_secret(path);
  if (!secret) return secret.error();
  return access_from(*secret, path);
}

void respect_key(const forum::Access& access, track::Settings& settings) {
  if (access.kind != forum::AccessKind::user_key) return;
  settings.per_host_rate = std::min(settings.per_host_rate, kUserKeyRate);
  // Without a number of its own a day has a quarter of what the rate allows.
  constexpr double kQuarterOfADay = 86'400.0 / 4;
  const bool fewer = settings.requests_per_day == 0
                         ? settings.per_host_rate * kQuarterOfADay <= static_cast<double>(kUserKeyRequestsPerDay)
                         : settings.requests_per_day <= kUserKeyRequestsPerDay;
  if (!fewer) settings.requests_per_day = kUserKeyRequestsPerDay;
}

/// Gives a source its key and the limits that go with it.
Result<void> take_key(const SourceDraft& draft, const std::string& path, SourceSettings& settings) {
  auto access = access_of(draft, path, settings.forum.allow_private_addresses);
  if (!access) return access.error();
  settings.forum.access = std::move(*access);
  respect_key(settings.forum.access, settings.track);
  return {};
}

/// `all`: the configuration without sources.
Result<SourceSettings> settings_of(const SourceDraft& draft, const Config& all, std::vector<Error>& faults) {
  Config own = all;
  for (const auto& [key, value] : draft.poll) {
    if (auto applied = apply(*option_named(key), own, value); !applied) {
      Error error = applied.error();
      error.what = "source." + error.what;
      faults.push_back(std::move(error));
    }
  }
  if (own.track.min_interval > own.track.max_interval) {
    return at_source(draft, "source.poll.min_interval is longer than its poll.max_interval", "change one of them");
  }
  if (own.track.backoff > own.track.backoff_max) {
    return at_source(draft, "source.poll.backoff is longer than its poll.backoff_max", "change one of them");
  }
  own.forum.ignore_robots = draft.ignore_robots;
  return SourceSettings{
      .title = draft.title, .engine = draft.engine, .forum = std::move(own.forum), .track = own.track};
}

}  // namespace

void settle_sources(const std::vector<SourceDraft>& drafts, const Surroundings& around, Role role, Config& config,
                    std::vector<Error>& faults) {
  const Config all = config;
  const bool named = std::ranges::any_of(drafts, [](const auto& draft) { return draft.api_key_file == kCredential; });
  const auto unnamed = drafts.size() == 1 ? Unnamed::by_the_only_source : Unnamed::by_none;
  for (const SourceDraft& draft : drafts) {
    config.sources.push_back(draft.record);
    auto settings = settings_of(draft, all, faults);
    if (!settings) {
      faults.push_back(settings.error());
      continue;
    }
    const bool may_have_key = role != Role::client && (!draft.api_key_file.empty() || !named);
    const auto path = may_have_key ? key_path(draft, around, unnamed) : std::optional<std::string>();
    const auto taken = path && *path ? take_key(draft, **path, *settings) : Result<void>();
    if (!path) faults.push_back(path.error());
    if (!taken) faults.push_back(taken.error());
    config.of_source.emplace(draft.record.name, std::move(*settings));
  }
}

const forum::Settings& forum_settings(const Config& config, const std::string& source) {
  const auto own = config.of_source.find(source);
  return own == config.of_source.end() ? config.forum : own->second.forum;
}

const track::Settings& track_settings(const Config& config, const std::string& source) {
  const auto own = config.of_source.find(source);
  return own == config.of_source.end() ? config.track : own->second.track;
}

namespace {

bool is_of_another_forum(const Config& config, const storage::SourceRecord& source) {
  const auto named = std::ranges::find(config.sources, source.name, &storage::SourceRecord::name);
  return named != config.sources.end() && named->origin != source.origin;
}

}  // namespace

const forum::Settings& forum_settings(const Config& config, const storage::SourceRecord& source) {
  return is_of_another_forum(config, source) ? config.forum : forum_settings(config, source.name);
}

const track::Settings& track_settings(const Config& config, const storage::SourceRecord& source) {
  return is_of_another_forum(config, source) ? config.track : track_settings(config, source.name);
}

}  // namespace gailou::config
