// How a digest is written: what an owner may choose of it.
#pragma once

#include <cstddef>
#include <string>

namespace gailou::digest {

/// Of the digest's own words and labels; what floors say stays in theirs.
enum class Language { zh, en };

struct ComposeSettings {
  std::string zone{};  // IANA name of the site's time zone; empty = UTC. What 今天 means
  Language language = Language::zh;
  std::size_t max_entry = 160;  // units of an entry's text, at most the gate's 160
};

}  // namespace gailou::digest
