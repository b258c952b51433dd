#include "digest/settings.h"

namespace gailou::digest {

std::string_view name_of(Language language) {
  return language == Language::en ? "en" : "zh";
}

std::optional<Language> language_of(std::string_view name) {
  if (name == "zh") return Language::zh;
  if (name == "en") return Language::en;
  return std::nullopt;
}

}  // namespace gailou::digest
