// Unpacks a gzip body, to compare it with the plain one.
#pragma once

#include <stdexcept>
#include <string>

#include <zlib.h>

namespace gailou::support {

inline std::string gunzip(const std::string& packed) {
  constexpr int kGzipWindowBits = 31;
  z_stream stream{};
  if (inflateInit2(&stream, kGzipWindowBits) != Z_OK) throw std::runtime_error("inflateInit2 failed");
  std::string text(packed.size() * 200 + 1024, '\0');
  stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(packed.data()));
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  const int ended = inflate(&stream, Z_FINISH);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  if (ended != Z_STREAM_END) throw std::runtime_error("not a whole gzip body");
  return text;
}

}  // namespace gailou::support
