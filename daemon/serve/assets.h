// What pages load, under names that change with the bytes; made once, at the start.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "daemon/serve/outcome.h"
#include "daemon/serve/page_cache.h"

namespace gailou::serve {

class Assets {
 public:
  explicit Assets(bool compress);

  /// `name` without "/assets/"; null if there is no such asset.
  SharedBuilt find(const std::string& name) const;
  /// "/assets/favicon.1a2b3c4d.svg"; empty if there is none.
  const std::string& favicon() const { return favicon_; }

 private:
  std::unordered_map<std::string, SharedBuilt> by_name_;
  std::string favicon_;
};

}  // namespace gailou::serve
