#include "daemon/io/client/body_decoder.h"

#include <algorithm>
#include <array>
#include <limits>
#include <new>

#include <zlib.h>

namespace gailou::io {

using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr std::size_t kStepBytes = 64 * 1024;  // decompressed between two looks at the caps
constexpr int kGzipWindow = 15 + 16;           // zlib: largest window, gzip wrapping only

}  // namespace

struct BodyDecoder::Inflater {
  z_stream stream{};
  bool between_members = true;  // nothing, or whole gzip members, have been read
  bool any = false;

  Inflater() {
    if (inflateInit2(&stream, kGzipWindow) != Z_OK) throw std::bad_alloc();
  }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() { inflateEnd(&stream); }
};

BodyDecoder::BodyDecoder(bool gzip, std::size_t bytes_max)
    : bytes_max_(bytes_max), inflater_(gzip ? std::make_unique<Inflater>() : nullptr) {}
BodyDecoder::BodyDecoder(BodyDecoder&&) noexcept = default;
BodyDecoder& BodyDecoder::operator=(BodyDecoder&&) noexcept = default;
BodyDecoder::~BodyDecoder() = default;

Result<void> BodyDecoder::check_size() const {
  if (body_.size() > bytes_max_ || raw_bytes_ > bytes_max_) {
    return Error{.code = Code::too_large, .what = "the answer is larger than " + std::to_string(bytes_max_) + " bytes"};
  }
  if (body_.size() > kGrowthFreeBytes && body_.size() / kGrowthMax > raw_bytes_) {
    return Error{.code = Code::too_large, .what = "the answer grew more than 200-fold when decompressed"};
  }
  return {};
}

Result<void> BodyDecoder::feed(std::string_view raw) {
  raw_bytes_ += raw.size();
  if (inflater_) return inflate_some(raw);
  if (auto fits = check_size(); !fits) return fits;
  body_ += raw;
  return check_size();
}

Result<void> BodyDecoder::inflate_some(std::string_view raw) {
  std::array<unsigned char, kStepBytes> step;
  z_stream& stream = inflater_->stream;
  while (!raw.empty() || stream.avail_out == 0) {
    if (inflater_->between_members && raw.empty()) break;
    const std::size_t take = std::min(raw.size(), std::size_t{std::numeric_limits<uInt>::max()});
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(raw.data()));  // zlib only reads it
    stream.avail_in = static_cast<uInt>(take);
    stream.next_out = step.data();
    stream.avail_out = static_cast<uInt>(step.size());
    inflater_->any = true;
    inflater_->between_members = false;
    const int outcome = inflate(&stream, Z_NO_FLUSH);
    body_.append(reinterpret_cast<const char*>(step.data()), step.size() - stream.avail_out);
    raw.remove_prefix(take - stream.avail_in);
    if (auto fits = check_size(); !fits) return fits;
    if (outcome == Z_STREAM_END) {
      inflater_->between_members = true;  // another member may follow (RFC 1952, 2.2)
      inflateReset(&stream);
    } else if (outcome == Z_BUF_ERROR) {
      break;  // all input is used
    } else if (outcome != Z_OK) {
      return Error{.code = Code::malformed, .what = "the answer's gzip is damaged"};
    }
  }
  return {};
}

Result<std::string> BodyDecoder::finish() {
  if (inflater_ && inflater_->any && !inflater_->between_members) {
    return Error{.code = Code::malformed, .what = "the answer was cut short: its gzip does not end"};
  }
  return std::move(body_);
}

}  // namespace gailou::io
