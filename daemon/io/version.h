// What was built: number and commit.
#pragma once

#include <string>

namespace gailou::io {

/// "0.1.0"
std::string version();
/// Empty if the build wasn't told.
std::string commit();

}  // namespace gailou::io
