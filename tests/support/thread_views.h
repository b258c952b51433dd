// Threads as the writers get them: the recorded one, and a small one with each kind of entry and block.
#pragma once

#include <charconv>
#include <string>
#include <string_view>

#include "digest/render/view.h"
#include "tests/support/digests.h"
#include "tests/support/files.h"

namespace gailou::tests {

inline render::Site pacific_site() {
  return {.zone = "America/Los_Angeles"};
}

inline digest::StoredPost stored(digest::Post post, const std::string& text) {
  return {.post = std::move(post), .text = text};
}

/// All floors of the recorded thread, as flat text.
inline std::vector<digest::StoredPost> recorded_floors() {
  std::vector<digest::StoredPost> floors;
  const auto document = read_json("seed-thread.json");
  for (const auto& row : document["posts"]) {
    digest::StoredPost floor;
    floor.post.id = digest::PostId{row["id"]};
    floor.post.floor = digest::Floor{row["number"]};
    floor.post.author = row["author"];
    floor.post.created_at = digest::parse_iso(row["created_at"].get<std::string>()).value();
    floor.text = row["text"];
    floors.push_back(std::move(floor));
  }
  return floors;
}

/// "(#2, #4)。" at the end of a line: its numbers, taken off it.
inline std::vector<digest::Floor> take_cites(std::string& line) {
  constexpr std::string_view kEnd = ")。";
  const std::size_t open = line.rfind("(#");
  std::vector<digest::Floor> cites;
  if (open == std::string::npos || !line.ends_with(kEnd)) return cites;
  for (std::size_t at = open; (at = line.find('#', at)) != std::string::npos; ++at) {
    std::int64_t number = 0;
    std::from_chars(line.data() + at + 1, line.data() + line.size(), number);
    cites.push_back(digest::Floor{number});
  }
  line = line.substr(0, open) + "。";
  return cites;
}

inline digest::Entry entry_of_line(std::string line, std::string_view section, std::int64_t seq) {
  digest::Entry entry{.seq = digest::EntrySeq{seq}, .section = std::string(section), .rev = digest::Revision{1}};
  const std::size_t colon = line.find(':');
  if (const auto marker = digest::parse_marker(line.substr(0, colon)); colon != std::string::npos && marker) {
    entry.marker = *marker;
    entry.rev = digest::Revision{2};
    entry.cites = {marker->first};
    entry.text = line.substr(colon + 1);
    return entry;
  }
  entry.cites = take_cites(line);
  entry.text = std::move(line);
  return entry;
}

/// The digest of the recorded page, read back from its text.
inline digest::Digest recorded_digest(const std::string& page) {
  digest::Digest digest;
  digest.thread = {.source = "uscardforum", .topic = digest::TopicId{493728}, .posts_count = 70};
  digest.thread.last_number = digest::Floor{71};
  digest.revision = digest::Revision{2};
  digest.generated_at = digest::parse_iso("2026-05-10T00:05:00Z").value();
  constexpr std::string_view kBullet = "  • ";
  std::size_t section = 0;
  std::istringstream lines(page.substr(0, page.find("原始内容\n")));
  std::string line;
  for (int number = 1; std::getline(lines, line); ++number) {
    if (number == 3) digest.thread.title = line;
    if (number == 7) digest.summary = {.text = line, .rev = digest::Revision{2}};
    if (line.starts_with(std::to_string(section + 1) + ". ")) ++section;
    if (!line.starts_with(kBullet)) continue;
    const auto seq = static_cast<std::int64_t>(digest.entries.size()) + 1;
    digest.entries.push_back(entry_of_line(line.substr(kBullet.size()), digest::kSections[section - 1].key, seq));
  }
  return digest;
}

inline render::ThreadView recorded_view() {
  render::ThreadView view{.digest = recorded_digest(read_data("render/recorded-page.txt")), .state = "active"};
  view.forum_url = "https://www.uscardforum.com/t/topic/493728";
  view.posts = recorded_floors();
  view.posts_total = static_cast<std::int64_t>(view.posts.size());
  view.expected = 70;
  return view;
}

inline digest::Entry entry(std::int64_t seq, const std::string& section, const std::string& marker,
                           const std::string& text, std::initializer_list<std::int64_t> cites) {
  digest::Entry made{.seq = digest::EntrySeq{seq}, .section = section, .rev = digest::Revision{marker.empty() ? 1 : 2}};
  made.marker = digest::parse_marker(marker).value();
  made.text = text;
  made.cites = floors_of(cites);
  made.floors = made.cites;
  return made;
}

/// Floor 9: one block of each kind.
inline digest::Post rich_post() {
  using digest::Block;
  using digest::Span;
  digest::Post post = post_of(9, "辛", "");
  post.body.blocks = {
      {.kind = Block::Kind::quote, .spans = {{.text = "混合架构也能分开使用"}}, .author = "丁", .floor = 4},
      {.kind = Block::Kind::quote, .spans = {{.text = "足够训练了"}}, .author = "丁", .floor = 4},
      {.spans = {{.text = "见"},
                 {.kind = Span::Kind::link, .text = "公告", .url = "https://example.org/a?b=1&c=2"},
                 {.text = "和"},
                 {.kind = Span::Kind::code, .text = "nvidia-smi"},
                 {.kind = Span::Kind::image, .url = "/uploads/short-url/x.png?dl=1"}}},
      {.kind = Block::Kind::heading, .spans = {{.text = "小标题"}}},
      {.kind = Block::Kind::item, .spans = {{.text = "一"}}},
      {.kind = Block::Kind::item, .spans = {{.text = "二"}}},
      {.kind = Block::Kind::row, .spans = {{.text = "H100 150,000"}}},
      {.kind = Block::Kind::onebox, .spans = {{.text = "预览标题"}}, .url = "https://example.com/page"},
      {.kind = Block::Kind::code, .spans = {{.text = "int main() {\n  return 0;\n}"}}},
      {.kind = Block::Kind::spoiler, .spans = {{.text = "结局"}}}};
  return post;
}

/// The lease thread with entries of each kind: plain, added, of a range, corrected, withdrawn, with relations.
inline render::ThreadView lease_view() {
  render::ThreadView view{.state = "active", .forum_url = "https://forum.example/t/lease/12345"};
  auto& digest = view.digest;
  digest.thread = {.source = "example", .topic = digest::TopicId{12345}, .title = "算力租赁", .posts_count = 8};
  digest.thread.last_number = digest::Floor{9};
  digest.revision = digest::Revision{2};
  digest.generated_at = digest::parse_iso("2026-05-10T00:05:00Z").value();
  digest.summary = {.text = "甲方租下整个数据中心。", .rev = digest::Revision{2}, .cites = floors_of({1})};
  digest.entries = {entry(1, "key", "", "甲方租下数据中心,共22万张H100。", {1}),
                    entry(2, "disputes", "", "11%指的是MFU,并非机器闲着。", {3, 7}),
                    entry(3, "latest", "撤回#7", std::string(digest::kTombstone), {}),
                    entry(4, "disputes", "新增#4", "有人反驳#3:混合架构可分开使用。", {3, 4}),
                    entry(5, "latest", "新增#5–6", "周三涨价?", {5, 6}),
                    entry(6, "key", "更正#1", "首楼已改为15万张。", {1, 8})};
  digest.entries[3].links = {{.rel = digest::Link::Rel::contradicts, .entry = "e2"}};
  digest.entries[5].links = {{.rel = digest::Link::Rel::updates, .entry = "e1"}};
  for (const auto& post : lease_posts()) view.posts.push_back(stored(post, digest::text_of(post.body)));
  view.posts.push_back(stored(rich_post(), digest::text_of(rich_post().body)));
  view.posts_total = static_cast<std::int64_t>(view.posts.size());
  view.expected = 9;
  return view;
}

}  // namespace gailou::tests
