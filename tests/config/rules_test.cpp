// `[[discover]]` tables: what they say, and what is told of those that say it wrong.
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "daemon/config/load.h"
#include "daemon/config/options.h"
#include "tests/support/temp_folder.h"

namespace gailou::config {
namespace {

using namespace std::chrono_literals;
using track::discover::Mode;

class DiscoverRules : public testing::Test {
 protected:
  DiscoverRules() {
    around_.environment = {{"HOME", folder_.path()}};
    around_.folder = folder_.path();
    around_.etc = folder_.file("etc");
    around_.run = folder_.file("run");
    around_.var_lib = folder_.file("var");
    std::filesystem::create_directories(around_.etc + "/conf.d");
  }

  Loaded read(const std::string& text) {
    std::ofstream(around_.etc + "/gailou.toml") << text;
    return load({}, around_, Role::daemon);
  }
  std::vector<track::discover::Rule> rules(const std::string& text) {
    auto loaded = read(text);
    for (const auto& fault : loaded.faults) ADD_FAILURE() << to_string(fault);
    return loaded.config.rules;
  }
  /// Of a configuration that has exactly one.
  std::string fault(const std::string& text) {
    const auto loaded = read(text);
    EXPECT_EQ(loaded.faults.size(), 1U) << text;
    EXPECT_TRUE(loaded.config.rules.empty()) << text;
    return loaded.faults.empty() ? "" : to_string(loaded.faults.front());
  }

  support::TempFolder folder_;
  Surroundings around_{};
};

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

const std::string kRule = "[[discover]]\nname = \"lively\"\nsource = \"forum\"\n";

TEST_F(DiscoverRules, none_are_there_by_default) {
  EXPECT_TRUE(rules("").empty());
}

TEST_F(DiscoverRules, every_key_has_its_place) {
  const auto read = rules(kRule +
                          "category = \"12\"\ntag = \"信用卡\"\nauthor = \"alice\"\nkeywords = [\"开卡\", \"AMEX\"]\n"
                          "min_replies_per_hour = 2.5\nmin_likes = 20\nmode = \"add\"\nmax_threads = 7\n"
                          "asleep_after = \"3d\"\ninterval = \"30m\"\n");
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0], (track::discover::Rule{.name = "lively",
                                            .source = "forum",
                                            .category = "12",
                                            .tag = "信用卡",
                                            .author = "alice",
                                            .keywords = {"开卡", "AMEX"},
                                            .min_replies_per_hour = 2.5,
                                            .min_likes = 20,
                                            .max_threads = 7,
                                            .mode = Mode::add,
                                            .asleep_after = 72h,
                                            .interval = 30min}));
}

TEST_F(DiscoverRules, every_key_of_the_table_is_one_that_a_rule_takes) {
  for (const Option& option : rule_options()) {
    ASSERT_TRUE(option.key.starts_with("discover.")) << option.key;
    const std::string key(option.key.substr(9));
    const std::string value = shown(option, Config{});
    if (value == "\"\"" || key == "name" || key == "source") continue;
    EXPECT_TRUE(read(kRule + "min_likes = 1\n" + (key == "min_likes" ? "" : key + " = " + value + "\n")).faults.empty())
        << key << " = " << value;
  }
}

TEST_F(DiscoverRules, a_rule_proposes_unless_it_says_add) {
  const auto read = rules(kRule + "min_likes = 1\n");
  EXPECT_EQ(read.at(0).mode, Mode::propose);
  EXPECT_EQ(read.at(0).interval, 15min);
  EXPECT_EQ(read.at(0).max_threads, 10U);
}

TEST_F(DiscoverRules, rules_keep_their_order_over_all_files) {
  std::ofstream(around_.etc + "/conf.d/more.toml") << "[[discover]]\nname = \"third\"\nsource = \"b\"\ntag = \"x\"\n";
  const auto read = rules(kRule + "min_likes = 1\n[[discover]]\nname = \"second\"\nsource = \"b\"\ntag = \"x\"\n");
  ASSERT_EQ(read.size(), 3U);
  EXPECT_EQ(read[0].name, "lively");
  EXPECT_EQ(read[1].name, "second");
  EXPECT_EQ(read[2].name, "third");
}

TEST_F(DiscoverRules, a_rule_has_a_name_a_source_and_something_to_look_for) {
  EXPECT_TRUE(has(fault("[[discover]]\nsource = \"a\"\nmin_likes = 1\n"), "without a name"));
  EXPECT_TRUE(has(fault("[[discover]]\nname = \"a\"\nmin_likes = 1\n"), "names no source"));
  EXPECT_TRUE(has(fault(kRule), "would take every topic"));
  EXPECT_TRUE(has(fault(kRule + "mode = \"add\"\nmax_threads = 3\n"), "would take every topic"));
}

TEST_F(DiscoverRules, a_name_stands_once) {
  const auto loaded = read(kRule + "min_likes = 1\n" + kRule + "min_likes = 2\n");
  ASSERT_EQ(loaded.faults.size(), 1U);
  EXPECT_TRUE(has(to_string(loaded.faults[0]), "'lively' stands here for the second time"));
}

TEST_F(DiscoverRules, an_unknown_key_names_the_nearest) {
  const auto told = fault(kRule + "min_like = 1\n");
  EXPECT_TRUE(has(told, "unknown config key 'discover.min_like'")) << told;
  EXPECT_TRUE(has(told, "did you mean 'min_likes'?")) << told;
  EXPECT_TRUE(has(told, "gailou.toml:4:")) << told;
}

TEST_F(DiscoverRules, each_wrong_value_is_told_with_its_key_and_place) {
  const std::pair<const char*, const char*> cases[] = {{"name = \"A B\"", "discover.name"},
                                                       {"category = \"deals\"", "discover.category"},
                                                       {"category = 12", "discover.category"},
                                                       {"min_likes = -1", "discover.min_likes"},
                                                       {"min_replies_per_hour = \"5/h\"", "min_replies_per_hour"},
                                                       {"min_replies_per_hour = nan", "min_replies_per_hour"},
                                                       {"keywords = \"x\"", "discover.keywords"},
                                                       {"keywords = [1]", "discover.keywords"},
                                                       {"tag = \"a\\u0007\"", "discover.tag"},
                                                       {"mode = \"delete\"", "discover.mode"},
                                                       {"max_threads = 0", "discover.max_threads"},
                                                       {"asleep_after = \"1m\"", "discover.asleep_after"},
                                                       {"interval = \"1s\"", "discover.interval"},
                                                       {"interval = 900", "discover.interval"}};
  for (const auto& [line, part] : cases) {
    const std::string start = std::string(line).starts_with("name") ? "[[discover]]\nsource = \"a\"\n" : kRule;
    const auto told = fault(start + line + "\n");
    EXPECT_TRUE(has(told, part)) << told;
    EXPECT_TRUE(has(told, "gailou.toml:")) << told;
  }
}

TEST_F(DiscoverRules, a_section_instead_of_a_list_is_told_how_it_is_written) {
  EXPECT_TRUE(has(fault("[discover]\nmin_likes = 1\n"), "[[discover]]"));
  EXPECT_TRUE(has(fault("discover = 3\n"), "[[discover]]"));
}

TEST_F(DiscoverRules, so_many_rules_are_a_mistake) {
  std::string text;
  for (int i = 0; i < 201; ++i)
    text += "[[discover]]\nname = \"r" + std::to_string(i) + "\"\nsource = \"a\"\nmin_likes = 1\n";
  EXPECT_TRUE(has(fault(text), "over 200"));
}

}  // namespace
}  // namespace gailou::config
