// Quantities that are written in Chinese characters: 四千, 两成, 一小时, 一半.
#pragma once

#include <cstddef>
#include <string_view>

namespace gailou::digest {

/// How many stand in a text in normal form. "一样", "千万别" and "万一" are none.
std::size_t count_quantities(std::u32string_view text);

}  // namespace gailou::digest
