// One function per format of a thread; formats.cpp lists them.
#pragma once

#include <string>

#include "digest/render/view.h"

namespace gailou::render {

std::string render_html(const ThreadView& view, const Site& site);
std::string render_json(const ThreadView& view, const Site& site);
std::string render_markdown(const ThreadView& view, const Site& site);
std::string render_text(const ThreadView& view, const Site& site);

}  // namespace gailou::render
