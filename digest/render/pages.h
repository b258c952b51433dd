// The other pages: front page, raw floors, errors; and the assets they load.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "digest/render/view.h"

namespace gailou::render {

std::string front_page(const FrontView& view, const Site& site);

/// 200 floors a page; `from` and `to` are those shown, `prev_from`/`next_from` 0 where there is no such page.
struct PostsPage {
  ThreadView thread{};
  std::int64_t prev_from = 0;
  std::int64_t next_from = 0;
};
std::string posts_page(const PostsPage& page, const Site& site);

/// Entries of a digest that is too long for the thread's page: of a section (an index into kSections) 200 from this
/// place on, counted from 1; without one, all of them. `thread` needs no floors.
struct EntriesPage {
  ThreadView thread{};
  std::optional<std::size_t> section{};
  std::int64_t from = 1;
};
std::string entries_page(const EntriesPage& page, const Site& site);
/// "/t/uscardforum/493728#e12" or "/t/uscardforum/493728/entries/deals?from=1#e12": where a page has the entry; nothing
/// if there is none. Of the entries `seq` and `section` are needed alone.
std::optional<std::string> place_of_entry(const digest::Digest& digest, digest::EntrySeq seq);

/// One floor: `thread.posts` has it alone, with its earlier versions, or not at all if it is gone. Entries that don't
/// cite it need `seq` and `section` alone.
struct FloorPage {
  ThreadView thread{};
  digest::Floor floor{};
  digest::PostState state = digest::PostState::visible;
  std::optional<digest::Floor> previous{};
  std::optional<digest::Floor> next{};
};
std::string floor_page(const FloorPage& page, const Site& site);

/// A thread in figures; needs `facts`.
std::string activity_page(const ThreadView& view, const Site& site);

struct AboutView {
  struct Source {
    std::string name{};
    std::string origin{};
    std::int64_t threads = 0;
  };
  std::vector<Source> sources{};
  std::string version{};
  std::string contact{};  // for wishes to take something down: an address or a URL; may be empty
};
std::string about_page(const AboutView& view, const Site& site);

/// The web app manifest.
std::string manifest(const Site& site);

struct ProblemView {
  int status = 500;
  std::string title{};
  std::string detail{};
  std::string request_id{};
};
std::string problem_page(const ProblemView& problem, const Site& site);

struct Asset {
  std::string_view name;  // "gailou.css"
  std::string_view path;  // "/assets/gailou.1a2b3c4d.css", without base path
  std::string_view media_type;
  std::string_view bytes;
};
std::span<const Asset> assets();
/// "" for no such name.
std::string_view asset_path(std::string_view name);

}  // namespace gailou::render
