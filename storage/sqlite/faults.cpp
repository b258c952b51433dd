#include "storage/sqlite/faults.h"

#include <cerrno>
#include <cstring>

#include <sqlite3.h>

namespace gailou::storage::sqlite {
namespace {

using digest::Code;
using digest::Error;

Error out_of_space(const std::string& path) {
  return {.code = Code::disk_full,
          .what = "no space is left for " + path,
          .hint = "free some space on that file system; nothing was lost, what was under way was rolled back"};
}

Error broken(const std::string& path, const std::string& said) {
  return {.code = Code::corrupt,
          .what = path + " is damaged or no gailou database: " + said,
          .hint = "keep a copy of the file, then `gailou restore` the last backup"};
}

bool is_denied(int os_error) {
  return os_error == EACCES || os_error == EPERM || os_error == ELOOP;
}

Error unopened(const std::string& path, const std::string& said, int os_error, int code) {
  if (code == SQLITE_CANTOPEN_SYMLINK) {
    return {.code = Code::permission,
            .what = path + " is a symbolic link",
            .hint = "the database has to be a file of its own in the state folder"};
  }
  if (is_denied(os_error)) {
    return {.code = Code::permission,
            .what = path + " can't be opened: " + std::strerror(os_error),
            .hint = "run as the user who owns the state folder"};
  }
  return {.code = Code::io, .what = path + " can't be opened: " + said, .hint = "is the state folder there?"};
}

Error failed_io(const std::string& path, const std::string& said, int os_error) {
  if (os_error == ENOSPC || os_error == EDQUOT) return out_of_space(path);
  std::string what = "reading or writing " + path + " failed: " + said;
  if (os_error != 0) what += std::string(", ") + std::strerror(os_error);
  return {.code = Code::io, .what = what, .hint = "look at the disk (dmesg), then start again: recovery is by itself"};
}

Error unwritable(const std::string& path) {
  return {.code = Code::permission,
          .what = path + " can't be written",
          .hint = "is the file system read-only, or the file another user's?"};
}

}  // namespace

Error fault_of(sqlite3* db, int code, const std::string& path, std::string_view where) {
  const std::string said = db != nullptr ? sqlite3_errmsg(db) : sqlite3_errstr(code);
  const int os_error = db != nullptr ? sqlite3_system_errno(db) : 0;
  Error error;
  switch (code & 0xff) {
    case SQLITE_FULL:
      error = out_of_space(path);
      break;
    case SQLITE_IOERR:
      error = failed_io(path, said, os_error);
      break;
    case SQLITE_CANTOPEN:
      error = unopened(path, said, os_error, code);
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      error = unwritable(path);
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      error = broken(path, said);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      error = {.code = Code::busy,
               .what = path + " is locked by another process",
               .hint = "does another program have the database open for writing?"};
      break;
    default:
      error = {.code = Code::internal, .what = "SQLite: " + said};
  }
  return error.at(where);
}

}  // namespace gailou::storage::sqlite
