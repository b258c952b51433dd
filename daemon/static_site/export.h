// The whole site as files: what a reader could reach from the front page, with links that lead from file to file.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "daemon/serve/settings.h"
#include "digest/error.h"
#include "storage/store.h"

namespace gailou::static_site {

struct Exported {
  std::int64_t files = 0;
  std::int64_t written = 0;  // those that were new or had changed
  std::int64_t removed = 0;
  std::int64_t bytes = 0;
};

/// Pages done, pages known so far.
using Progress = std::function<void(std::int64_t done, std::int64_t known)>;

/// Feeds need absolute addresses: they are left out without `settings.public_url`. Blocking. An error leaves the files
/// that were written; the next run goes on.
digest::Result<Exported> export_site(const serve::Settings& settings, std::unique_ptr<storage::Reader> reader,
                                     const std::string& folder, const Progress& progress);

}  // namespace gailou::static_site
