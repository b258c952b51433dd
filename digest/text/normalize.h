// The normal form in which texts are compared, quoted and measured; the same as digest_check.py's norm, squash and
// units.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gailou::digest {

/// Valid UTF-8 from any bytes: what is invalid becomes U+FFFD, NUL and noncharacters too. For the border, before
/// anything else.
std::string repair_utf8(std::string_view bytes);

/// NFKC, zero-width and soft-hyphen removed, curly quotes straightened, every run of blanks one space, trimmed.
std::string norm(std::string_view text);

/// norm without any blanks, lower case.
std::string squash(std::string_view text);

/// The same, for scanners that go by characters.
std::u32string norm32(std::string_view text);
std::u32string squash32(std::string_view text);

/// Length: one per CJK character, one per run of other letters or digits.
std::size_t units(std::string_view text);

bool is_cjk(char32_t c);  // the ranges that digest_check.py calls CJK

/// UTF-8 both ways. Input must be valid (repair_utf8).
std::u32string to_u32(std::string_view text);
std::string to_u8(std::u32string_view text);

}  // namespace gailou::digest
