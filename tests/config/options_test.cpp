#include "daemon/config/options.h"

#include <set>

#include <gtest/gtest.h>

#include "daemon/config/units.h"

namespace gailou::config {
namespace {

digest::Result<void> set(Config& config, std::string_view key, Value value) {
  const Option* option = option_named(key);
  if (option == nullptr) throw std::runtime_error("no such option");
  value.origin = "here";
  return apply(*option, config, value);
}
digest::Result<void> set_text(Config& config, std::string_view key, const std::string& text) {
  return set(config, key, Value{.written = text, .typed = false});
}
digest::Result<void> set_toml(Config& config, std::string_view key, const std::string& text) {
  return set(config, key, Value{.written = text, .typed = true});
}

TEST(Options, each_key_stands_once_and_has_a_meaning) {
  std::set<std::string_view> seen;
  for (const Option& option : options()) {
    EXPECT_TRUE(seen.insert(option.key).second) << option.key;
    EXPECT_TRUE(option.meaning.ends_with(".")) << option.key;
    EXPECT_FALSE(is_for_later(option.key)) << option.key;
  }
}

TEST(Options, a_list_may_have_blanks_beside_its_commas) {
  Config config;
  EXPECT_TRUE(set_text(config, "server.trusted_proxies", "10.0.0.0/8 ,  ::1,192.0.2.7"));
  EXPECT_EQ(config.serve.trusted_proxies, (std::vector<std::string>{"10.0.0.0/8", "::1", "192.0.2.7"}));
}

TEST(Options, a_proxy_is_an_address_or_a_network) {
  Config config;
  for (const std::string wrong : {"localhost", "10.0.0.0/33", "10.0.0.0/8,x", "*"}) {
    EXPECT_FALSE(set_text(config, "server.trusted_proxies", wrong)) << wrong;
  }
  EXPECT_TRUE(set_text(config, "server.trusted_proxies", ""));
  EXPECT_TRUE(config.serve.trusted_proxies.empty());
}

TEST(Options, a_rate_of_requests_may_be_off) {
  Config config;
  EXPECT_TRUE(set_text(config, "server.rate_limit", "off"));
  EXPECT_EQ(config.serve.rate_limit, 0);
  EXPECT_EQ(shown(*option_named("server.rate_limit"), config), "\"off\"");
  EXPECT_TRUE(set_text(config, "server.rate_limit", "90/m"));
  EXPECT_EQ(config.serve.rate_limit, 1.5);
  for (const std::string wrong : {"0/s", "2000/s", "20", "-1/s", "none", "OFF"}) {
    EXPECT_FALSE(set_text(config, "server.rate_limit", wrong)) << wrong;
  }
  EXPECT_FALSE(set_text(config, "poll.per_host_rate", "off")) << "of the forum's rate there is always one";
}

TEST(Options, streams_and_connections_of_an_address_have_bounds) {
  Config config;
  EXPECT_TRUE(set_text(config, "server.max_sse_clients", "5000"));
  EXPECT_EQ(config.serve.max_sse_clients, 5000u);
  EXPECT_TRUE(set_text(config, "server.max_sse_clients", "0"));
  EXPECT_TRUE(set_text(config, "server.max_connections_per_address", "6000"));
  EXPECT_EQ(config.serve.server.connections_per_address_max, 6000u);
  EXPECT_FALSE(set_text(config, "server.max_connections_per_address", "0"));
  EXPECT_FALSE(set_text(config, "server.max_sse_clients", "100001"));
}

TEST(Options, each_default_is_accepted_when_written_back) {
  for (const Option& option : options()) {
    const Config defaults;
    std::string text = shown(option, defaults);
    std::erase_if(text, [](char c) { return c == '"' || c == '[' || c == ']'; });
    Config config;
    const auto applied = set_text(config, option.key, text);
    EXPECT_TRUE(applied) << option.key << " = " << text << ": " << (applied ? "" : applied.error().what);
    EXPECT_EQ(shown(option, config), shown(option, defaults)) << option.key;
  }
}

TEST(Options, the_defaults_are_those_of_the_manual) {
  const Config config;
  const auto value = [&](std::string_view key) { return shown(*option_named(key), config); };
  EXPECT_EQ(value("server.listen"), R"(["127.0.0.1:8488"])");
  EXPECT_EQ(value("server.max_connections"), "1024");
  EXPECT_EQ(value("server.header_timeout"), R"("10s")");
  EXPECT_EQ(value("server.idle_timeout"), R"("1m")");
  EXPECT_EQ(value("admin.mode"), R"("0660")");
  EXPECT_EQ(value("poll.min_interval"), R"("1m")");
  EXPECT_EQ(value("poll.max_interval"), R"("6h")");
  EXPECT_EQ(value("poll.closed_interval"), R"("3d")");
  EXPECT_EQ(value("poll.jitter"), "0.1");
  EXPECT_EQ(value("poll.per_host_rate"), R"("1/s")");
  EXPECT_EQ(value("poll.confirm_after"), R"("90s")");
  EXPECT_EQ(value("poll.max_body"), R"("16MiB")");
  EXPECT_EQ(value("poll.allow_private_addresses"), "false");
  EXPECT_EQ(value("digest.max_entry"), "160");
  EXPECT_EQ(value("digest.language"), R"("zh")");
  EXPECT_EQ(value("digest.punctuation"), R"("full")");
  EXPECT_EQ(value("digest.settle_floors"), "8");
  EXPECT_EQ(value("digest.settle_age"), R"("10m")");
  EXPECT_EQ(value("digest.edit_grace"), R"("5m")");
  EXPECT_EQ(value("engine.kind"), R"("extract")");
  EXPECT_EQ(value("site.title"), R"("泥潭日报")");
  EXPECT_EQ(value("site.robots"), R"("noindex")");
  EXPECT_EQ(value("log.level"), R"("info")");
  EXPECT_EQ(value("log.format"), R"("auto")");
}

TEST(Options, a_bare_number_is_refused_where_a_unit_is_meant) {
  Config config;
  for (const char* key : {"poll.min_interval", "digest.settle_age", "server.idle_timeout", "poll.max_body"}) {
    const auto applied = set(config, key, Value{.written = std::int64_t{90}});
    ASSERT_FALSE(applied) << key;
    EXPECT_EQ(applied.error().code, digest::Code::config);
    EXPECT_EQ(applied.error().what, std::string(key) + ": is a bare number");
    EXPECT_FALSE(applied.error().hint.empty());
    EXPECT_FALSE(set_text(config, key, "90")) << key;
  }
}

struct Wrong {
  const char* key;
  const char* text;
};
class WrongValue : public testing::TestWithParam<Wrong> {};

TEST_P(WrongValue, is_refused_and_changes_nothing) {
  Config config;
  const Option& option = *option_named(GetParam().key);
  const std::string before = shown(option, config);
  const auto applied = set_text(config, GetParam().key, GetParam().text);
  ASSERT_FALSE(applied) << GetParam().key << " = " << GetParam().text;
  EXPECT_EQ(applied.error().code, digest::Code::config);
  EXPECT_EQ(applied.error().where, "here");
  EXPECT_TRUE(applied.error().what.starts_with(std::string(GetParam().key) + ": ")) << applied.error().what;
  EXPECT_EQ(shown(option, config), before);
}

INSTANTIATE_TEST_SUITE_P(
    Options, WrongValue,
    testing::Values(
        Wrong{"poll.min_interval", "500ms"}, Wrong{"poll.min_interval", "8d"}, Wrong{"poll.min_interval", "60"},
        Wrong{"poll.max_interval", "0s"}, Wrong{"poll.jitter", "0.9"}, Wrong{"poll.jitter", "nan"},
        Wrong{"poll.per_host_rate", "1/d"}, Wrong{"poll.per_host_rate", "2000/s"}, Wrong{"poll.per_host_rate", "0.5/h"},
        Wrong{"poll.backoff", "50ms"}, Wrong{"poll.challenge_cooldown", "25h"}, Wrong{"poll.max_body", "1B"},
        Wrong{"poll.max_body", "1GiB"}, Wrong{"poll.user_agent", "a\nb"}, Wrong{"poll.allow_private_addresses", "yes"},
        Wrong{"server.compression", "1"}, Wrong{"server.max_connections", "0"}, Wrong{"server.max_connections", "-5"},
        Wrong{"server.listen", ""}, Wrong{"server.listen", "8488"}, Wrong{"server.listen", "::1:80"},
        Wrong{"server.listen", "127.0.0.1:70000"}, Wrong{"server.listen", "127.0.0.1:80,"},
        Wrong{"server.listen", "systemd"}, Wrong{"server.listen", "unix:relative"}, Wrong{"server.base_path", "gailou"},
        Wrong{"server.base_path", "/gailou/"}, Wrong{"server.base_path", "/"}, Wrong{"server.base_path", "/a/../b"},
        Wrong{"server.base_path", "/a?b"}, Wrong{"server.hosts", "http://a"}, Wrong{"server.hosts", "a b"},
        Wrong{"server.public_url", "ftp://a"}, Wrong{"server.public_url", "digest.example"},
        Wrong{"admin.mode", "0666"}, Wrong{"admin.mode", "rw-rw----"}, Wrong{"admin.socket", "relative.sock"},
        Wrong{"store.state", "relative"}, Wrong{"site.timezone", "Mars/Olympus"},
        Wrong{"site.timezone", "../../etc/passwd"}, Wrong{"site.title", "a\x1b[31m"}, Wrong{"site.title", "\xff"},
        Wrong{"site.language", "z"}, Wrong{"site.robots", "none"}, Wrong{"digest.punctuation", "half"},
        Wrong{"digest.language", "de"}, Wrong{"digest.language", ""}, Wrong{"digest.max_entry", "3"},
        Wrong{"digest.max_entry", "161"}, Wrong{"digest.settle_floors", "0"}, Wrong{"digest.settle_floors", "2001"},
        Wrong{"engine.kind", "magic"}, Wrong{"engine.when_down", "hope"}, Wrong{"engine.endpoint", "ftp://a/v1"},
        Wrong{"engine.endpoint", "https://user:pass@a.example/v1"},
        Wrong{"engine.endpoint", "https://a.example/v1?k=1"}, Wrong{"engine.api_key_file", "key/file"},
        Wrong{"engine.timeout", "3h"}, Wrong{"engine.timeout", "90"}, Wrong{"engine.context_tokens", "1000"},
        Wrong{"engine.daily_tokens", "-1"}, Wrong{"engine.currency", "$"}, Wrong{"engine.currency", "usd"},
        Wrong{"engine.model", "a\nb"}, Wrong{"log.level", "loud"}, Wrong{"log.format", "xml"}));

TEST(Options, right_values_arrive_in_their_rooms) {
  Config config;
  ASSERT_TRUE(set_text(config, "poll.per_host_rate", "30/m"));
  ASSERT_TRUE(set_text(config, "server.listen", "[::1]:0,unix:/run/x.sock"));
  ASSERT_TRUE(set_text(config, "server.hosts", "Digest.Example"));
  ASSERT_TRUE(set_text(config, "site.robots", "index"));
  ASSERT_TRUE(set_text(config, "digest.punctuation", "ascii"));
  ASSERT_TRUE(set_text(config, "digest.language", "en"));
  ASSERT_TRUE(set_text(config, "digest.max_entry", "80"));
  ASSERT_TRUE(set_text(config, "log.level", "trace"));
  ASSERT_TRUE(set_text(config, "server.public_url", "https://digest.example/gailou/"));
  EXPECT_DOUBLE_EQ(config.track.per_host_rate, 0.5);
  EXPECT_EQ(config.serve.listen, (std::vector<std::string>{"[::1]:0", "unix:/run/x.sock"}));
  EXPECT_EQ(config.serve.hosts, std::vector<std::string>{"digest.example"});
  EXPECT_TRUE(config.serve.index);
  EXPECT_FALSE(config.serve.full_punctuation);
  EXPECT_EQ(config.track.compose.language, digest::Language::en);
  EXPECT_EQ(config.track.compose.max_entry, 80U);
  EXPECT_EQ(config.log_level, io::log::Level::trace);
  EXPECT_EQ(config.serve.public_url, "https://digest.example/gailou");
}

TEST(Options, the_type_in_the_file_has_to_fit) {
  Config config;
  EXPECT_FALSE(set_toml(config, "server.compression", "true"));
  EXPECT_FALSE(set_toml(config, "server.listen", "127.0.0.1:1"));
  EXPECT_FALSE(set_toml(config, "digest.settle_floors", "8"));
  EXPECT_FALSE(set(config, "site.title", Value{.written = std::int64_t{7}}));
  EXPECT_FALSE(set(config, "site.title", Value{.written = Unusable{"a date or time"}}));
  EXPECT_TRUE(set(config, "server.compression", Value{.written = false}));
  EXPECT_TRUE(set(config, "server.listen", Value{.written = std::vector<std::string>{"localhost:1"}}));
  EXPECT_TRUE(set(config, "poll.jitter", Value{.written = std::int64_t{0}}));
}

TEST(Options, a_key_has_a_name_in_the_environment) {
  EXPECT_EQ(environment_name("poll.min_interval"), "GAILOU_POLL_MIN_INTERVAL");
}

}  // namespace
}  // namespace gailou::config
