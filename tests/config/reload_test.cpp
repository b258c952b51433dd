// What a configuration that was read again changes: at once, after a restart, not at all.
#include "daemon/config/reload.h"

#include <algorithm>

#include "daemon/config/options.h"
#include "tests/config/configured.h"

namespace gailou::config {
namespace {

using namespace std::chrono_literals;
using Keys = std::vector<std::string>;

class ReloadPlanned : public Configured {
 protected:
  ReloadPlan plan(const std::string& before, const std::string& after) {
    const auto in_force = config(before);
    return plan_reload(in_force, config(after));
  }
};

const std::string kForum = "[[source]]\nname = \"a\"\nurl = \"https://a.example\"\n";
const std::string kOther = "[[source]]\nname = \"b\"\nurl = \"https://b.example\"\n";

TEST_F(ReloadPlanned, the_same_file_changes_nothing) {
  const auto planned = plan("[poll]\njitter = 0.2\n" + kForum, "[poll]\njitter = 0.2\n" + kForum);
  EXPECT_TRUE(planned.changes.at_once.empty());
  EXPECT_TRUE(planned.changes.on_restart.empty());
  EXPECT_EQ(planned.changes.unchanged, options().size());
}

TEST_F(ReloadPlanned, keys_that_can_be_applied_hold_at_once) {
  const auto planned = plan("[poll]\njitter = 0.2\n",
                            "[poll]\nmin_interval = \"2m\"\n[site]\ntitle = \"别的\"\n[log]\nlevel = \"debug\"\n"
                            "[digest]\nsettle_floors = 3\n[server]\nmax_connections = 9\n");
  EXPECT_EQ(planned.changes.at_once, (Keys{"server.max_connections", "poll.min_interval", "poll.jitter",
                                           "digest.settle_floors", "site.title", "log.level"}));
  EXPECT_TRUE(planned.changes.on_restart.empty());
  EXPECT_EQ(planned.config.track.min_interval, 2min);
  EXPECT_EQ(planned.config.track.jitter, track::Settings{}.jitter) << "a key that was taken out has its default again";
  EXPECT_EQ(planned.config.serve.title, "别的");
  EXPECT_EQ(planned.config.serve.server.max_connections, 9U);
}

TEST_F(ReloadPlanned, keys_of_a_restart_keep_what_was_in_force) {
  const std::string before = "[server]\nlisten = [\"127.0.0.1:1\"]\nbase_path = \"/x\"\n[admin]\nmode = \"0600\"\n";
  const auto planned =
      plan(before,
           "[server]\nlisten = [\"127.0.0.1:2\"]\n[admin]\nmode = \"0660\"\n[store]\nstate = \"/srv/g\"\n"
           "[log]\nformat = \"json\"\n[poll]\nallow_private_addresses = true\njitter = 0.3\n");
  EXPECT_EQ(planned.changes.on_restart, (Keys{"server.listen", "server.base_path", "admin.socket", "admin.mode",
                                              "store.state", "poll.allow_private_addresses", "log.format"}));
  EXPECT_EQ(planned.changes.at_once, Keys{"poll.jitter"});
  EXPECT_EQ(planned.config.serve.listen, std::vector<std::string>{"127.0.0.1:1"});
  EXPECT_EQ(planned.config.serve.base_path, "/x");
  EXPECT_EQ(planned.config.admin.mode, 0600U);
  EXPECT_EQ(planned.config.log_format, "auto");
  EXPECT_FALSE(planned.config.forum.allow_private_addresses);
}

TEST_F(ReloadPlanned, a_restart_that_is_owed_is_told_each_time) {
  const auto in_force = config("");
  const std::string file = "[server]\nbase_path = \"/x\"\n";
  const auto once = plan_reload(in_force, config(file));
  const auto twice = plan_reload(once.config, config(file));
  EXPECT_EQ(twice.changes.on_restart, Keys{"server.base_path"});
  EXPECT_TRUE(plan_reload(twice.config, config("")).changes.on_restart.empty()) << "the file was taken back";
}

TEST_F(ReloadPlanned, each_option_is_either_applied_or_waits) {
  for (const Option& option : options()) {
    const auto planned = [&] {
      Config in_force;
      Config next;
      if (const auto* flag = std::get_if<FlagRule>(&option.rule)) flag->field(next) = !flag->field(next);
      if (const auto* count = std::get_if<CountRule>(&option.rule)) count->field(next) += 1;
      if (const auto* size = std::get_if<SizeRule>(&option.rule)) size->field(next) += 1024;
      if (const auto* length = std::get_if<DurationRule>(&option.rule)) length->field(next) += 1s;
      if (const auto* share = std::get_if<ShareRule>(&option.rule)) share->field(next) += 0.25;
      if (const auto* rate = std::get_if<RateRule>(&option.rule)) rate->field(next) += 1;
      if (const auto* text = std::get_if<TextRule>(&option.rule)) text->field(next) += "x";
      if (const auto* list = std::get_if<ListRule>(&option.rule)) list->field(next).push_back("x");
      if (const auto* mode = std::get_if<ModeRule>(&option.rule)) mode->field(next) = 0600;
      if (const auto* choice = std::get_if<ChoiceRule>(&option.rule)) {
        choice->choose(next, choice->words.size() - 1 - choice->chosen(next) % choice->words.size());
        if (choice->chosen(next) == choice->chosen(in_force)) choice->choose(next, 0);
      }
      const auto wanted = shown(option, next);
      auto made = plan_reload(in_force, next);
      const auto held = option.reload == Reload::on_restart ? shown(option, in_force) : wanted;
      EXPECT_EQ(shown(option, made.config), held) << option.key;
      return made;
    }();
    const Keys only{std::string(option.key)};
    EXPECT_EQ(planned.changes.at_once, option.reload == Reload::on_signal ? only : Keys{}) << option.key;
    EXPECT_EQ(planned.changes.on_restart, option.reload == Reload::on_restart ? only : Keys{}) << option.key;
    EXPECT_EQ(planned.changes.unchanged, options().size() - 1) << option.key;
  }
}

TEST_F(ReloadPlanned, sources_come_and_go_by_name) {
  const auto planned = plan(kForum, kOther);
  EXPECT_EQ(planned.changes.at_once, (Keys{"source b: added", "source a: removed"}));
  EXPECT_EQ(planned.config.sources.size(), 1U);
}

TEST_F(ReloadPlanned, what_a_sources_own_table_changes_is_told_by_its_name) {
  const auto key = key_file("key", "Api-Key: one");
  const auto planned = plan(kForum + "poll.jitter = 0.3\n",
                            kForum + "poll.jitter = 0.4\ntitle = \"甲\"\nignore_robots = \"I run this forum\"\n" +
                                "api_key_file = \"" + key + "\"\n");
  EXPECT_EQ(planned.changes.at_once,
            (Keys{"source a: poll.jitter", "source a: title", "source a: ignore_robots", "source a: api_key_file"}));
}

TEST_F(ReloadPlanned, what_changes_for_all_is_told_once) {
  const auto planned = plan("[poll]\njitter = 0.1\n" + kForum + kOther + "poll.jitter = 0.3\n",
                            "[poll]\njitter = 0.2\n" + kForum + kOther + "poll.jitter = 0.3\n");
  EXPECT_EQ(planned.changes.at_once, Keys{"poll.jitter"});
  EXPECT_EQ(track_settings(planned.config, "a").jitter, 0.2);
  EXPECT_EQ(track_settings(planned.config, "b").jitter, 0.3);
}

TEST_F(ReloadPlanned, the_guard_of_inside_addresses_is_a_running_sources_own_until_a_restart) {
  const auto all = plan(kForum, "[poll]\nallow_private_addresses = true\n" + kForum);
  EXPECT_EQ(all.changes.on_restart, Keys{"poll.allow_private_addresses"});
  EXPECT_FALSE(forum_settings(all.config, "a").allow_private_addresses);
  const auto own = plan(kForum, kForum + "poll.allow_private_addresses = true\n");
  EXPECT_EQ(own.changes.on_restart, Keys{"source a: poll.allow_private_addresses"});
  EXPECT_FALSE(forum_settings(own.config, "a").allow_private_addresses);
}

TEST_F(ReloadPlanned, another_key_in_the_same_file_is_seen) {
  const std::string engine = "[engine]\nendpoint = \"https://api.example/v1\"\nmodel = \"m\"\napi_key_file = \"" +
                             key_file("k", "sk-1") + "\"\n";
  const std::string source = kForum + "api_key_file = \"" + key_file("f", "Api-Key: one") + "\"\n";
  const auto in_force = config(engine + source);
  EXPECT_TRUE(plan_reload(in_force, config(engine + source)).changes.at_once.empty());
  key_file("k", "sk-2");
  key_file("f", "Api-Key: two");
  const auto planned = plan_reload(in_force, config(engine + source));
  EXPECT_EQ(planned.changes.at_once, (Keys{"engine.api_key_file", "source a: api_key_file"}));
  EXPECT_EQ(planned.config.chat->key.reveal(), "sk-2");
}

TEST_F(ReloadPlanned, another_word_in_the_same_pack_is_seen) {
  const std::string text = "[digest]\npack = \"" + key_file("own.pack", "[thanks]\n马克一下\n") + "\"\n";
  const auto in_force = config(text);
  EXPECT_TRUE(plan_reload(in_force, config(text)).changes.at_once.empty());
  key_file("own.pack", "[thanks]\n马克一下\n插个眼\n");
  EXPECT_EQ(plan_reload(in_force, config(text)).changes.at_once, Keys{"digest.pack"});
}

TEST_F(ReloadPlanned, rules_that_find_threads_are_told_by_name) {
  const std::string hot = "[[discover]]\nname = \"hot\"\nsource = \"a\"\nmin_likes = ";
  const std::string deals = "[[discover]]\nname = \"deals\"\nsource = \"a\"\ntag = \"deal\"\n";
  const auto planned = plan(kForum + hot + "10\n", kForum + hot + "20\n" + deals);
  EXPECT_EQ(planned.changes.at_once, (Keys{"discover hot: changed", "discover deals: added"}));
  EXPECT_EQ(plan(kForum + deals, kForum).changes.at_once, Keys{"discover deals: removed"});
}

TEST_F(ReloadPlanned, prices_are_told_as_one) {
  const std::string engine = "[engine]\nendpoint = \"https://api.example/v1\"\nmodel = \"m\"\n[[engine.price]]\n";
  const auto planned = plan(engine + "input = 1\noutput = 2\n", engine + "input = 1\noutput = 3\n");
  EXPECT_EQ(planned.changes.at_once, Keys{"engine.price"});
}

TEST_F(ReloadPlanned, a_name_never_changes_its_forum) {
  const auto next = config(kForum + kOther);
  const storage::SourceRecord same{.name = "a", .origin = "https://a.example"};
  const storage::SourceRecord moved{.name = "b", .origin = "https://old.example"};
  const auto faults = source_faults(next, {same, moved});
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults[0].code, digest::Code::config);
  EXPECT_EQ(faults[0].what, "source 'b' stands for https://old.example in the store, not for https://b.example");
  EXPECT_TRUE(source_faults(next, {}).empty());
}

TEST_F(ReloadPlanned, a_key_goes_to_the_forum_that_it_was_given_for_alone) {
  const auto loaded = config("[poll]\njitter = 0.2\n" + kForum + "api_key_file = \"" + key_file("k", "Api-Key: one") +
                             "\"\npoll.jitter = 0.4\n");
  const storage::SourceRecord own{.name = "a", .origin = "https://a.example"};
  const storage::SourceRecord old{.name = "a", .origin = "https://old.example"};
  EXPECT_EQ(forum_settings(loaded, own).access.kind, forum::AccessKind::admin_key);
  EXPECT_EQ(forum_settings(loaded, old).access.kind, forum::AccessKind::guest);
  EXPECT_EQ(track_settings(loaded, own).jitter, 0.4);
  EXPECT_EQ(track_settings(loaded, old).jitter, 0.2);
}

// ---- keys of those who run it

TEST_F(ReloadPlanned, a_contact_is_a_uri_or_becomes_one) {
  const auto contact = [this](const std::string& text) {
    return config("[site]\nsecurity_contact = \"" + text + "\"\n").serve.security_contact;
  };
  EXPECT_EQ(contact(""), "");
  EXPECT_EQ(contact("me@news.example"), "mailto:me@news.example");
  for (const std::string uri : {"mailto:me@news.example", "https://news.example/report", "tel:+1-201-555-0123"}) {
    EXPECT_EQ(contact(uri), uri);
  }
  for (const std::string wrong :
       {"http://news.example", "javascript:alert(1)", "me", "a b@c.example", "me@x\\nExpires: never"}) {
    EXPECT_TRUE(contains(fault("[site]\nsecurity_contact = \"" + wrong + "\"\n"), "site.security_contact")) << wrong;
  }
}

TEST_F(ReloadPlanned, metrics_listen_where_readers_may_too_or_not_at_all) {
  EXPECT_TRUE(config("").serve.metrics);
  EXPECT_EQ(config("").serve.metrics_listen, "");
  const auto loaded = config("[metrics]\nenabled = false\nlisten = \"10.0.0.5:9488\"\n");
  EXPECT_FALSE(loaded.serve.metrics);
  EXPECT_EQ(loaded.serve.metrics_listen, "10.0.0.5:9488");
  EXPECT_TRUE(contains(fault("[metrics]\nlisten = \"10.0.0.5\"\n"), "metrics.listen"));
}

}  // namespace
}  // namespace gailou::config
