// The built program as a process, with no daemon anywhere: exit codes and what goes where.
#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/process.h"
#include "tests/support/temp_folder.h"

namespace gailou::cli {
namespace {

class Binary : public testing::Test {
 protected:
  support::Finished run(std::vector<std::string> words, const std::string& out_file = "") {
    words.insert(words.begin(), std::string(GAILOU_BINARY_DIR) + "/gailou");
    return support::run(
        support::Command{.words = std::move(words),
                         .out_file = out_file,
                         .environment = {{{"HOME", home_.path()}, {"PATH", "/usr/bin:/bin"}, {"TZ", "UTC"}}}});
  }

  support::TempFolder home_;
};

TEST_F(Binary, without_words_it_helps) {
  const auto end = run({});
  EXPECT_EQ(end.code, 0);
  EXPECT_NE(end.out.find("Examples:"), std::string::npos);
  EXPECT_TRUE(end.err.empty());
}

TEST_F(Binary, an_unknown_verb_is_wrong_usage) {
  const auto end = run({"lst"});
  EXPECT_EQ(end.code, 64);
  EXPECT_TRUE(end.out.empty());
  EXPECT_EQ(end.err, "gailou: unknown verb 'lst'\ndid you mean `list`?\n");
}

TEST_F(Binary, a_url_that_is_no_topic_is_wrong_data) {
  EXPECT_EQ(run({"add", "https://forum.example/nothing"}).code, 65);
}

TEST_F(Binary, without_a_daemon_its_verbs_are_unavailable) {
  const auto end = run({"add", "https://forum.example/t/x/1"});
  EXPECT_EQ(end.code, 69);
  EXPECT_NE(end.err.find("\nstart it with: gailou serve\n"), std::string::npos) << end.err;
  EXPECT_EQ(run({"list"}).code, 69);
  EXPECT_EQ(run({"status"}).code, 69);
}

TEST_F(Binary, a_configuration_that_cannot_be_read_is_told_with_path_and_reason) {
  const std::string path = home_.file("nowhere.toml");
  for (const char* verb : {"list", "serve", "status"}) {
    const auto end = run({verb, "--config", path});
    EXPECT_EQ(end.code, 78) << verb;
    EXPECT_NE(end.err.find(path + ": can't read it: No such file or directory"), std::string::npos) << end.err;
  }
}

TEST_F(Binary, a_wrong_configuration_is_a_problem_object_with_json) {
  const auto end = run({"list", "--json", "--config", home_.file("nowhere.toml")});
  EXPECT_EQ(end.code, 78);
  EXPECT_NE(end.out.find(R"("code":"config")"), std::string::npos) << end.out;
}

TEST_F(Binary, all_faults_of_a_configuration_are_told_with_their_places) {
  const std::string path = home_.file("gailou.toml");
  std::ofstream(path) << "[poll]\nmin_intervall = \"60s\"\njitter = 3\n";
  const auto end = run({"list", "--config", path});
  EXPECT_EQ(end.code, 78);
  EXPECT_NE(end.err.find(path + ":2:1: unknown config key 'poll.min_intervall'\ndid you mean 'poll.min_interval'?"),
            std::string::npos)
      << end.err;
  EXPECT_NE(end.err.find(path + ":3:1: poll.jitter: is out of range"), std::string::npos) << end.err;
}

TEST_F(Binary, an_unknown_key_on_the_command_line_is_a_configuration_error) {
  EXPECT_EQ(run({"list", "--set", "poll.jiter=0"}).code, 78);
}

TEST_F(Binary, the_version_needs_no_configuration) {
  const auto end = run({"version", "--config", "/nowhere"});
  EXPECT_EQ(end.code, 0);
  EXPECT_TRUE(end.out.starts_with("gailou "));
}

TEST_F(Binary, an_answer_that_cannot_be_written_is_an_error) {
  const auto end = run({"version"}, "/dev/full");
  EXPECT_EQ(end.code, 74);
  EXPECT_NE(end.err.find("No space left on device"), std::string::npos);
  EXPECT_EQ(run({"--help"}, "/dev/full").code, 74);
}

TEST_F(Binary, a_socket_path_that_is_too_long_is_a_configuration_error) {
  const auto end = run({"status", "--socket", "/" + std::string(120, 's')});
  EXPECT_EQ(end.code, 78);
  EXPECT_NE(end.err.find("at most 107"), std::string::npos) << end.err;
}

}  // namespace
}  // namespace gailou::cli
