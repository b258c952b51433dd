// A section pack of the owner's: words that the built-in rules don't know.
#pragma once

#include <memory>
#include <string>

#include "digest/compose/pack.h"

namespace gailou::config {

/// The built-in pack with the file's words added. Code::config, naming the line, for a file that can't be read, is
/// larger than 256 KiB or doesn't hold a pack.
digest::Result<std::shared_ptr<const digest::Pack>> read_pack(const std::string& path);

}  // namespace gailou::config
