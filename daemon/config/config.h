// All that can be configured, as one value: the rooms' Settings and what belongs to no room.
#pragma once

#include <string>
#include <vector>

#include "daemon/admin/settings.h"
#include "daemon/forum/settings.h"
#include "daemon/io/log.h"
#include "daemon/serve/settings.h"
#include "daemon/track/settings.h"
#include "storage/records.h"

namespace gailou::config {

enum class EngineKind { extract };

struct Config {
  serve::Settings serve{};  // site.timezone is filled in: never empty after load()
  admin::Settings admin{};  // the socket's path is filled in
  track::Settings track{};
  forum::Settings forum{};  // the user agent is filled in
  std::string state{};      // folder with gailou.db and the lock; absolute after load()
  EngineKind engine = EngineKind::extract;
  io::log::Level log_level = io::log::Level::info;
  std::string log_format = "auto";
  std::vector<storage::SourceRecord> sources{};  // `[[source]]`, in order
};

}  // namespace gailou::config
