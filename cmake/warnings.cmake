# Warnings are errors. -Wnull-dereference is left off: it fires inside Asio and libstdc++ at -O2.
add_library(gailou_warnings INTERFACE)
target_compile_options(gailou_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
  -Woverloaded-virtual -Wformat=2 -Wimplicit-fallthrough -Wundef -Werror
  $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wduplicated-branches -Wlogical-op -Wno-mismatched-new-delete>
  # The fuzz targets are built with another compiler, whose new warnings are not theirs to fail on.
  $<$<BOOL:${GAILOU_FUZZ}>:-Wno-error>)
