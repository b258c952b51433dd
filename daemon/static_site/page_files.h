// Which file a page of the site becomes, and how one file leads to another. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gailou::static_site {

/// "t/uscardforum/7/index.html" for "/t/uscardforum/7", relative to the folder; `target` is a path below base_path with
/// its query and without a fragment. `?since=` makes no page of its own, a reader's browser knows what it has read.
/// Nothing for what no file can answer (search, events, APIs, redirects) and for paths that aren't plain.
std::optional<std::string> file_of(std::string_view target);

/// A name that file_of() may give: nothing in it leads out of the folder.
bool is_file_name(std::string_view file);

/// "../../daily/2026-05-06/index.html": from the folder of one file to another, so that the whole may lie anywhere.
std::string way_to(std::string_view from_file, std::string_view to_file);

}  // namespace gailou::static_site
