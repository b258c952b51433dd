// The state folder.
#pragma once

#include <string>

#include <sys/types.h>

#include "digest/error.h"

namespace gailou::storage {

inline constexpr const char* kDatabaseName = "gailou.db";
inline constexpr const char* kLockName = "lock";

/// Makes the folder (0700) where there is none; takes others' rights away from one that is there. Returns its path
/// without symbolic links. permission if it is another user's.
digest::Result<std::string> make_state_folder(const std::string& folder);

/// While it lives, files that this process makes are its user's alone. The umask is the process's: only for the short
/// while of opening.
class PrivateFiles {
 public:
  PrivateFiles();
  PrivateFiles(const PrivateFiles&) = delete;
  PrivateFiles& operator=(const PrivateFiles&) = delete;
  ~PrivateFiles();

 private:
  mode_t before_;
};

}  // namespace gailou::storage
