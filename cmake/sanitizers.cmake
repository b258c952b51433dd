# -DGAILOU_FUZZ=ON, with clang: everything watched, and every branch told to libFuzzer.
if(GAILOU_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "GAILOU_FUZZ wants clang: -DCMAKE_CXX_COMPILER=clang++-16")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()
# -DGAILOU_SANITIZE=address,undefined or =thread.
if(GAILOU_SANITIZE)
  add_compile_options(-fsanitize=${GAILOU_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
    # Beast's parser trips this warning only when ASan has rewritten it.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  if(GAILOU_SANITIZE MATCHES undefined)
    # A third of the time to compile, asked at each use of a pointer, and found otherwise: ASan stops at a null one, no
    # cast here changes a pointer's alignment, and objects that have ended are ASan's as well.
    add_compile_options(-fno-sanitize=null,alignment,vptr)
  endif()
  if(GAILOU_SANITIZE MATCHES thread)
    # Asio and shared_ptr use fences, which ThreadSanitizer doesn't model: g++ says so at each.
    add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  endif()
  add_link_options(-fsanitize=${GAILOU_SANITIZE})
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()
