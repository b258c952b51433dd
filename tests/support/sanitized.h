// How much a test that is long by its nature does: instrumented code is some twenty times slower, and a quarter of the
// seeds, steps or bytes finds its kind of fault just as well. The plain suite (./dev test) does all.
#pragma once

namespace gailou::tests {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
inline constexpr bool kSanitized = true;
#else
inline constexpr bool kSanitized = false;
#endif

/// @param less of the same, for a sanitized build
template <class Amount>
constexpr Amount unless_sanitized(Amount all, Amount less) {
  return kSanitized ? less : all;
}

}  // namespace gailou::tests
