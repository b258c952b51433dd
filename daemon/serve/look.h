// The settings that decide what pages look like and how they are addressed, fixed until the next reload. Shared with
// queries on the reader's worker, so never changed in place.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

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
  std::string security_contact{};  // site.security_contact
  std::string prefix{};            // that a proxy takes off: readers' paths have it, requests haven't

  /// Of what readers are shown: links, redirects.
  const std::string& base() const { return site.base_path; }
  /// Of paths as requests have them.
  std::string_view routed_base() const { return std::string_view(site.base_path).substr(prefix.size()); }
};

using SharedLook = std::shared_ptr<const Look>;

SharedLook look_of(const Settings& settings);
/// The same site where a proxy takes `prefix` off the paths of its requests.
SharedLook behind_prefix(const Look& look, std::string_view prefix);

}  // namespace gailou::serve
