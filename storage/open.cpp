// From a state folder to a backend.
//
// The folder is the owner's alone (0700), the files in it too (0600): posts of a forum that only members may read can
// be among them.
#include <filesystem>
#include <system_error>

#include <sys/stat.h>
#include <unistd.h>

#include "storage/folder.h"
#include "storage/sqlite/store.h"
#include "storage/store.h"

namespace gailou::storage {
namespace {

using digest::Code;
using digest::Error;

/// A WAL whose database is gone holds transactions that nobody can replay: starting afresh would hide the loss.
Result<void> check_left_overs(const std::string& path) {
  std::error_code ec;
  if (std::filesystem::exists(path, ec) || !std::filesystem::exists(path + "-wal", ec)) return {};
  return Error{.code = Code::corrupt,
               .what = path + " is missing, but its WAL is there",
               .where = "open the store",
               .hint = "put the database back or `gailou restore` a backup; move gailou.db-wal away to begin anew"};
}

/// A file of another user's could be changed under us.
Result<void> check_file(const std::string& path) {
  struct stat facts {};
  if (::lstat(path.c_str(), &facts) != 0) return {};  // not there yet
  if (!S_ISREG(facts.st_mode)) {
    return Error{.code = Code::permission, .what = path + " isn't a regular file", .where = "open the store"};
  }
  if (facts.st_uid != ::geteuid() && ::geteuid() != 0) {
    return Error{.code = Code::permission,
                 .what = path + " belongs to another user",
                 .where = "open the store",
                 .hint = "run as its owner, or chown the state folder"};
  }
  return {};
}

Error no_entry(const std::string& folder) {
  return {.code = Code::permission,
          .what = folder + " can't be entered",
          .where = "open the store",
          .hint = "run as the user who owns the state folder"};
}

Error no_store(const std::string& folder) {
  return {.code = Code::not_found,
          .what = "there is no store in " + folder,
          .where = "open the store",
          .hint = "`gailou serve` makes one; --state names another folder"};
}

}  // namespace

Result<std::unique_ptr<Store>> open_store(const std::string& folder, Instant now) {
  const auto real = make_state_folder(folder);
  if (!real) return real.error();
  const std::string path = *real + "/" + kDatabaseName;
  if (auto sound = check_left_overs(path); !sound) return sound.error();
  if (auto sound = check_file(path); !sound) return sound.error();
  // SQLite gives -wal and -shm the mode of the database.
  const PrivateFiles scope;
  return sqlite::open_store_at(path, now);
}

Result<std::unique_ptr<Reader>> open_reader(const std::string& folder) {
  std::error_code ec;
  const auto real = std::filesystem::canonical(folder, ec);
  const std::string path = real.string() + "/" + kDatabaseName;
  const bool is_there = !ec && std::filesystem::exists(path, ec);
  if (ec == std::errc::permission_denied) return no_entry(folder);
  if (!is_there) return no_store(folder);
  const PrivateFiles scope;
  return sqlite::open_reader_at(path);
}

}  // namespace gailou::storage
