// SHA-256 and random bytes, for the chain over entries and for what a migration's text was.
#pragma once

#include <string>
#include <string_view>

namespace gailou::storage {

/// 32 bytes.
std::string sha256(std::string_view bytes);
std::string to_hex(std::string_view bytes);
/// From the system's generator.
std::string random_bytes(std::size_t count);

}  // namespace gailou::storage
