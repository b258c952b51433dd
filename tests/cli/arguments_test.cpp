#include "daemon/cli/arguments.h"

#include <sstream>

#include <gtest/gtest.h>

#include "daemon/cli/help.h"

namespace gailou::cli {
namespace {

std::vector<std::string> split(const std::string& line) {
  std::istringstream in(line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

Arguments parsed(const std::string& line) {
  auto result = parse_arguments(split(line));
  if (const auto* ending = std::get_if<Ending>(&result)) {
    ADD_FAILURE() << line << ": " << ending->err << ending->out;
    return {};
  }
  return std::get<Arguments>(result);
}

Ending ended(const std::string& line) {
  auto result = parse_arguments(split(line));
  if (const auto* ending = std::get_if<Ending>(&result)) return *ending;
  ADD_FAILURE() << line << " was understood";
  return {};
}

TEST(Arguments, each_verb_has_its_own) {
  const auto add = std::get<AddArguments>(parsed("add --wait --source mine https://a/t/1 b/2").verb);
  EXPECT_TRUE(add.wait);
  EXPECT_EQ(add.source, "mine");
  EXPECT_EQ(add.threads, (std::vector<std::string>{"https://a/t/1", "b/2"}));
  EXPECT_EQ(std::get<AddArguments>(parsed("add -").verb).threads, std::vector<std::string>{"-"});
  const auto list = std::get<ListArguments>(parsed("list --sort title --limit 3 --source a").verb);
  EXPECT_EQ(list.sort, "title");
  EXPECT_EQ(list.limit, 3);
  EXPECT_EQ(list.source, "a");
  EXPECT_EQ(std::get<ShowArguments>(parsed("show 3").verb).thread, "3");
  const auto remove = std::get<RemoveArguments>(parsed("remove --keep-data 1 2").verb);
  EXPECT_TRUE(remove.keep_data);
  EXPECT_EQ(remove.threads.size(), 2U);
  EXPECT_TRUE(std::get<PollArguments>(parsed("poll").verb).threads.empty());
  EXPECT_EQ(std::get<PollArguments>(parsed("poll 1 2").verb).threads.size(), 2U);
  const auto digest = std::get<DigestArguments>(parsed("digest -f md --no-raw --rev 4 a/1").verb);
  EXPECT_EQ(digest.thread, "a/1");
  EXPECT_EQ(digest.format, "md");
  EXPECT_TRUE(digest.no_raw);
  EXPECT_EQ(digest.rev, 4);
  EXPECT_TRUE(std::get<DigestArguments>(parsed("digest --now 1").verb).now);
  const auto exported = std::get<ExportArguments>(parsed("export --site out --url https://a.example").verb);
  EXPECT_EQ(exported.site, "out");
  EXPECT_EQ(exported.public_url, "https://a.example");
  const auto posts =
      std::get<PostsArguments>(parsed("posts 1 --from 2 --to 9 --author x --versions --undigested").verb);
  EXPECT_EQ(posts.from, 2);
  EXPECT_EQ(posts.to, 9);
  EXPECT_EQ(posts.author, "x");
  EXPECT_TRUE(posts.versions && posts.undigested);
  const auto watch = std::get<WatchArguments>(parsed("watch -n 3 --no-follow 1 2").verb);
  EXPECT_EQ(watch.count, 3);
  EXPECT_FALSE(watch.follow);
  EXPECT_EQ(watch.threads.size(), 2U);
  EXPECT_TRUE(std::get<WatchArguments>(parsed("watch").verb).follow);
  EXPECT_TRUE(std::holds_alternative<StatusArguments>(parsed("status").verb));
  EXPECT_FALSE(std::get<StatusArguments>(parsed("status").verb).costs);
  EXPECT_TRUE(std::get<StatusArguments>(parsed("status --costs").verb).costs);
  EXPECT_EQ(std::get<StatusArguments>(parsed("status --costs").verb).days, 30);
  EXPECT_EQ(std::get<StatusArguments>(parsed("status --costs --days 400").verb).days, 400);
  EXPECT_TRUE(std::holds_alternative<VersionArguments>(parsed("version").verb));
  EXPECT_TRUE(std::holds_alternative<ServeArguments>(parsed("serve").verb));
}

TEST(Arguments, an_alias_is_the_verb) {
  EXPECT_EQ(parsed("ls").name, "list");
  EXPECT_EQ(parsed("rm 1").name, "remove");
}

TEST(Arguments, global_options_stand_before_and_behind_the_verb) {
  const auto before = parsed("--json -q --state /s list");
  const auto behind = parsed("list --json -q --state /s");
  EXPECT_EQ(before.global, behind.global);
  EXPECT_TRUE(before.global.json);
  EXPECT_TRUE(before.global.quiet);
  EXPECT_EQ(before.global.set, (std::vector<std::pair<std::string, std::string>>{{"store.state", "/s"}}));
}

TEST(Arguments, flags_that_are_keys_become_settings) {
  const auto global = parsed(
                          "serve --set poll.jitter=0 --set site.title=a=b --listen [::1]:1 --listen unix:/x "
                          "--socket /y --tz Asia/Shanghai --config c.toml")
                          .global;
  EXPECT_EQ(global.config, "c.toml");
  const std::vector<std::pair<std::string, std::string>> expected{{"poll.jitter", "0"},
                                                                  {"site.title", "a=b"},
                                                                  {"admin.socket", "/y"},
                                                                  {"site.timezone", "Asia/Shanghai"},
                                                                  {"server.listen", "[::1]:1,unix:/x"}};
  EXPECT_EQ(global.set, expected);
}

TEST(Arguments, a_state_of_threads_filters_the_list_and_any_other_word_is_the_folder) {
  const auto filtered = parsed("list --state active --state ./active");
  EXPECT_EQ(std::get<ListArguments>(filtered.verb).state, "active");
  EXPECT_EQ(filtered.global.set, (std::vector<std::pair<std::string, std::string>>{{"store.state", "./active"}}));
  EXPECT_EQ(parsed("--state active list").global.set,
            (std::vector<std::pair<std::string, std::string>>{{"store.state", "active"}}));
}

TEST(Arguments, a_verbose_or_quiet_daemon_logs_more_or_less) {
  using Settings = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(parsed("serve -v").global.set, (Settings{{"log.level", "debug"}}));
  EXPECT_EQ(parsed("serve -vv").global.set, (Settings{{"log.level", "trace"}}));
  EXPECT_EQ(parsed("serve -q --set log.level=warn").global.set,
            (Settings{{"log.level", "error"}, {"log.level", "warn"}}));
  EXPECT_EQ(parsed("list -v").global.verbose, 1);
  EXPECT_TRUE(parsed("list -v").global.set.empty());
}

TEST(Arguments, wrong_use_is_a_problem_object_with_json) {
  const Ending ending = ended("list --frobnicate --json");
  EXPECT_EQ(ending.exit_code, 64);
  EXPECT_TRUE(ending.out.starts_with(R"({"type":)")) << ending.out;
  EXPECT_NE(ending.out.find(R"("code":"usage")"), std::string::npos) << ending.out;
  EXPECT_FALSE(ending.err.empty());
  EXPECT_TRUE(ended("lst -- --json").out.empty());
}

TEST(Arguments, what_is_said_twice_counts_as_said_last) {
  const auto twice = parsed("--state /a list --json --json --state /b --limit 3 --limit 4 --tz UTC --tz Asia/Tokyo");
  EXPECT_EQ(std::get<ListArguments>(twice.verb).limit, 4);
  EXPECT_EQ(twice.global.set.front().second, "/a");
  EXPECT_EQ(twice.global.set.back().second, "Asia/Tokyo");
  EXPECT_TRUE(twice.global.json);
  EXPECT_EQ(std::get<DigestArguments>(parsed("digest -f md -f text 1").verb).format, "text");
  EXPECT_EQ(parsed("show 1 --state /a --state /b").global.set.back().second, "/b");
  EXPECT_EQ(parsed("show 1 -v -v").global.verbose, 2);
  EXPECT_EQ(std::get<PollArguments>(parsed("poll 1 2 3").verb).threads.size(), 3U);
}

TEST(Arguments, two_dashes_end_the_options) {
  EXPECT_EQ(std::get<ShowArguments>(parsed("show -- --odd").verb).thread, "--odd");
}

TEST(Arguments, no_words_print_a_short_help_with_three_examples) {
  const Ending ending = ended("");
  EXPECT_EQ(ending.exit_code, 0);
  EXPECT_TRUE(ending.err.empty());
  EXPECT_NE(ending.out.find("gailou serve"), std::string::npos);
  EXPECT_NE(ending.out.find("gailou add https://"), std::string::npos);
  EXPECT_NE(ending.out.find("gailou digest 1"), std::string::npos);
}

TEST(Arguments, help_is_the_same_by_each_way) {
  for (const VerbHelp& verb : verb_help()) {
    const std::string name(verb.name);
    const Ending ending = ended("help " + name);
    EXPECT_EQ(ending.exit_code, 0) << name;
    EXPECT_EQ(ended(name + " --help").out, ending.out) << name;
    EXPECT_EQ(ended(name + " -h").out, ending.out) << name;
    EXPECT_EQ(ended("--help " + name).exit_code, 0) << name;
    const auto usage = ending.out.find("Usage: gailou " + name);
    const auto examples = ending.out.find("Examples:");
    const auto options = ending.out.find("Options");
    ASSERT_NE(usage, std::string::npos) << name;
    ASSERT_NE(examples, std::string::npos) << name;
    EXPECT_LT(examples, options) << name;
    EXPECT_NE(ending.out.find("Exit codes: "), std::string::npos) << name;
  }
  EXPECT_EQ(ended("help").out, ended("--help").out);
  EXPECT_EQ(ended("help help").out, ended("--help").out);
  EXPECT_EQ(ended("help ls").out, ended("help list").out);
}

TEST(Arguments, help_lines_fit_a_terminal) {
  for (const VerbHelp& verb : verb_help()) {
    std::istringstream lines(ended("help " + std::string(verb.name)).out);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("Exit codes")) continue;
      EXPECT_LE(line.size(), 100U) << line;
    }
  }
}

TEST(Arguments, the_version_is_one_line) {
  const Ending ending = ended("--version");
  EXPECT_EQ(ending.exit_code, 0);
  EXPECT_TRUE(ending.out.starts_with("gailou "));
  EXPECT_EQ(ending.out.find('\n'), ending.out.size() - 1);
}

struct Misspelt {
  const char* line;
  const char* meant;
};
class SlipOfThePen : public testing::TestWithParam<Misspelt> {};

TEST_P(SlipOfThePen, is_told_with_what_was_meant_and_never_run) {
  const Ending ending = ended(GetParam().line);
  EXPECT_EQ(ending.exit_code, 64);
  EXPECT_TRUE(ending.out.empty());
  EXPECT_TRUE(ending.err.starts_with("gailou: ")) << ending.err;
  EXPECT_NE(ending.err.find("did you mean `" + std::string(GetParam().meant) + "`?"), std::string::npos) << ending.err;
}

INSTANTIATE_TEST_SUITE_P(Arguments, SlipOfThePen,
                         testing::Values(Misspelt{"digset 1", "digest"}, Misspelt{"lits", "list"},
                                         Misspelt{"stauts", "status"}, Misspelt{"ad x", "add"},
                                         Misspelt{"list --jsn", "--json"}, Misspelt{"add --wiat x", "--wait"},
                                         Misspelt{"digest --no-rw 1", "--no-raw"},
                                         Misspelt{"digest --revv=3 1", "--rev"}, Misspelt{"help digset", "digest"}));

class WrongUse : public testing::TestWithParam<const char*> {};

TEST_P(WrongUse, ends_with_64_and_where_to_look) {
  const Ending ending = ended(GetParam());
  EXPECT_EQ(ending.exit_code, 64);
  EXPECT_TRUE(ending.out.empty());
  EXPECT_TRUE(ending.err.starts_with("gailou: ")) << ending.err;
  EXPECT_TRUE(ending.err.ends_with("\n")) << ending.err;
}

INSTANTIATE_TEST_SUITE_P(
    Arguments, WrongUse,
    testing::Values("frobnicate", "add", "show", "show 1 2", "remove", "digest", "list extra", "status extra",
                    "status --days 3", "status --costs --days 0", "status --costs --days 401", "digest -f xml 1",
                    "digest --rev 0 1", "digest --rev x 1", "list --limit 0", "list --limit many", "list --sort mood",
                    "posts 1 --from x", "posts 1 --from -1", "--color sometimes list", "list --set", "list --set x",
                    "list --set =x", "list --frobnicate", "watch -n -1", "digest 1 --rev 99999999999999999999",
                    "posts 1 --from 99999999999999999999", "watch -n 1001", "serve --listen", "help frobnicate"));

TEST(Arguments, control_characters_of_a_wrong_word_reach_no_terminal) {
  const auto result = parse_arguments({"\x1b[31mred"});
  const auto& ending = std::get<Ending>(result);
  EXPECT_EQ(ending.err.find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace gailou::cli
