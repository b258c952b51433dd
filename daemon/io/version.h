// What was built: number and commit.
#pragma once

#include <string_view>

namespace gailou::io {

struct Version {
  std::string_view number;  // "0.1.0"
  std::string_view commit;  // empty if the build wasn't told
};
Version version();

}  // namespace gailou::io
