// The other pages: front page, raw floors, errors; and the assets they load.
#pragma once

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

/// One floor: `thread.posts` has it alone, with its earlier versions, or not at all if it is gone.
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
