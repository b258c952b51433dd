# -DGAILOU_SANITIZE=address,undefined or =thread.
if(GAILOU_SANITIZE)
  add_compile_options(-fsanitize=${GAILOU_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
    # Beast's parser trips this warning only when ASan has rewritten it.
    $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  if(GAILOU_SANITIZE MATCHES thread)
    # Asio and shared_ptr use fences, which ThreadSanitizer doesn't model: g++ says so at each.
    add_compile_options($<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)
  endif()
  add_link_options(-fsanitize=${GAILOU_SANITIZE})
  add_compile_definitions(_GLIBCXX_ASSERTIONS)
endif()
