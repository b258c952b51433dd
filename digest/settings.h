// How a digest is written: what an owner may choose of it.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gailou::digest {

/// Of the digest's own words and labels; what floors say stays in theirs.
enum class Language { zh, en };
/// "zh", "en": the configuration's word, and the store's.
std::string_view name_of(Language language);
std::optional<Language> language_of(std::string_view name);

class Pack;

struct ComposeSettings {
  std::string zone{};  // IANA name of the site's time zone; empty = UTC. What 今天 means
  Language language = Language::zh;
  std::size_t max_entry = 160;         // units of an entry's text, at most the gate's 160
  std::shared_ptr<const Pack> pack{};  // words behind the rules; none = standard_pack()
};

}  // namespace gailou::digest
