#include "daemon/config/options.h"

#include <algorithm>
#include <array>

#include "daemon/config/checks.h"

namespace gailou::config {

namespace {

using namespace std::chrono_literals;

/// A path of members as a function: at<&Config::track, &track::Settings::jitter>.
template <auto... Members>
constexpr auto at = [](Config& config) -> auto& {
  return (config.*....*Members);
};

constexpr digest::Duration kWeek = 168h;
constexpr std::size_t kTokensMost = 1'000'000'000'000;

constexpr std::array<std::string_view, 2> kPunctuations{"full", "ascii"};
constexpr std::array<std::string_view, 2> kLanguages{"zh", "en"};
constexpr std::array<std::string_view, 2> kEngines{"extract", "llm"};
constexpr std::array<std::string_view, 2> kWhenDown{"extract", "wait"};
constexpr std::array<std::string_view, 2> kRobots{"noindex", "index"};
constexpr std::array<std::string_view, 5> kLevels{"error", "warn", "info", "debug", "trace"};
constexpr std::array<std::string_view, 4> kLogFormats{"auto", "journal", "logfmt", "json"};

const ChoiceRule kPunctuation{kPunctuations, [](Config& c, std::size_t word) { c.serve.full_punctuation = word == 0; },
                              [](const Config& c) { return std::size_t{c.serve.full_punctuation ? 0U : 1U}; }};
const ChoiceRule kLanguage{
    kLanguages, [](Config& c, std::size_t word) { c.track.compose.language = static_cast<digest::Language>(word); },
    [](const Config& c) { return static_cast<std::size_t>(c.track.compose.language); }};
const ChoiceRule kEngine{kEngines, [](Config& c, std::size_t word) { c.engine.kind = static_cast<engine::Kind>(word); },
                         [](const Config& c) { return static_cast<std::size_t>(c.engine.kind); }};
const ChoiceRule kEngineDown{
    kWhenDown, [](Config& c, std::size_t word) { c.engine.when_down = static_cast<engine::WhenDown>(word); },
    [](const Config& c) { return static_cast<std::size_t>(c.engine.when_down); }};
const ChoiceRule kIndexing{kRobots, [](Config& c, std::size_t word) { c.serve.index = word == 1; },
                           [](const Config& c) { return std::size_t{c.serve.index ? 1U : 0U}; }};
const ChoiceRule kLevel{kLevels, [](Config& c, std::size_t word) { c.log_level = static_cast<io::log::Level>(word); },
                        [](const Config& c) { return static_cast<std::size_t>(c.log_level); }};
const ChoiceRule kLogFormat{
    kLogFormats, [](Config& c, std::size_t word) { c.log_format = kLogFormats.at(word); },
    [](const Config& c) {
      return static_cast<std::size_t>(std::ranges::find(kLogFormats, c.log_format) - kLogFormats.begin());
    }};

using A = admin::Settings;
using F = forum::Settings;
using S = serve::Settings;
using I = io::ServerSettings;
using T = track::Settings;
using D = digest::SettleSettings;
using E = digest::ComposeSettings;
using L = EngineKeys;
constexpr auto H = Reload::on_signal;
constexpr auto R = Reload::on_restart;

// In the order of the manual.
const std::array kOptions{
    Option{"server.listen", ListRule{at<&Config::serve, &S::listen>, &check_listen, false}, R,
           "Where readers reach the daemon: host:port, [::1]:port or unix:/path."},
    Option{"server.public_url", TextRule{at<&Config::serve, &S::public_url>, &check_public_url}, H,
           "Absolute URL that readers use; feeds and canonical links need it."},
    Option{"server.hosts", ListRule{at<&Config::serve, &S::hosts>, &check_host, true}, H,
           "Further Host names to accept beside loopback ones and the public URL's."},
    Option{"server.base_path", TextRule{at<&Config::serve, &S::base_path>, &check_base_path}, R,
           "Prefix behind a proxy, such as /gailou."},
    Option{"server.trusted_proxies", ListRule{at<&Config::serve, &S::trusted_proxies>, &check_network, true}, H,
           "Addresses and networks of reverse proxies whose X-Forwarded-For, X-Forwarded-Proto and Forwarded are "
           "believed."},
    Option{"server.rate_limit", RateRule{at<&Config::serve, &S::rate_limit>, 1.0 / 60, 1000, true}, H,
           "Requests of one client, a /64 network of IPv6 (1/m to 1000/s, or off), burst 5 s; a search counts five."},
    Option{"server.max_connections", CountRule{at<&Config::serve, &S::server, &I::max_connections>, 1, 100'000}, H,
           "Connections at a time (1 to 100000); more are answered 503."},
    Option{
        "server.max_connections_per_address",
        CountRule{at<&Config::serve, &S::server, &I::connections_per_address_max>, 1, 100'000}, H,
        "Connections and streams of one address (1 to 100000), a /64 network of IPv6; trusted proxies have no limit."},
    Option{"server.max_sse_clients", CountRule{at<&Config::serve, &S::max_sse_clients>, 0, 100'000}, H,
           "Streams of live events at a time, beside the connections (0 to 100000); more are answered 503."},
    Option{"server.header_timeout", DurationRule{at<&Config::serve, &S::server, &I::header_timeout>, 100ms, 1h}, H,
           "How long a request's head may take (100ms to 1h)."},
    Option{"server.idle_timeout", DurationRule{at<&Config::serve, &S::server, &I::idle_timeout>, 100ms, 1h}, H,
           "How long a connection may wait for its next request (100ms to 1h)."},
    Option{"server.write_timeout", DurationRule{at<&Config::serve, &S::server, &I::write_timeout>, 100ms, 1h}, H,
           "How long a reader may not take what it was sent (100ms to 1h)."},
    Option{"server.compression", FlagRule{at<&Config::serve, &S::compression>}, H,
           "Whether bodies are sent gzipped to those who ask."},
    Option{"admin.socket", TextRule{at<&Config::admin, &A::socket>, &check_socket}, R,
           "The Unix socket that the other verbs talk to; at most 107 bytes."},
    Option{"admin.mode", ModeRule{at<&Config::admin, &A::mode>}, R, "Mode of that socket, in octal digits."},
    Option{"store.state", TextRule{at<&Config::state>, &check_folder}, R, "Folder with gailou.db and its lock."},
    Option{"poll.min_interval", DurationRule{at<&Config::track, &T::min_interval>, 1s, kWeek}, H,
           "Shortest wait between two polls of a thread (1s to 7d)."},
    Option{"poll.max_interval", DurationRule{at<&Config::track, &T::max_interval>, 1s, kWeek}, H,
           "Longest wait between two polls of an open thread (1s to 7d)."},
    Option{"poll.closed_interval", DurationRule{at<&Config::track, &T::closed_interval>, 1s, 720h}, H,
           "Wait between two polls of a closed thread (1s to 30d)."},
    Option{"poll.jitter", ShareRule{at<&Config::track, &T::jitter>, 0, 0.5}, H,
           "Share of the interval that is left to chance (0 to 0.5)."},
    Option{"poll.per_host_rate", RateRule{at<&Config::track, &T::per_host_rate>, 1.0 / 3600, 1000}, H,
           "Requests per source host (1/h to 1000/s), burst 2."},
    Option{"poll.requests_per_day", CountRule{at<&Config::track, &T::requests_per_day>, 0, 10'000'000}, H,
           "Requests per source in any 24 hours (0 to 10000000); 0 = a quarter of what poll.per_host_rate allows."},
    Option{"poll.live", FlagRule{at<&Config::track, &T::live>}, H,
           "Whether the forum's message bus is listened to, where it offers one."},
    Option{"poll.backoff", DurationRule{at<&Config::track, &T::backoff>, 100ms, kWeek}, H,
           "First wait after a failure that names none, doubling (100ms to 7d)."},
    Option{"poll.backoff_max", DurationRule{at<&Config::track, &T::backoff_max>, 100ms, kWeek}, H,
           "Longest such wait (100ms to 7d)."},
    Option{"poll.challenge_cooldown", DurationRule{at<&Config::track, &T::challenge_cooldown>, 1s, 24h}, H,
           "First wait after a challenge page, doubling to 24h (1s to 24h)."},
    Option{"poll.confirm_after", DurationRule{at<&Config::track, &T::confirm_after>, 0s, 24h}, H,
           "A vanished post is believed after a second fresh look this much later (0s to 24h)."},
    Option{"poll.recheck_window", CountRule{at<&Config::track, &T::recheck_window>, 0, 10'000}, H,
           "Newest floors that are read again within a week, others within a month (0 to 10000); 0 = none."},
    Option{"poll.timeout", DurationRule{at<&Config::forum, &F::timeout>, 100ms, 10min}, H,
           "How long a whole request to a forum may take (100ms to 10m)."},
    Option{"poll.connect_timeout", DurationRule{at<&Config::forum, &F::connect_timeout>, 100ms, 10min}, H,
           "How long its connection may take, TLS included (100ms to 10m)."},
    Option{"poll.max_body", SizeRule{at<&Config::forum, &F::max_body>, std::size_t{64} << 10, std::size_t{256} << 20},
           H, "Largest answer of a forum after decompression (64KiB to 256MiB)."},
    Option{"poll.user_agent", TextRule{at<&Config::forum, &F::user_agent>, &check_user_agent}, H,
           "User-Agent of requests to forums; the default names version and public URL."},
    Option{"poll.allow_private_addresses", FlagRule{at<&Config::forum, &F::allow_private_addresses>}, R,
           "Whether sources may stand in loopback and private networks."},
    Option{"site.timezone", TextRule{at<&Config::serve, &S::timezone>, &check_zone}, H,
           "IANA zone of the times that are shown; the machine's if empty."},
    Option{"digest.max_entry", CountRule{at<&Config::track, &T::compose, &E::max_entry>, 4, 160}, H,
           "Longest entry in units, a Chinese character or a word each (4 to 160)."},
    Option{"digest.language", kLanguage, H, "Language of the digest's labels and own words: zh or en."},
    Option{"digest.punctuation", kPunctuation, H, "The colon after a marker: full (新增#59：) or ascii (新增#59:)."},
    Option{"digest.pack", TextRule{at<&Config::pack>, &check_folder}, H,
           "File with further words for the rules of the offline engine; see docs/packs.md."},
    Option{"digest.settle_floors", CountRule{at<&Config::track, &T::settle, &D::settle_floors>, 1, 2000}, H,
           "A batch is taken at so many pending floors (1 to 2000)."},
    Option{"digest.settle_age", DurationRule{at<&Config::track, &T::settle, &D::settle_age>, 0s, kWeek}, H,
           "Or when the oldest has waited so long (0s to 7d); 0s takes at once."},
    Option{"digest.edit_grace", DurationRule{at<&Config::track, &T::settle, &D::edit_grace>, 0s, 24h}, H,
           "A floor younger than this is left pending: its author may still be editing (0s to 24h)."},
    Option{"engine.kind", kEngine, H,
           "What turns floors into entries: extract, which works offline, or llm, which asks engine.endpoint."},
    Option{"engine.endpoint", TextRule{at<&Config::engine, &L::endpoint>, &check_endpoint}, H,
           "OpenAI-compatible chat endpoint: https://host/v1, with or without /chat/completions."},
    Option{"engine.model", TextRule{at<&Config::engine, &L::model>, &check_words}, H, "Its model, by its name there."},
    Option{"engine.api_key_file", TextRule{at<&Config::engine, &L::api_key_file>, &check_key_file}, H,
           "File that holds its key, or a credential's name; unset: the credential gailou.llm-api-key, if there."},
    Option{"engine.timeout", DurationRule{at<&Config::engine, &L::timeout>, 0s, 2h}, H,
           "How long a whole call may take (1s to 2h); 0s = 300s, or 30m for a loopback or private endpoint."},
    Option{"engine.context_tokens", CountRule{at<&Config::engine, &L::context_tokens>, 2048, 10'000'000}, H,
           "Tokens that the model reads, prompt and answer together (2048 to 10000000)."},
    Option{"engine.daily_tokens", CountRule{at<&Config::engine, &L::daily_tokens>, 0, kTokensMost}, H,
           "Tokens in a day of site.timezone; over it the offline engine writes. 0 = no limit."},
    Option{"engine.daily_calls", CountRule{at<&Config::engine, &L::daily_calls>, 0, kTokensMost}, H,
           "Calls in a day. 0 = no limit."},
    Option{"engine.thread_daily_tokens", CountRule{at<&Config::engine, &L::thread_daily_tokens>, 0, kTokensMost}, H,
           "Tokens of one thread in a day. 0 = no limit."},
    Option{"engine.thread_daily_calls", CountRule{at<&Config::engine, &L::thread_daily_calls>, 0, kTokensMost}, H,
           "Calls of one thread in a day. 0 = no limit."},
    Option{"engine.monthly_tokens", CountRule{at<&Config::engine, &L::monthly_tokens>, 0, kTokensMost}, H,
           "Tokens in a month. 0 = no limit."},
    Option{"engine.monthly_calls", CountRule{at<&Config::engine, &L::monthly_calls>, 0, kTokensMost}, H,
           "Calls in a month. 0 = no limit."},
    Option{"engine.currency", TextRule{at<&Config::engine, &L::currency>, &check_currency}, H,
           "The currency of all [[engine.price]] tables: USD, CNY."},
    Option{
        "engine.when_down", kEngineDown, H,
        "While the endpoint rests after failures: extract lets the offline engine write, wait leaves floors pending."},
    Option{"engine.allow_private_addresses", FlagRule{at<&Config::engine, &L::allow_private_addresses>}, H,
           "Whether the endpoint may stand in loopback and private networks, as local models do."},
    Option{"feed.entries", CountRule{at<&Config::serve, &S::feed_entries>, 10, 200}, H,
           "Entries on a page of a feed (10 to 200)."},
    Option{"site.title", TextRule{at<&Config::serve, &S::title>, &check_words}, H, "Title of pages and text."},
    Option{"site.tagline", TextRule{at<&Config::serve, &S::tagline>, &check_words}, H, "Tagline of pages and text."},
    Option{"site.language", TextRule{at<&Config::serve, &S::language>, &check_language}, H,
           "Language tag of pages and feeds."},
    Option{"site.remove_contact", TextRule{at<&Config::serve, &S::remove_contact>, &check_words}, H,
           "Whom to ask to take something down, as the about page says: an address or a URL; empty = nobody named."},
    Option{"site.robots", kIndexing, H, "Whether search engines may list the pages: noindex or index."},
    Option{"site.security_contact", TextRule{at<&Config::serve, &S::security_contact>, &check_contact}, H,
           "Whom to tell of a weakness, as /.well-known/security.txt says: an e-mail address, or a mailto:, https: or "
           "tel: URI; empty = there is no such file."},
    Option{"metrics.enabled", FlagRule{at<&Config::serve, &S::metrics>}, R,
           "Whether /metrics tells figures for Prometheus."},
    Option{
        "metrics.listen", TextRule{at<&Config::serve, &S::metrics_listen>, &check_metrics_listen}, R,
        "A listener of its own for /metrics, host:port or unix:/path, open to whoever reaches it; empty = the readers' "
        "port, for this machine alone and never through a proxy that says so."},
    Option{"log.level", kLevel, H, "What is logged: error, warn, info, debug or trace."},
    Option{"log.format", kLogFormat, R, "How: auto, journal, logfmt or json."},
};

constexpr std::array<std::string_view, 8> kLater{
    "server.max_request", "store.deleted",     "store.min_free",  "store.backup_dir",
    "store.backup_every", "store.backup_keep", "digest.sections", "feed.hub"};

}  // namespace

std::span<const Option> options() {
  return kOptions;
}

const Option* option_named(std::string_view key) {
  const auto found = std::ranges::find(kOptions, key, &Option::key);
  return found == kOptions.end() ? nullptr : &*found;
}

bool is_for_later(std::string_view key) {
  return std::ranges::find(kLater, key) != kLater.end();
}

std::string environment_name(std::string_view key) {
  std::string name = "GAILOU_";
  for (const char c : key) {
    name += c == '.' ? '_' : (c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return name;
}

}  // namespace gailou::config
