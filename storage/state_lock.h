// One instance per state folder.
//
// An open-file-description lock on STATE/lock: it ends with the process however that ends, and the file itself is never
// unlinked (a second process could lock the unlinked one). The holder writes who it is into it.
#pragma once

#include <string>
#include <string_view>

#include "digest/error.h"
#include "digest/time.h"

namespace gailou::storage {

class StateLock {
 public:
  /// `holder` names the program as people know it ("gailou serve"). busy if somebody has the lock: "state folder /x is
  /// in use by gailou serve, pid 12 since 2026-05-06T21:02:35.000Z".
  static digest::Result<StateLock> take(const std::string& folder, std::string_view holder, digest::Instant now);

  StateLock(StateLock&& other) noexcept;
  StateLock& operator=(StateLock&& other) noexcept;
  StateLock(const StateLock&) = delete;
  StateLock& operator=(const StateLock&) = delete;
  ~StateLock();

 private:
  explicit StateLock(int descriptor) : descriptor_(descriptor) {}
  int descriptor_ = -1;
};

}  // namespace gailou::storage
