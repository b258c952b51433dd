// The settings that decide what pages look like and how they are addressed, fixed until the next reload. Shared with
// queries on the reader's worker, so never changed in place.
#pragma once

#include <cstddef>
#include <memory>
#include <string>

#include "daemon/serve/settings.h"
#include "digest/render/view.h"

namespace gailou::serve {

struct Look {
  render::Site site{};
  std::string public_url{};  // without a trailing slash; empty = not known
  std::string language{};
  std::string remove_contact{};
  bool index = false;
  std::size_t feed_entries = 50;
  bool compress = true;

  const std::string& base() const { return site.base_path; }
};

using SharedLook = std::shared_ptr<const Look>;

SharedLook look_of(const Settings& settings);

}  // namespace gailou::serve
