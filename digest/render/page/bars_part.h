// A rhythm as bars, and as a table for who can't see them.
#pragma once

#include "digest/render/blocks/node.h"
#include "digest/render/page/rhythm.h"
#include "digest/render/view.h"

namespace gailou::render {

/// "每小时回复", "Replies per hour"
std::string bars_title(const Rhythm& rhythm, digest::Language language);

/// "最多 16", "at most 16"
std::string bars_peak(const Rhythm& rhythm, digest::Language language);

/// <svg role="img">; `height` in px of the page.
Node bars_of(const Rhythm& rhythm, int height, const Site& site);

/// Begin and end below the bars: "5月6日", "5月9日", with the hours where that is one day.
Node axis_of(const Rhythm& rhythm, const Site& site);

/// A row for each bar that isn't empty.
Node bars_table(const Rhythm& rhythm, const Site& site);

}  // namespace gailou::render
