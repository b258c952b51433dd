// The folder that the files are written into. It remembers which are its own, so that what is no longer there goes and
// nothing else is touched.
#pragma once

#include <cstdint>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include "digest/error.h"

namespace gailou::static_site {

class TargetFolder {
 public:
  /// Makes the folder. conflict if it holds files and is no folder of ours.
  static digest::Result<TargetFolder> open(const std::string& path);

  /// `file` as file_of() names it. A file that holds these bytes already isn't touched. Whoever reads meanwhile sees
  /// the old bytes or the new.
  digest::Result<void> write(const std::string& file, std::string_view bytes);
  /// Removes what an earlier run wrote and this one didn't.
  digest::Result<void> finish();

  std::int64_t files() const { return std::ssize(files_); }
  /// Those that were new or had changed.
  std::int64_t written() const { return std::ssize(written_); }
  std::int64_t removed() const { return removed_; }

 private:
  TargetFolder(std::string path, std::set<std::string> earlier);

  std::string path_;
  std::set<std::string> earlier_;  // of the run before
  std::set<std::string> files_{};
  std::set<std::string> written_{};
  std::int64_t removed_ = 0;
};

}  // namespace gailou::static_site
