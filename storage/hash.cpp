#include "storage/hash.h"

#include <cassert>

#include <openssl/evp.h>
#include <openssl/rand.h>

namespace gailou::storage {

std::string sha256(std::string_view bytes) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  const int ok = EVP_Digest(bytes.data(), bytes.size(), out, &size, EVP_sha256(), nullptr);
  assert(ok == 1);
  static_cast<void>(ok);
  return {reinterpret_cast<const char*>(out), size};
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string hex;
  hex.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

std::string random_bytes(std::size_t count) {
  std::string bytes(count, '\0');
  const int ok = RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count));
  assert(ok == 1);
  static_cast<void>(ok);
  return bytes;
}

}  // namespace gailou::storage
