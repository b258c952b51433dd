// Secrets in files: who may own and read them, and what stands in a forum's. Nothing of their content is ever repeated
// in a fault.
#pragma once

#include <string>

#include "daemon/forum/settings.h"
#include "daemon/io/secret.h"
#include "digest/error.h"

namespace gailou::config {

/// The file's bytes without blanks at its ends. `config` naming path and cause: not there, not a regular file, owned by
/// another than root and the user that runs gailou, with more rights than 0640, empty, over 4 KiB. Forbids core dumps
/// and other processes' looks into this one's memory first.
digest::Result<io::Secret> read_secret(const std::string& path);

/// The same of a file that holds one key and nothing else.
digest::Result<io::Secret> read_key(const std::string& path);

/// One line that is a User-Api-Key; or lines "Name: value" with User-Api-Key and perhaps User-Api-Client-Id, or with
/// Api-Key and perhaps Api-Username. Empty lines and lines that begin with "#" don't count. `path` stands in faults.
digest::Result<forum::Access> access_from(const io::Secret& text, const std::string& path);

}  // namespace gailou::config
