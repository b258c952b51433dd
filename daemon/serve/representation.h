// The bytes of a page in each encoding, made once and shared by all who ask, with the tag that names them. Pure.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "daemon/io/http_server.h"
#include "digest/time.h"

namespace gailou::serve {

/// Smaller bodies fit one packet as they are; gzip would only add to them.
inline constexpr std::size_t kGzipBytesMin = 860;

struct Representation {
  io::Bytes plain{};
  io::Bytes gzip{};          // null where it isn't worth it
  std::string etag{};        // "\"128-1a2b3c4d\"": strong, the same for the same bytes over restarts
  std::string media_type{};  // a complete Content-Type
  digest::Instant modified{};

  std::size_t bytes() const;
  std::string gzip_etag() const;
};

using Page = std::shared_ptr<const Representation>;

/// `revision` is the first half of the tag: of the thread, or the store's commit number. Takes tens of milliseconds for
/// a large page: not for the loop.
Representation represent(std::string bytes, std::string_view media_type, std::int64_t revision,
                         digest::Instant modified, bool compress);

/// Text, JSON, XML and SVG; images are compressed already.
bool is_compressible(std::string_view media_type);

/// Eight hex digits of the bytes' SHA-256.
std::string short_hash(std::string_view bytes);

}  // namespace gailou::serve
