// The table of formats a thread can be had in. The order is the order of preference when a client accepts anything.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "digest/render/view.h"

namespace gailou::render {

struct Format {
  std::string_view name;        // "html": `gailou digest -f html`
  std::string_view media_type;  // with charset where the type has one
  std::string_view suffix;      // ".txt"; html has ""
  std::string (*render)(const ThreadView&, const Site&);
};

std::span<const Format> formats();
const Format* format_named(std::string_view name);

/// What the text form looks like without 原始内容 (`gailou digest --no-raw`).
std::string render_text(const ThreadView& view, const Site& site, bool raw);

}  // namespace gailou::render
