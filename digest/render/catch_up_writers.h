// A catch-up by itself, in the formats that have it so; a page has it as a part (page/catch_up_part.h).
#pragma once

#include <string>

#include "digest/render/view.h"

namespace gailou::render {

// Of a view that has one.
std::string catch_up_text(const ThreadView& view, const Site& site);
std::string catch_up_markdown(const ThreadView& view, const Site& site);
std::string catch_up_json(const ThreadView& view);

}  // namespace gailou::render
