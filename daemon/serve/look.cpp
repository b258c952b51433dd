#include "daemon/serve/look.h"

namespace gailou::serve {

SharedLook look_of(const Settings& settings) {
  auto look = std::make_shared<Look>();
  look->site.title = settings.title;
  look->site.tagline = settings.tagline;
  look->site.zone = settings.timezone;
  look->site.base_path = settings.base_path;
  look->site.full_punctuation = settings.full_punctuation;
  look->site.language = settings.digest_language;
  look->public_url = settings.public_url;
  while (look->public_url.ends_with('/')) look->public_url.pop_back();
  look->language = settings.language;
  look->index = settings.index;
  look->compress = settings.compression;
  return look;
}

}  // namespace gailou::serve
