#include "digest/error.h"

#include <stdexcept>

namespace gailou::digest {

const CodeFacts& facts_of(Code code) {
  static constexpr CodeFacts kUsage{"usage", 64, 400, false};
  static constexpr CodeFacts kMalformed{"malformed", 65, 400, true};
  static constexpr CodeFacts kTooLarge{"too_large", 65, 413, true};
  static constexpr CodeFacts kNotFound{"not_found", 2, 404, true};
  static constexpr CodeFacts kConflict{"conflict", 1, 409, true};
  static constexpr CodeFacts kForbidden{"forbidden", 1, 502, true};
  static constexpr CodeFacts kGone{"gone", 2, 410, false};
  static constexpr CodeFacts kChallenged{"challenged", 1, 502, true};
  static constexpr CodeFacts kRateLimited{"rate_limited", 75, 502, true};
  static constexpr CodeFacts kUnavailable{"unavailable", 69, 503, true};
  static constexpr CodeFacts kTimeout{"timeout", 1, 504, true};
  static constexpr CodeFacts kCancelled{"cancelled", 1, 503, false};
  static constexpr CodeFacts kRefused{"refused", 1, 502, false};
  static constexpr CodeFacts kIo{"io", 74, 500, false};
  static constexpr CodeFacts kDiskFull{"disk_full", 74, 503, true};
  static constexpr CodeFacts kCorrupt{"corrupt", 65, 500, false};
  static constexpr CodeFacts kNewerSchema{"newer_schema", 65, 500, false};
  static constexpr CodeFacts kBusy{"busy", 75, 503, true};
  static constexpr CodeFacts kCooldown{"cooldown", 75, 503, true};
  static constexpr CodeFacts kPermission{"permission", 77, 500, false};
  static constexpr CodeFacts kConfig{"config", 78, 500, false};
  static constexpr CodeFacts kInternal{"internal", 70, 500, false};
  switch (code) {
    case Code::usage:
      return kUsage;
    case Code::malformed:
      return kMalformed;
    case Code::too_large:
      return kTooLarge;
    case Code::not_found:
      return kNotFound;
    case Code::conflict:
      return kConflict;
    case Code::forbidden:
      return kForbidden;
    case Code::gone:
      return kGone;
    case Code::challenged:
      return kChallenged;
    case Code::rate_limited:
      return kRateLimited;
    case Code::unavailable:
      return kUnavailable;
    case Code::timeout:
      return kTimeout;
    case Code::cancelled:
      return kCancelled;
    case Code::refused:
      return kRefused;
    case Code::io:
      return kIo;
    case Code::disk_full:
      return kDiskFull;
    case Code::corrupt:
      return kCorrupt;
    case Code::newer_schema:
      return kNewerSchema;
    case Code::busy:
      return kBusy;
    case Code::cooldown:
      return kCooldown;
    case Code::permission:
      return kPermission;
    case Code::config:
      return kConfig;
    case Code::internal:
      return kInternal;
  }
  return kInternal;
}

Error Error::at(std::string_view outer) const {
  Error moved = *this;
  moved.where = moved.where.empty() ? std::string(outer) : std::string(outer) + ": " + moved.where;
  return moved;
}

std::string to_string(const Error& error) {
  std::string line = error.where.empty() ? error.what : error.where + ": " + error.what;
  if (!error.hint.empty()) line += " (" + error.hint + ")";
  return line;
}

void throw_exception_from_error(const Error& error, const boost::source_location& where) {
  throw std::logic_error(std::string(where.function_name()) + ": value of a failed result: " + to_string(error));
}

}  // namespace gailou::digest
