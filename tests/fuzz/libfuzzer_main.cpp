// The target that GAILOU_FUZZ_TARGET names, for libFuzzer.
#include <cstddef>
#include <cstdint>

#include "tests/fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  gailou::fuzz::GAILOU_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
