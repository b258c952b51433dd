// The whole site as files: each link leads to a file that is there.
#include "daemon/static_site/export.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include <gmock/gmock.h>

#include "tests/serve/site_fixture.h"
#include "tests/support/html_page.h"

namespace gailou::static_site {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using tests::HtmlPage;

class SiteExport : public serve::SiteTest {
 protected:
  digest::ThreadId digested_thread(std::int64_t topic, std::int64_t floors) {
    const auto id = add_thread(topic);
    store_posts(id, 1, floors);
    digest_pending(id);
    return id;
  }
  Exported exported(const serve::Settings& settings = {}) {
    auto done = export_site(settings, storage::open_reader(folder_.path()).value(), path(), {});
    EXPECT_TRUE(done) << (done ? "" : digest::to_string(done.error()));
    return done ? *done : Exported{};
  }
  std::string path() const { return target_.file("site"); }
  std::string bytes(const std::string& file) const {
    std::ifstream in(path() + "/" + file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::vector<std::string> pages() const {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(path())) {
      if (entry.path().extension() == ".html") files.push_back(fs::relative(entry.path(), path()).string());
    }
    return files;
  }
  /// Of the links that lead to no file.
  std::vector<std::string> dead_links(const std::string& page) const {
    std::vector<std::string> dead;
    const HtmlPage read(bytes(page));
    for (const auto* attribute : {"href", "src"}) {
      for (const auto& link : read.values(attribute)) {
        if (link.empty() || link.starts_with("#") || link.find("://") != std::string::npos) continue;
        const auto file = fs::path(path()) / fs::path(page).parent_path() / link.substr(0, link.find('#'));
        if (!fs::is_regular_file(file)) dead.push_back(link);
      }
    }
    return dead;
  }

  /// Addresses below `base` in any file, feeds and share cards among them, that lead to no file.
  std::vector<std::string> dead_addresses(const std::string& base) const {
    std::set<std::string> dead;
    for (const auto& entry : fs::recursive_directory_iterator(path())) {
      if (!entry.is_regular_file()) continue;
      const auto text = bytes(fs::relative(entry.path(), path()).string());
      for (auto at = text.find(base + "/"); at != std::string::npos; at = text.find(base + "/", at + 1)) {
        const auto end = text.find_first_of("\"'#<>& \\\n", at);
        const auto file = fs::path(path()) / text.substr(at + base.size() + 1, end - at - base.size() - 1);
        const bool is_there = fs::is_regular_file(file) || fs::is_regular_file(file / "index.html");
        if (!is_there) dead.insert(entry.path().filename().string() + ": " + text.substr(at, end - at));
      }
    }
    return {dead.begin(), dead.end()};
  }

  support::TempFolder target_;
};

TEST_F(SiteExport, an_empty_store_makes_a_site_too) {
  const auto done = exported();
  EXPECT_GE(done.files, 3);
  EXPECT_THAT(bytes("index.html"), HasSubstr("还没有跟踪任何帖子"));
}

TEST_F(SiteExport, each_link_leads_to_a_file_that_is_there) {
  digested_thread(7, 3);
  digested_thread(8, 450);
  for (const auto* base : {"", "/gailou"}) {
    serve::Settings settings;
    settings.base_path = base;
    exported(settings);
    ASSERT_THAT(pages(), Contains("t/forum/8/index.html"));
    for (const auto& page : pages()) EXPECT_THAT(dead_links(page), IsEmpty()) << page;
  }
}

TEST_F(SiteExport, a_manifest_with_its_icon_and_what_robots_may_is_there) {
  digested_thread(7, 3);
  exported();
  const auto manifest = nlohmann::json::parse(bytes("manifest.webmanifest"));
  EXPECT_EQ(manifest["start_url"], "./");
  const auto icon = manifest["icons"][0]["src"].get<std::string>();
  EXPECT_THAT(bytes(icon), HasSubstr("<svg")) << icon;
  EXPECT_EQ(HtmlPage(bytes("index.html")).with("rel", "manifest").attribute("href"), "manifest.webmanifest");
  EXPECT_EQ(HtmlPage(bytes("t/forum/7/index.html")).with("rel", "manifest").attribute("href"),
            "../../../manifest.webmanifest");
  EXPECT_THAT(bytes("robots.txt"), HasSubstr("Disallow: /"));
}

TEST_F(SiteExport, each_address_in_feeds_lists_and_cards_leads_to_a_file_that_is_there) {
  digested_thread(7, 3);
  const auto id = add_thread(8);
  for (std::int64_t floors = 50; floors <= 150; floors += 50) {
    store_posts(id, floors - 49, floors);
    digest_pending(id, 50);
  }
  serve::Settings settings;
  settings.public_url = "https://news.example/mud";
  settings.feed_entries = 10;
  exported(settings);
  for (const auto* file :
       {"feed.atom", "feed.json", "feeds.opml", "s/forum/feed.atom", "t/forum/8.atom", "t/forum/8/feed.json"}) {
    EXPECT_TRUE(fs::is_regular_file(path() + "/" + file)) << file;
  }
  EXPECT_THAT(bytes("feed.atom"), HasSubstr("rel=\"next\""));
  EXPECT_THAT(dead_addresses(settings.public_url), IsEmpty());
}

TEST_F(SiteExport, all_floors_of_a_long_thread_are_there) {
  digested_thread(8, 450);
  exported();
  std::set<std::string> floors;
  for (const auto& page : pages()) {
    const HtmlPage read(bytes(page));
    for (const auto& id : read.values("id")) {
      if (id.starts_with('p') && page.starts_with("t/forum/8/posts")) floors.insert(id);
    }
  }
  EXPECT_EQ(floors.size(), 450u);
}

TEST_F(SiteExport, all_entries_of_a_long_digest_are_there_and_links_lead_straight_to_them) {
  const auto id = add_thread(8);
  store_posts(id, 1, 205);
  digest_pending(id, 205);
  serve::Settings settings;
  settings.public_url = "https://news.example/mud/";
  settings.feed_entries = 200;
  exported(settings);
  std::set<std::string> entries;
  for (const auto& page : pages()) {
    EXPECT_THAT(dead_links(page), IsEmpty()) << page;
    const HtmlPage read(bytes(page));
    EXPECT_THAT(read.values("href"), Not(Contains(HasSubstr("/entries/e")))) << page;
    if (!page.starts_with("t/forum/8/entries/key")) continue;
    for (const auto& item : read.all("li")) entries.insert(item.attribute("id"));
  }
  entries.erase("");
  EXPECT_EQ(entries.size(), 205u);
  const auto feed = bytes("t/forum/8.atom");
  EXPECT_THAT(feed, HasSubstr("https://news.example/mud/t/forum/8/entries/key/from-1/index.html#e120"));
  EXPECT_THAT(feed, Not(HasSubstr("/entries/e")));
}

TEST_F(SiteExport, the_other_forms_of_a_thread_are_files_with_the_bytes_that_the_server_sends) {
  digested_thread(7, 3);
  exported();
  for (const auto* form : {".json", ".txt", ".md"}) {
    EXPECT_EQ(bytes("t/forum/7" + std::string(form)), serve::body_of(get("/t/forum/7" + std::string(form)))) << form;
  }
}

TEST_F(SiteExport, a_second_run_writes_only_what_changed) {
  const auto id = digested_thread(7, 3);
  exported();
  EXPECT_EQ(exported().written, 0);
  store_posts(id, 1, 5);
  digest_pending(id);
  const auto done = exported();
  EXPECT_GT(done.written, 0);
  EXPECT_LT(done.written, done.files);
  EXPECT_THAT(bytes("t/forum/7.txt"), HasSubstr("新增#4"));
}

TEST_F(SiteExport, a_removed_thread_leaves_no_file) {
  const auto id = digested_thread(7, 3);
  exported();
  ASSERT_TRUE(store_->remove_thread(id, false, now()));
  exported();
  EXPECT_FALSE(fs::exists(path() + "/t/forum/7/index.html"));
  EXPECT_FALSE(fs::exists(path() + "/t/forum/7.json"));
}

TEST_F(SiteExport, nothing_asks_the_host_for_what_only_the_server_has) {
  digested_thread(7, 3);
  exported();
  for (const auto& page : pages()) {
    const HtmlPage read(bytes(page));
    EXPECT_THAT(read.all("form"), IsEmpty()) << page;
    for (const auto& link : read.values("href")) {
      EXPECT_THAT(link, Not(HasSubstr("/search"))) << page;
      EXPECT_THAT(link, Not(HasSubstr("/api/"))) << page;
    }
  }
}

TEST_F(SiteExport, a_folder_with_other_files_is_refused) {
  fs::create_directories(path());
  std::ofstream(path() + "/letter.txt") << "dear";
  const auto refused = export_site({}, storage::open_reader(folder_.path()).value(), path(), {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, digest::Code::conflict);
}

TEST_F(SiteExport, progress_is_told_until_all_that_is_known_is_done) {
  digested_thread(7, 3);
  std::int64_t last = 0;
  std::int64_t known = 0;
  ASSERT_TRUE(
      export_site({}, storage::open_reader(folder_.path()).value(), path(), [&](std::int64_t done, std::int64_t of) {
        last = done;
        known = of;
      }));
  EXPECT_GT(last, 3);
  EXPECT_EQ(last, known);
}

}  // namespace
}  // namespace gailou::static_site
