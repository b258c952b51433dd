// Verbs that need no daemon, over a store that no daemon serves; and what the others say then.
#include <algorithm>
#include <sstream>

#include <nlohmann/json.hpp>

#include "tests/cli/ran.h"
#include "tests/storage/store_fixture.h"

namespace gailou::cli {
namespace {

class Offline : public storage::StoreTest {
 protected:
  Ran run(std::vector<std::string> words, const std::string& in = "", bool terminal = false) {
    const Setting setting{.places = {.socket = folder_.file("admin.sock"),
                                     .state = folder_.path(),
                                     .site = {.title = "T", .tagline = "L", .zone = "Asia/Shanghai"},
                                     .open_offline = open_offline_,
                                     .open_asking = open_asking_},
                          .in = in,
                          .terminal = terminal,
                          .now = now_};
    return run_words(std::move(words), setting);
  }

  std::function<digest::Result<OfflineExchange>()> open_offline_{};
  std::function<digest::Result<OfflineExchange>()> open_asking_{};

  void fill() {
    const auto id = thread_with(storage::posts_upto(5));
    digest_pending(id, {3});
  }
};

TEST_F(Offline, reads_come_from_the_store_and_say_so) {
  fill();
  const Ran ran = run({"list"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_TRUE(ran.out.starts_with("1\tforum/493728\t算力会不会继续涨价\t5\t0\t0\tr1\t")) << ran.out;
  EXPECT_NE(ran.err.find("read from " + folder_.path()), std::string::npos) << ran.err;
  EXPECT_TRUE(run({"list", "-q"}).err.empty());
}

TEST_F(Offline, the_list_is_json_when_asked) {
  fill();
  const Ran ran = run({"list", "--json"});
  const auto document = nlohmann::json::parse(ran.out);
  ASSERT_EQ(document["threads"].size(), 1U);
  EXPECT_EQ(document["threads"][0]["id"], 493728);
  EXPECT_EQ(document["threads"][0]["state"], "active");
}

TEST_F(Offline, the_list_is_filtered_sorted_and_cut) {
  fill();
  add_thread(7);
  const auto first = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "list");
    const std::string out = run(std::move(words)).out;
    return out.substr(0, out.find('\t'));
  };
  EXPECT_EQ(first({"--sort", "floors"}), "1");
  EXPECT_EQ(first({"--sort", "title"}), "2");
  EXPECT_EQ(std::ranges::count(run({"list", "--state", "active"}).out, '\n'), 2);
  EXPECT_EQ(std::ranges::count(run({"list", "--limit", "1"}).out, '\n'), 1);
  const Ran none = run({"list", "--state", "gone"});
  EXPECT_EQ(none.exit_code, 2);
  EXPECT_NE(none.err.find("no tracked thread fits"), std::string::npos) << none.err;
  EXPECT_EQ(run({"list", "--source", "other", "--json"}).out, "{\"threads\":[]}\n");
}

TEST_F(Offline, a_thread_is_shown_by_each_of_its_names) {
  fill();
  for (const char* name : {"1", "forum/493728", "https://forum.example/t/slug/493728/4"}) {
    const Ran ran = run({"show", name});
    EXPECT_EQ(ran.exit_code, 0) << name << ran.err;
    EXPECT_NE(ran.out.find("forum/493728 (number 1)"), std::string::npos) << ran.out;
  }
  EXPECT_EQ(run({"show", "2"}).exit_code, 2);
  EXPECT_EQ(run({"show", "what"}).exit_code, 65);
  EXPECT_NE(run({"show", ""}).err.find("'' names no thread"), std::string::npos);
  EXPECT_EQ(run({"show", "https://forum.example/"}).exit_code, 65);
}

TEST_F(Offline, the_digest_is_printed_in_each_format) {
  fill();
  const Ran text = run({"digest", "1"});
  EXPECT_EQ(text.exit_code, 0) << text.err;
  EXPECT_TRUE(text.out.starts_with("T forum · L\n")) << text.out;
  EXPECT_NE(text.out.find("原始内容"), std::string::npos);
  EXPECT_EQ(run({"digest", "1", "-f", "txt"}).out, text.out);
  const Ran brief = run({"digest", "1", "--no-raw"});
  EXPECT_EQ(brief.out.find("原始内容"), std::string::npos);
  EXPECT_LT(brief.out.size(), text.out.size());
  EXPECT_NE(run({"digest", "1", "-f", "md"}).out.find("\n## 内容摘要\n"), std::string::npos);
  EXPECT_NE(run({"digest", "1", "-f", "html"}).out.find("<html"), std::string::npos);
  for (const char* format : {"md", "html"}) {
    EXPECT_EQ(run({"digest", "1", "--no-raw", "-f", format}).out.find("原始内容"), std::string::npos) << format;
  }
  const auto document = nlohmann::json::parse(run({"digest", "1", "-f", "json"}).out);
  EXPECT_EQ(document["schema"], "gailou.digest/1");
  EXPECT_EQ(nlohmann::json::parse(run({"digest", "1", "--json"}).out), document);
}

TEST_F(Offline, what_is_new_since_a_place_is_one_short_text) {
  fill();
  now_ += std::chrono::hours{2};
  ingest(storage::ThreadId{1}, storage::page(storage::posts_upto(7)));
  digest_pending(storage::ThreadId{1}, {7});
  for (const char* since : {"r1", "#5", "5", "1h"}) {
    const Ran ran = run({"digest", "--since", since, "1"});
    EXPECT_EQ(ran.exit_code, 0) << since << ran.err;
    EXPECT_NE(ran.out.find("读了 2 楼：新增 1 条；略过 1 楼（太短 1）。\n\n  • 新增#6："), std::string::npos)
        << ran.out;
    EXPECT_EQ(ran.out.find("原始内容"), std::string::npos);
  }
  const auto document = nlohmann::json::parse(run({"digest", "--since", "r1", "1", "--json"}).out);
  EXPECT_EQ(document["schema"], "gailou.catch_up/1");
  EXPECT_NE(run({"digest", "--since", "r1", "1", "-f", "html"}).out.find("id=\"missed\""), std::string::npos);
}

TEST_F(Offline, nothing_new_is_said_and_is_two) {
  fill();
  const Ran ran = run({"digest", "--since", "r1", "1"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.out.find("r1 以来没有新内容。"), std::string::npos) << ran.out;
}

TEST_F(Offline, a_place_that_is_none_is_refused_in_words) {
  fill();
  const Ran typo = run({"digest", "--since", "yesterday", "1"});
  EXPECT_EQ(typo.exit_code, 64);
  EXPECT_NE(typo.err.find("--since: 'yesterday' is no revision, time or floor\nas in r128"), std::string::npos)
      << typo.err;
  EXPECT_EQ(run({"digest", "--since", "", "1"}).exit_code, 64);
  EXPECT_EQ(run({"digest", "--since", "r1", "--rev", "1", "1"}).exit_code, 64);
  const Ran future = run({"digest", "--since", "r9", "1"});
  EXPECT_EQ(future.exit_code, 1);
  EXPECT_NE(future.err.find("revision 9 isn't there yet, the last is 1"), std::string::npos) << future.err;
  EXPECT_EQ(run({"digest", "--since", "#99", "1"}).exit_code, 1);
  EXPECT_EQ(run({"digest", "--since", "r0", "2"}).exit_code, 2);
}

TEST_F(Offline, a_revision_that_is_not_there_is_not_found) {
  fill();
  EXPECT_EQ(run({"digest", "1", "--rev", "1"}).exit_code, 0);
  EXPECT_EQ(run({"digest", "1", "--rev", "9"}).exit_code, 2);
}

TEST_F(Offline, a_thread_without_a_digest_says_what_is_missing) {
  add_thread();
  const Ran ran = run({"digest", "1"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_NE(ran.err.find("no digest yet"), std::string::npos);
}

TEST_F(Offline, posts_are_chosen_by_floor_and_author) {
  auto posts = storage::posts_upto(4);
  posts[1].author = "bob";
  thread_with(posts);
  const Ran all = run({"posts", "1"});
  EXPECT_EQ(all.exit_code, 0) << all.err;
  for (const char* head : {"#1 alice ", "#2 bob ", "#3 alice ", "#4 alice "}) {
    EXPECT_NE(all.out.find(head), std::string::npos) << head;
  }
  const Ran range = run({"posts", "1", "--from", "2", "--to", "3"});
  EXPECT_EQ(range.out.find("#1 "), std::string::npos);
  EXPECT_EQ(range.out.find("#4 "), std::string::npos);
  EXPECT_TRUE(run({"posts", "1", "--author", "bob"}).out.starts_with("#2 bob "));
  EXPECT_TRUE(run({"posts", "1", "--author", "Bob"}).out.starts_with("#2 bob "));
  EXPECT_EQ(run({"posts", "1", "--author", "nobody"}).exit_code, 2);
  EXPECT_EQ(run({"posts", "1", "--from", "9", "--to", "3"}).exit_code, 64);
  const auto document = nlohmann::json::parse(run({"posts", "1", "--json"}).out);
  EXPECT_EQ(document["schema"], "gailou.thread/1");
}

TEST_F(Offline, why_a_floor_is_what_it_is_begins_with_the_record) {
  fill();
  const Ran quiet = run({"posts", "1", "--why", "3"});
  EXPECT_EQ(quiet.exit_code, 0) << quiet.err;
  EXPECT_TRUE(quiet.out.starts_with("#3: nothing new in r1: 太短 (short)\n")) << quiet.out;
  EXPECT_NE(quiet.out.find("substance: worth "), std::string::npos);
  EXPECT_NE(quiet.out.find("sentences (+ chosen, - left):"), std::string::npos);
  const Ran kept = run({"posts", "1", "--why", "2"});
  EXPECT_TRUE(kept.out.starts_with("#2: in an entry in r1\n  e2 [latest] ")) << kept.out;
}

TEST_F(Offline, why_is_json_when_asked) {
  fill();
  const auto document = nlohmann::json::parse(run({"posts", "1", "--why", "3", "--json"}).out);
  EXPECT_EQ(document["recorded"]["floor"], 3);
  EXPECT_EQ(document["recorded"]["reason"], "short");
  EXPECT_EQ(document["recorded"]["rev"], 1);
  EXPECT_TRUE(document["recomputed"]["worth"].is_number());
  EXPECT_TRUE(document["recomputed"]["sentences"].is_array());
}

TEST_F(Offline, why_says_pending_deleted_and_never_seen) {
  fill();
  now_ += std::chrono::hours{1};
  auto posts = storage::posts_upto(6);
  posts[0] = storage::marked(posts[0], digest::PostState::withdrawn);
  ingest(storage::ThreadId{1}, storage::page(posts));
  EXPECT_TRUE(run({"posts", "1", "--why", "6"}).out.starts_with("#6: pending, no revision accounts for it yet\n"));
  const Ran gone = run({"posts", "1", "--why", "1"});
  EXPECT_TRUE(gone.out.starts_with("#1: withdrawn; in an entry in r1\n")) << gone.out;
  EXPECT_EQ(gone.out.find("substance"), std::string::npos);
  const Ran never = run({"posts", "1", "--why", "99"});
  EXPECT_EQ(never.exit_code, 2);
  EXPECT_NE(never.err.find("floor #99 was never seen"), std::string::npos);
  EXPECT_EQ(run({"posts", "1", "--why", "0"}).exit_code, 64);
  EXPECT_EQ(run({"posts", "1", "--why", "x"}).exit_code, 64);
}

TEST_F(Offline, forum_text_cannot_steer_a_terminal) {
  auto posts = storage::posts_upto(1);
  posts[0].body = storage::body("before \x1b[2J after \u202e");
  posts[0].author = "evil\x1b]0;x\x07";
  const auto id = thread_with(posts);
  digest_pending(id);
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"posts", "1"}, {"digest", "1"}, {"list"}, {"show", "1"}}) {
    std::vector<std::string> plain = words;
    plain.emplace_back("--color=never");
    const Ran ran = run(plain, "", true);
    EXPECT_EQ(ran.out.find('\x1b'), std::string::npos) << words[0];
    EXPECT_EQ(ran.out.find("\u202e"), std::string::npos) << words[0];
  }
}

TEST_F(Offline, the_newest_entries_are_told_one_a_line_with_their_cites) {
  fill();
  const Ran all = run({"watch", "--no-follow"});
  EXPECT_EQ(all.exit_code, 0) << all.err;
  EXPECT_EQ(std::ranges::count(all.out, '\n'), std::ranges::count(all.out, '#')) << all.out;
  EXPECT_TRUE(all.out.ends_with(" (#5)\n")) << all.out;
  EXPECT_NE(all.err.find("read from"), std::string::npos);
  const Ran last = run({"watch", "--no-follow", "-n", "1", "1"});
  EXPECT_TRUE(all.out.ends_with(last.out));
  EXPECT_EQ(std::ranges::count(last.out, '\n'), 1);
  EXPECT_TRUE(run({"watch", "--no-follow", "-n", "0"}).out.empty());
  EXPECT_EQ(run({"watch", "--no-follow", "forum/9"}).exit_code, 2);
}

TEST_F(Offline, watched_entries_are_json_lines_when_asked) {
  fill();
  std::istringstream lines(run({"watch", "--no-follow", "--json"}).out);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const auto entry = nlohmann::json::parse(line);
    EXPECT_EQ(entry["thread"], "forum/493728");
    EXPECT_TRUE(entry["text"].is_string() && entry["cites"].is_array() && entry["id"].is_string());
  }
  EXPECT_GT(count, 0);
}

TEST_F(Offline, entries_of_several_threads_say_whose_they_are) {
  fill();
  add_thread(7);
  EXPECT_TRUE(run({"watch", "--no-follow"}).out.starts_with("forum/493728 "));
  EXPECT_FALSE(run({"watch", "--no-follow", "1"}).out.starts_with("forum/493728 "));
}

TEST_F(Offline, what_needs_the_daemon_says_how_to_start_it) {
  fill();
  for (const std::vector<std::string>& words : {std::vector<std::string>{"add", "https://forum.example/t/x/1"},
                                                {"remove", "--yes", "1"},
                                                {"poll"},
                                                {"poll", "1"},
                                                {"status"},
                                                {"pause", "1"},
                                                {"pause", "1", "2"},
                                                {"pause", "--all"},
                                                {"resume", "1"},
                                                {"sources"},
                                                {"sources", "add", "https://forum.example"},
                                                {"sources", "remove", "forum"},
                                                {"watch"},
                                                {"watch", "1"},
                                                {"digest", "--now", "1"}}) {
    const Ran ran = run(words);
    EXPECT_EQ(ran.exit_code, 69) << words[0];
    EXPECT_NE(ran.err.find("start it with: gailou serve"), std::string::npos) << words[0] << ran.err;
    EXPECT_TRUE(ran.out.empty()) << words[0];
  }
}

TEST_F(Offline, a_forum_is_tried_out_on_the_state_folder_itself) {
  const storage::SourceRecord source{.name = "forum", .origin = "https://forum.example"};
  std::string asked;
  open_asking_ = [&]() -> digest::Result<OfflineExchange> {
    return OfflineExchange([&](const std::string& target, const std::string& body) -> digest::Result<io::LocalAnswer> {
      asked = target + " " + body;
      const protocol::TestReply reply{.source = source, .title = "A forum"};
      return io::LocalAnswer{.status = 200, .body = protocol::dump(protocol::document_of(reply))};
    });
  };
  const Ran ran = run({"sources", "test", "forum"});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_NE(ran.out.find("A forum"), std::string::npos) << ran.out;
  EXPECT_EQ(asked, R"(/admin/v1/test-source {"source":"forum"})");
}

TEST_F(Offline, a_folder_that_a_daemon_holds_is_told) {
  open_asking_ = []() -> digest::Result<OfflineExchange> {
    return digest::Error{.code = digest::Code::busy, .what = "state folder /x is in use by gailou serve, pid 12"};
  };
  const Ran ran = run({"sources", "test", "forum"});
  EXPECT_EQ(ran.exit_code, 75);
  EXPECT_NE(ran.err.find("in use by gailou serve"), std::string::npos) << ran.err;
}

TEST_F(Offline, a_fault_of_what_asking_a_forum_takes_is_told_when_one_is_asked) {
  open_asking_ = []() -> digest::Result<OfflineExchange> {
    return digest::Error{.code = digest::Code::config, .what = "No such file", .where = "/etc/gailou/key"};
  };
  const Ran ran = run({"sources", "test", "forum"});
  EXPECT_EQ(ran.exit_code, 78);
  EXPECT_NE(ran.err.find("/etc/gailou/key"), std::string::npos) << ran.err;
  EXPECT_EQ(run({"list"}).err.find("/etc/gailou/key"), std::string::npos);
}

TEST_F(Offline, colours_are_for_those_who_ask) {
  fill();
  EXPECT_EQ(run({"digest", "1"}).out.find('\x1b'), std::string::npos);
  EXPECT_NE(run({"digest", "1", "--color", "always"}).out.find("\x1b[1m1. 关键信息\x1b[0m"), std::string::npos);
  EXPECT_NE(run({"watch", "--no-follow", "--color=always"}).out.find("\x1b[1m"), std::string::npos);
  EXPECT_EQ(run({"watch", "--no-follow", "--color=always", "--json"}).out.find('\x1b'), std::string::npos);
}

TEST_F(Offline, a_verbose_client_tells_what_it_asks) {
  const Ran ran = run({"status", "-v"});
  EXPECT_NE(ran.err.find("POST /admin/v1/status {} at " + folder_.file("admin.sock")), std::string::npos) << ran.err;
}

TEST_F(Offline, an_error_is_a_problem_object_with_json) {
  const Ran ran = run({"--json", "status"});
  EXPECT_EQ(ran.exit_code, 69);
  EXPECT_EQ(nlohmann::json::parse(ran.out)["code"], "unavailable");
}

TEST_F(Offline, what_is_no_topic_is_told_without_a_daemon) {
  EXPECT_EQ(run({"add", "https://forum.example/about"}).exit_code, 65);
  EXPECT_EQ(run({"add", "nonsense"}).exit_code, 65);
  EXPECT_EQ(run({"add", "--source", "Bad Name", "https://forum.example/t/x/1"}).exit_code, 64);
  const Ran listed = run({"add", "-"}, "# none\n\nnonsense\n");
  EXPECT_EQ(listed.exit_code, 65);
  EXPECT_NE(listed.err.find("stdin line 3: 'nonsense' names no thread"), std::string::npos) << listed.err;
  EXPECT_NE(run({"add", "-"}, "# none\n").err.find("stdin named no thread"), std::string::npos);
}

TEST_F(Offline, removing_wants_to_be_sure) {
  EXPECT_EQ(run({"remove", "1"}).exit_code, 64);
  const Ran asked = run({"remove", "1"}, "n\n", true);
  EXPECT_EQ(asked.exit_code, 1);
  EXPECT_NE(asked.err.find("[y/N]"), std::string::npos);
  EXPECT_EQ(run({"remove", "1"}, "y\n", true).exit_code, 69);
  fill();
  EXPECT_NE(run({"remove", "1", "7"}, "n\n", true).err.find("Remove forum/493728 (算力会不会继续涨价), 7 and"),
            std::string::npos);
}

TEST_F(Offline, an_empty_list_says_how_to_fill_it) {
  const Ran ran = run({"list"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_TRUE(ran.out.empty());
  EXPECT_NE(ran.err.find("gailou add URL"), std::string::npos);
}

}  // namespace
}  // namespace gailou::cli
