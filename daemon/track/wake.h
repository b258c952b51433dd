// The bell that the tracker's coroutines wait for.
#pragma once

#include "daemon/io/wake.h"

namespace gailou::track {

using io::Wake;

}  // namespace gailou::track
