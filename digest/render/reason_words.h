// Why floors brought nothing new, in readers' words: the one place where they stand, for pages and the command line.
#pragma once

#include <string_view>

#include "digest/digest.h"

namespace gailou::render {

/// 附和, 玩笑, 图片…; "thanks", "joke", "image"…
std::string_view reason_word(digest::Reason reason, digest::Language language);

}  // namespace gailou::render
