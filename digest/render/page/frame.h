// What all pages share: head, skip link, masthead, footer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "digest/render/blocks/node.h"
#include "digest/render/view.h"

namespace gailou::render {

struct Frame {
  std::string title{};                     // of the window
  std::string edition{};                   // beside the tagline: the source's name; may be empty
  std::optional<digest::Instant> dated{};  // the masthead's date
  std::vector<Node> head{};                // further elements of <head>
  std::vector<Node> footer{};              // before the site's own line
  std::string path{};                      // the page's own, below the base path: "/t/uscardforum/493728"; may be empty
  std::string description{};               // one line for search engines and share cards; may be empty
  std::string_view style{};                // a style sheet of these pages alone, beside gailou.css: "pages.css"
  bool grand = false;                      // the whole masthead: front page and daily edition
};

/// `main` stands between masthead and footer and has the id "main".
std::string framed(const Site& site, Frame frame, Node main);

/// A <time> in the site's zone: short for the eye, to the minute of UTC for machines. The year is left out where it is
/// that of `dated`, the page's own date.
Node time_of(digest::Instant at, digest::Instant dated, const Site& site);

/// 12345 -> "12,345"
std::string grouped(std::int64_t number);

}  // namespace gailou::render
