// What a search found, for readers and for programs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/render/view.h"
#include "digest/search/line.h"

namespace gailou::render {

struct SearchView {
  std::string typed{};                     // the query as it was typed; empty = nothing was asked yet
  std::vector<digest::SearchLine> hits{};  // newest first
  std::optional<std::int64_t> next{};      // there may be more behind this place
  bool is_later = false;                   // not the first page
  bool has_feed = true;                    // entries may be found, not floors alone
  bool incomplete = false;                 // older floors and entries aren't all searched yet
  std::string fault{};                     // why the query wasn't understood, in words; then there are no hits
};

std::string search_page(const SearchView& view, const Site& site);
/// OpenSearch's description; `base_url` is where readers reach the site.
std::string opensearch(const Site& site, std::string_view base_url);
/// A gailou.search/1 document.
std::string search_json(const SearchView& view, std::string_view base_path);

/// "/t/uscardforum/493728#e12", or the page of raw floors that a floor is on; below the base path.
std::string page_of(const digest::SearchLine& line);
/// The floor at the forum; "" for an entry.
std::string forum_url_of(const digest::SearchLine& line);

/// "/search?q=…", below the base path; `after` as in SearchView::next.
std::string search_path(std::string_view typed, std::optional<std::int64_t> after = std::nullopt);

}  // namespace gailou::render
