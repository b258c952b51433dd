// A catch-up as a client reads it from the daemon's answer.
#pragma once

#include <string_view>

#include "digest/catch_up.h"
#include "digest/error.h"

namespace gailou::protocol {

/// Of a gailou.catch_up/1 document; malformed names the field.
digest::Result<digest::CatchUp> catch_up_of(std::string_view body);

}  // namespace gailou::protocol
