// A response's body as it comes in: gzip undone, size and growth bounded.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "digest/error.h"

namespace gailou::io {

/// A body that grew more than this many times is a bomb: honest JSON and HTML reach about 20.
inline constexpr std::size_t kGrowthMax = 200;
/// Below this size growth isn't looked at: small bodies may be very regular.
inline constexpr std::size_t kGrowthFreeBytes = std::size_t{1} << 20;

class BodyDecoder {
 public:
  BodyDecoder(bool gzip, std::size_t bytes_max);
  BodyDecoder(BodyDecoder&&) noexcept;
  BodyDecoder& operator=(BodyDecoder&&) noexcept;
  ~BodyDecoder();

  /// too_large over the caps, malformed if it is no gzip.
  digest::Result<void> feed(std::string_view raw);
  /// The whole body; malformed if the compressed stream has not ended.
  digest::Result<std::string> finish();

 private:
  struct Inflater;

  digest::Result<void> inflate_some(std::string_view raw);
  digest::Result<void> check_size() const;

  std::size_t bytes_max_;
  std::size_t raw_bytes_ = 0;
  std::string body_{};
  std::unique_ptr<Inflater> inflater_;  // null: the body comes as it is
};

}  // namespace gailou::io
