#include "daemon/config/load.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "daemon/config/options.h"
#include "daemon/config/toml_file.h"

namespace gailou::config {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// A folder of its own with an /etc/gailou, a /run/gailou and a home.
class Load : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = testing::TempDir() + "/gailou-config-XXXXXX";
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    root_ = fs::canonical(pattern).string();
    around_ = {.environment = {{"HOME", root_ + "/home"}},
               .root = false,
               .folder = root_ + "/here",
               .etc = root_ + "/etc",
               .run = root_ + "/run",
               .var_lib = root_ + "/var"};
    for (const char* folder : {"/home", "/here", "/etc", "/run", "/var"}) fs::create_directories(root_ + folder);
  }
  void TearDown() override { fs::remove_all(root_); }

  void write(const std::string& name, const std::string& text) {
    fs::create_directories(fs::path(root_ + "/" + name).parent_path());
    std::ofstream(root_ + "/" + name) << text;
  }
  Loaded read(const Given& given = {}, Role role = Role::daemon) { return load(given, around_, role); }
  /// The one fault of a load that has exactly one.
  digest::Error fault(const Given& given = {}) {
    const Loaded loaded = read(given);
    EXPECT_EQ(loaded.faults.size(), 1U);
    return loaded.faults.empty() ? digest::Error{} : loaded.faults.front();
  }

  std::string root_;
  Surroundings around_;
};

TEST_F(Load, without_any_file_the_defaults_hold) {
  const Loaded loaded = read();
  EXPECT_TRUE(loaded.faults.empty());
  EXPECT_TRUE(loaded.files.empty());
  EXPECT_EQ(loaded.config.track.min_interval, 60s);
  EXPECT_EQ(loaded.config.state, root_ + "/home/.local/share/gailou");
  EXPECT_EQ(loaded.config.admin.socket, root_ + "/home/.local/share/gailou/admin.sock");
  EXPECT_FALSE(loaded.config.serve.timezone.empty());
  EXPECT_TRUE(loaded.config.forum.user_agent.starts_with("gailou/"));
}

TEST_F(Load, what_is_written_is_in_the_zone_and_the_language_of_what_is_shown) {
  around_.environment["GAILOU_DIGEST_LANGUAGE"] = "en";
  write("etc/gailou.toml",
        "[site]\ntimezone = \"Asia/Shanghai\"\n[digest]\nmax_entry = 90\n"
        "[[source]]\nname = \"a\"\nurl = \"https://a.example\"\n");
  const Loaded loaded = read();
  ASSERT_TRUE(loaded.faults.empty()) << loaded.faults.front().what;
  for (const track::Settings* settings : {&loaded.config.track, &track_settings(loaded.config, "a")}) {
    EXPECT_EQ(settings->compose.zone, "Asia/Shanghai");
    EXPECT_EQ(settings->compose.language, digest::Language::en);
    EXPECT_EQ(settings->compose.max_entry, 90U);
  }
  EXPECT_EQ(loaded.config.serve.digest_language, digest::Language::en);
  EXPECT_EQ(loaded.config.serve.language, "en");
}

TEST_F(Load, a_language_tag_of_ones_own_stays_beside_english_labels) {
  const Loaded loaded = read({.set = {{"digest.language", "en"}, {"site.language", "zh-Hant"}}});
  ASSERT_TRUE(loaded.faults.empty()) << loaded.faults.front().what;
  EXPECT_EQ(loaded.config.serve.language, "zh-Hant");
}

TEST_F(Load, flag_beats_environment_beats_drop_in_beats_main_file_beats_default) {
  write("etc/gailou.toml",
        "[poll]\nmin_interval = \"2s\"\nmax_interval = \"2h\"\nbackoff = \"2s\"\ntimeout = \"2s\"\n");
  write("etc/conf.d/20.toml", "[poll]\nmax_interval = \"4h\"\nbackoff = \"4s\"\ntimeout = \"4s\"\n");
  write("etc/conf.d/10.toml", "[poll]\ntimeout = \"3s\"\nmax_interval = \"3h\"\n");
  write("etc/conf.d/ignored.txt", "nonsense");
  around_.environment["GAILOU_POLL_BACKOFF"] = "5s";
  around_.environment["GAILOU_POLL_TIMEOUT"] = "5s";
  const Loaded loaded = read({.set = {{"poll.timeout", "6s"}}});
  ASSERT_TRUE(loaded.faults.empty()) << loaded.faults.front().what;
  EXPECT_EQ(loaded.config.track.min_interval, 2s);
  EXPECT_EQ(loaded.config.track.max_interval, 4h);
  EXPECT_EQ(loaded.config.track.backoff, 5s);
  EXPECT_EQ(loaded.config.forum.timeout, 6s);
  EXPECT_EQ(loaded.files.size(), 3U);
}

TEST_F(Load, the_main_file_is_the_first_of_flag_variable_user_system) {
  write("etc/gailou.toml", "[site]\ntitle = \"system\"\n");
  EXPECT_EQ(read().config.serve.title, "system");
  write("home/.config/gailou/gailou.toml", "[site]\ntitle = \"user\"\n");
  EXPECT_EQ(read().config.serve.title, "user");
  write("variable.toml", "[site]\ntitle = \"variable\"\n");
  around_.environment["GAILOU_CONFIG"] = root_ + "/variable.toml";
  EXPECT_EQ(read().config.serve.title, "variable");
  write("here/flag.toml", "[site]\ntitle = \"flag\"\n");
  EXPECT_EQ(read({.file = "flag.toml"}).config.serve.title, "flag");
}

TEST_F(Load, root_does_not_read_a_users_file) {
  around_.root = true;
  write("home/.config/gailou/gailou.toml", "[site]\ntitle = \"user\"\n");
  EXPECT_NE(read().config.serve.title, "user");
}

TEST_F(Load, a_named_file_that_is_missing_is_an_error_in_the_systems_words) {
  const digest::Error error = fault({.file = "nowhere.toml"});
  EXPECT_EQ(error.code, digest::Code::config);
  EXPECT_EQ(error.where, root_ + "/here/nowhere.toml");
  EXPECT_NE(error.what.find("No such file or directory"), std::string::npos);
}

TEST_F(Load, a_file_that_may_not_be_read_is_an_error) {
  if (::geteuid() == 0) {
    // The superuser may read everything; a folder in a file's place fails for all.
    fs::create_directories(root_ + "/etc/gailou.toml");
    EXPECT_NE(fault().what.find("Is a directory"), std::string::npos);
    return;
  }
  write("etc/gailou.toml", "");
  ::chmod((root_ + "/etc/gailou.toml").c_str(), 0);
  EXPECT_NE(fault().what.find("Permission denied"), std::string::npos);
}

TEST_F(Load, a_huge_file_and_a_pipe_are_refused) {
  write("etc/gailou.toml", std::string((1U << 20) + 1, '#'));
  EXPECT_EQ(fault().what, "is larger than 1 MiB");
  fs::remove(root_ + "/etc/gailou.toml");
  ASSERT_EQ(::mkfifo((root_ + "/etc/gailou.toml").c_str(), 0600), 0);
  EXPECT_EQ(fault().what, "isn't a regular file");
}

TEST_F(Load, an_unknown_key_names_its_place_and_the_nearest_known_one) {
  write("etc/gailou.toml", "[poll]\n\n  min_intervall = \"60s\"\n");
  const digest::Error error = fault();
  EXPECT_EQ(error.what, "unknown config key 'poll.min_intervall'");
  EXPECT_EQ(error.where, root_ + "/etc/gailou.toml:3:3");
  EXPECT_EQ(error.hint, "did you mean 'poll.min_interval'?");
}

TEST_F(Load, a_documented_key_whose_feature_comes_later_is_told_apart) {
  write("etc/gailou.toml", "[server]\nmax_request = \"64KiB\"\n");
  EXPECT_EQ(fault().what, "config key 'server.max_request' is not supported by this version");
}

TEST_F(Load, all_faults_are_told_at_once) {
  write("etc/gailou.toml", "poll = 3\n[log]\nlevel = \"loud\"\n[sites]\ntitle = \"x\"\n");
  EXPECT_EQ(read().faults.size(), 3U);
}

TEST_F(Load, broken_toml_names_line_and_column) {
  write("etc/gailou.toml", "[poll]\nmin_interval = \n");
  const digest::Error error = fault();
  EXPECT_TRUE(error.what.starts_with("isn't TOML: ")) << error.what;
  EXPECT_TRUE(error.where.starts_with(root_ + "/etc/gailou.toml:2:")) << error.where;
}

TEST_F(Load, an_unknown_variable_of_one_of_our_sections_is_an_error) {
  around_.environment["GAILOU_POLL_JITER"] = "0.1";
  around_.environment["GAILOU_PAGER"] = "less";
  const digest::Error error = fault();
  EXPECT_EQ(error.where, "$GAILOU_POLL_JITER");
  EXPECT_EQ(error.hint, "did you mean 'GAILOU_POLL_JITTER'?");
}

TEST_F(Load, an_unknown_key_of_the_command_line_is_an_error) {
  EXPECT_EQ(fault({.set = {{"pol.jitter", "0.1"}}}).hint, "did you mean 'poll.jitter'?");
  EXPECT_EQ(fault({.set = {{"jitter", "0.1"}}}).what, "unknown config key 'jitter'");
}

TEST_F(Load, values_that_contradict_each_other_are_refused) {
  const Loaded loaded = read({.set = {{"poll.min_interval", "7h"}}});
  ASSERT_EQ(loaded.faults.size(), 1U);
  EXPECT_EQ(loaded.faults.front().what, "poll.min_interval is longer than poll.max_interval");
}

TEST_F(Load, sources_are_read_in_order) {
  write("etc/gailou.toml",
        "[[source]]\nname = \"one\"\nkind = \"discourse\"\nurl = \"https://One.example/\"\n"
        "[[source]]\nname = \"two\"\nurl = \"http://127.0.0.1:8080\"\n");
  write("etc/conf.d/a.toml", "[[source]]\nname = \"three\"\nurl = \"https://three.example\"\n");
  const Loaded loaded = read();
  ASSERT_TRUE(loaded.faults.empty()) << loaded.faults.front().what;
  ASSERT_EQ(loaded.config.sources.size(), 3U);
  EXPECT_EQ(loaded.config.sources[0].origin, "https://one.example");
  EXPECT_EQ(loaded.config.sources[1].origin, "http://127.0.0.1:8080");
  EXPECT_EQ(loaded.config.sources[2].name, "three");
}

TEST_F(Load, wrong_sources_are_told_with_their_places) {
  for (const char* text : {
           "[[source]]\nname = \"Bad Name\"\nurl = \"https://a.example\"\n",
           "[[source]]\nname = \"a\"\n",
           "[[source]]\nurl = \"https://a.example\"\n",
           "[[source]]\nname = \"a\"\nurl = \"https://a.example/forum\"\n",
           "[[source]]\nname = \"a\"\nurl = \"gopher://a.example\"\n",
           "[[source]]\nname = \"a\"\nkind = \"phpbb\"\nurl = \"https://a.example\"\n",
           "[[source]]\nname = 3\nurl = \"https://a.example\"\n",
           "[[source]]\nname = \"a\"\nurl = \"https://a.example\"\ntitel = \"x\"\n",
           "[[source]]\nname = \"a\"\nurl = \"https://a.example\"\n[[source]]\nname = \"b\"\nurl = "
           "\"https://a.example\"\n",
           "[source]\nname = \"a\"\n",
           "source = 3\n",
       }) {
    write("etc/gailou.toml", text);
    const Loaded loaded = read();
    EXPECT_FALSE(loaded.faults.empty()) << text;
    if (!loaded.faults.empty()) {
      EXPECT_TRUE(loaded.faults.front().where.starts_with(root_ + "/etc/gailou.toml:")) << text;
    }
  }
}

TEST_F(Load, the_services_folders_come_from_systemd) {
  around_.environment["STATE_DIRECTORY"] = "/var/lib/gailou:/var/lib/other";
  around_.environment["RUNTIME_DIRECTORY"] = "/run/gailou";
  const Loaded loaded = read();
  EXPECT_EQ(loaded.config.state, "/var/lib/gailou");
  EXPECT_EQ(loaded.config.admin.socket, "/run/gailou/admin.sock");
}

TEST_F(Load, the_state_flag_is_meant_from_where_one_stands) {
  const Loaded loaded = read({.set = {{"store.state", "mine/"}}});
  EXPECT_EQ(loaded.config.state, root_ + "/here/mine");
  EXPECT_EQ(loaded.config.admin.socket, root_ + "/here/mine/admin.sock");
}

TEST_F(Load, a_client_prefers_the_services_socket_unless_told_otherwise) {
  write("run/admin.sock", "");
  EXPECT_EQ(read({}, Role::client).config.admin.socket, root_ + "/run/admin.sock");
  EXPECT_EQ(read({.set = {{"store.state", "/s"}}}, Role::client).config.admin.socket, "/s/admin.sock");
  EXPECT_EQ(read({.set = {{"admin.socket", "/x.sock"}}}, Role::client).config.admin.socket, "/x.sock");
  EXPECT_EQ(read({}, Role::daemon).config.admin.socket, root_ + "/home/.local/share/gailou/admin.sock");
}

TEST_F(Load, a_client_without_a_store_of_its_own_reads_the_services) {
  write("var/gailou.db", "");
  EXPECT_EQ(read({}, Role::client).config.state, root_ + "/var");
  EXPECT_EQ(read({}, Role::asking_client).config.state, root_ + "/var");
  write("home/.local/share/gailou/gailou.db", "");
  EXPECT_EQ(read({}, Role::client).config.state, root_ + "/home/.local/share/gailou");
}

TEST_F(Load, a_socket_path_that_no_socket_can_have_is_an_error) {
  const std::string deep = "/" + std::string(100, 'd');
  EXPECT_NE(fault({.set = {{"store.state", deep}}}).what.find("at most 107"), std::string::npos);
  EXPECT_NE(fault({.set = {{"admin.socket", deep + "/admin.sock"}}}).what.find("at most 107"), std::string::npos);
}

TEST_F(Load, without_a_home_the_state_folder_has_to_be_given) {
  around_.environment.clear();
  const Loaded loaded = read();
  ASSERT_FALSE(loaded.faults.empty());
  EXPECT_EQ(loaded.faults.front().where, "store.state");
}

TEST_F(Load, the_user_agent_names_the_public_url) {
  const Loaded loaded = read({.set = {{"server.public_url", "https://digest.example"}}});
  EXPECT_TRUE(loaded.config.forum.user_agent.ends_with(" (+https://digest.example)"));
}

TEST(TomlFile, hostile_nesting_ends_in_an_error) {
  EXPECT_FALSE(parse_toml("a = " + std::string(100'000, '['), "deep"));
  EXPECT_FALSE(parse_toml(std::string("a = \"\0\"", 7), "nul"));
  const auto nul = parse_toml(std::string("# 价格\n价[\0\0engine.price]]\n", 29), "gailou.toml");
  ASSERT_FALSE(nul);
  EXPECT_EQ(nul.error().where, "gailou.toml:2:3");
  EXPECT_EQ(nul.error().hint, "save it as plain text in UTF-8");
  for (const char* controls : {"[\x01]", "a\x7f = 1", "a = '\x1b'", "# \x08", "a\x0b=1"}) {
    EXPECT_FALSE(parse_toml(controls, "control")) << controls;
  }
  EXPECT_TRUE(parse_toml("a = 1\r\n\tb = 2\r\n", "windows"));
}

TEST(TomlFile, a_table_without_a_name_that_is_a_key_ends_in_an_error) {
  for (const char* header :
       {"[^engine]", "[引擎]", "[ !a]", "[[^source]]", "[[ .a]]", "[", "[[", "[a.]", "[a.^]", "^ = 1"}) {
    const auto file = parse_toml(header, "gailou.toml");
    ASSERT_FALSE(file) << header;
    EXPECT_TRUE(file.error().where.starts_with("gailou.toml:1:")) << header;
    EXPECT_TRUE(file.error().what.starts_with("isn't TOML: ")) << header;
  }
  EXPECT_FALSE(parse_toml("a = 1\na = 2\n", "twice"));
}

}  // namespace
}  // namespace gailou::config
