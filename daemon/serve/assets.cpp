#include "daemon/serve/assets.h"

#include <memory>

#include "digest/render/pages.h"

namespace gailou::serve {

namespace {

constexpr std::string_view kFolder = "/assets/";
// Revision 0: an asset belongs to none.
constexpr std::int64_t kNoRevision = 0;

}  // namespace

Assets::Assets(bool compress) {
  for (const auto& asset : render::assets()) {
    Built built;
    // Bytes under a hashed name have always been the same: any time in the past is true.
    built.page = represent(std::string(asset.bytes), asset.media_type, kNoRevision, digest::Instant{}, compress);
    const std::string name(asset.path.substr(kFolder.size()));
    if (name.starts_with("favicon.")) favicon_ = asset.path;
    by_name_.emplace(name, std::make_shared<const Built>(std::move(built)));
  }
}

SharedBuilt Assets::find(const std::string& name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? nullptr : found->second;
}

}  // namespace gailou::serve
