// What the HTTP parser says of a request that it refuses, in the readers' languages: it speaks English alone, to logs
// and admin too.
#pragma once

#include <string_view>

#include "daemon/serve/words.h"

namespace gailou::serve {

/// The parser's words, and what they are in Chinese. Others are the same in both.
Words refusal_words(std::string_view detail);

}  // namespace gailou::serve
