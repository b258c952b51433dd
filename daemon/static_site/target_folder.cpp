#include "daemon/static_site/target_folder.h"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "daemon/static_site/page_files.h"

namespace gailou::static_site {

namespace fs = std::filesystem;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr std::string_view kList = ".gailou-site";
constexpr std::string_view kListHead = "gailou-site/1";

Error fault(const std::error_code& ec, const fs::path& where) {
  Code code = Code::io;
  if (ec == std::errc::permission_denied || ec == std::errc::read_only_file_system) code = Code::permission;
  if (ec == std::errc::no_space_on_device) code = Code::disk_full;
  return {.code = code, .what = ec.message(), .where = where.string()};
}

std::error_code last_error() {
  return {errno == 0 ? EIO : errno, std::generic_category()};
}

std::string bytes_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> listed(const fs::path& list) {
  std::set<std::string> files;
  std::ifstream in(list);
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    // Anything else isn't ours to remove.
    if (is_file_name(line)) files.insert(line);
  }
  return files;
}

Result<void> replace(const fs::path& file, std::string_view bytes) {
  const fs::path fresh = file.string() + ".new";
  {
    errno = 0;
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    out.close();
    if (!out) return fault(last_error(), fresh);
  }
  std::error_code ec;
  fs::rename(fresh, file, ec);
  if (ec) return fault(ec, file);
  return {};
}

}  // namespace

TargetFolder::TargetFolder(std::string path, std::set<std::string> earlier)
    : path_(std::move(path)), earlier_(std::move(earlier)) {}

Result<TargetFolder> TargetFolder::open(const std::string& path) {
  std::error_code ec;
  fs::create_directories(path, ec);
  if (ec) return fault(ec, path);
  const fs::path list = fs::path(path) / kList;
  const bool is_ours = fs::exists(list, ec);
  if (!is_ours && !fs::is_empty(path, ec)) {
    if (ec) return fault(ec, path);
    return Error{.code = Code::conflict,
                 .what = "the folder holds files that aren't an exported site",
                 .where = path,
                 .hint = "give an empty folder, or one that an export made"};
  }
  return TargetFolder(path, is_ours ? listed(list) : std::set<std::string>{});
}

Result<void> TargetFolder::write(const std::string& file, std::string_view bytes) {
  const fs::path whole = fs::path(path_) / file;
  files_.insert(file);
  std::error_code ec;
  if (fs::is_regular_file(whole, ec) && fs::file_size(whole, ec) == bytes.size() && bytes_of(whole) == bytes) return {};
  fs::create_directories(whole.parent_path(), ec);
  if (ec) return fault(ec, whole);
  written_.insert(file);
  return replace(whole, bytes);
}

Result<void> TargetFolder::finish() {
  std::string list(kListHead);
  for (const auto& file : files_) list += "\n" + file;
  if (auto done = replace(fs::path(path_) / kList, list + "\n"); !done) return done;
  for (const auto& file : earlier_) {
    if (files_.contains(file)) continue;
    const fs::path whole = fs::path(path_) / file;
    std::error_code ec;
    if (fs::remove(whole, ec)) ++removed_;
    if (ec) return fault(ec, whole);
    // A folder that is empty now goes too; one that isn't refuses.
    for (auto folder = whole.parent_path(); folder != fs::path(path_); folder = folder.parent_path()) {
      if (!fs::remove(folder, ec)) break;
    }
  }
  earlier_ = files_;
  return {};
}

}  // namespace gailou::static_site
