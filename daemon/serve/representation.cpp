#include "daemon/serve/representation.h"

#include <array>
#include <cassert>
#include <new>
#include <utility>

#include <openssl/sha.h>
#include <zlib.h>

namespace gailou::serve {

namespace {

constexpr int kGzipLevel = 9;        // once per revision, so the best there is
constexpr int kGzipWindowBits = 31;  // 15, and 16 more for gzip's own header; its time field stays 0
constexpr int kGzipMemoryLevel = 9;

std::string gzipped(const std::string& bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, kGzipLevel, Z_DEFLATED, kGzipWindowBits, kGzipMemoryLevel, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::bad_alloc();  // the only way it fails with these constants
  }
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  // zlib doesn't write to its input; its interface predates const.
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const int ended = deflate(&stream, Z_FINISH);
  assert(ended == Z_STREAM_END);
  static_cast<void>(ended);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

}  // namespace

std::size_t Representation::bytes() const {
  return sizeof(*this) + (plain ? plain->size() : 0) + (gzip ? gzip->size() : 0);
}

std::string Representation::gzip_etag() const {
  return etag.substr(0, etag.size() - 1) + "-gz\"";
}

bool is_compressible(std::string_view media_type) {
  const auto type = media_type.substr(0, media_type.find(';'));
  return type.starts_with("text/") || type == "application/json" || type.ends_with("+json") || type.ends_with("xml");
}

std::string short_hash(std::string_view bytes) {
  std::array<unsigned char, SHA256_DIGEST_LENGTH> hash{};
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash.data());
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < 4; ++i) {
    text += kHex[hash[i] >> 4];
    text += kHex[hash[i] & 15];
  }
  return text;
}

Representation represent(std::string bytes, std::string_view media_type, std::int64_t revision,
                         digest::Instant modified, bool compress) {
  Representation made;
  made.etag = '"' + std::to_string(revision) + '-' + short_hash(bytes) + '"';
  made.media_type = media_type;
  made.modified = modified;
  if (compress && bytes.size() >= kGzipBytesMin && is_compressible(media_type)) {
    if (auto packed = gzipped(bytes); packed.size() < bytes.size()) {
      made.gzip = std::make_shared<const std::string>(std::move(packed));
    }
  }
  made.plain = std::make_shared<const std::string>(std::move(bytes));
  return made;
}

}  // namespace gailou::serve
