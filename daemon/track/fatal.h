// Which errors end the process: after them nothing in it can be trusted. Pure.
#pragma once

#include "digest/error.h"

namespace gailou::track {

/// The store can't recover from these in this process.
inline bool is_fatal(const digest::Error& error) {
  return error.code == digest::Code::io || error.code == digest::Code::corrupt;
}

}  // namespace gailou::track
