// Plain text to HTML as Discourse cooks it: paragraphs, links, quotes, link previews.
#pragma once

#include <string>

#include "digest/text/body.h"

namespace gailou::replay {

std::string escape(std::string_view text);
std::string cook(const digest::Body& body, std::int64_t topic);

}  // namespace gailou::replay
