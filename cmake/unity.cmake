# Several files as one translation unit, for builds that are made once and thrown away: headers are read and templates
# instantiated once a batch, which takes a good half off the compiler's time. A working build keeps its files apart: there an
# edit costs one file, and a file that forgot an include doesn't compile.
option(GAILOU_UNITY "compile each room and each test binary in batches of files" OFF)
set(GAILOU_UNITY_BATCH 8 CACHE STRING "files a batch")

# gailou_unity_room(TARGET): names in a room's anonymous namespaces must differ within a batch; a file that can't have it so
# says SKIP_UNITY_BUILD_INCLUSION.
function(gailou_unity_room target)
  if(NOT GAILOU_UNITY)
    return()
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${GAILOU_UNITY_BATCH})
  # g++ holds a type of an included file for one that other units see too.
  target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
endfunction()

# gailou_unity_tests(OUT NAME SOURCES...): the batches of a test binary into OUT. Test files use the same short names, each in
# its anonymous namespace, which holds all of the file: the batch gives each of these a name. What isn't a *_test.cpp stays by itself.
function(gailou_unity_tests out name)
  set(batches)
  set(batch)
  set(number 0)
  foreach(source IN LISTS ARGN)
    get_filename_component(source ${source} ABSOLUTE)
    if(NOT source MATCHES "_test\\.cpp$")
      list(APPEND batches ${source})
      continue()
    endif()
    list(APPEND batch ${source})
    list(LENGTH batch length)
    if(length EQUAL GAILOU_UNITY_BATCH)
      gailou_unity_test_batch(${CMAKE_CURRENT_BINARY_DIR}/unity/${name}_${number}.cpp ${batch})
      list(APPEND batches ${CMAKE_CURRENT_BINARY_DIR}/unity/${name}_${number}.cpp)
      math(EXPR number "${number} + 1")
      set(batch)
    endif()
  endforeach()
  if(batch)
    gailou_unity_test_batch(${CMAKE_CURRENT_BINARY_DIR}/unity/${name}_${number}.cpp ${batch})
    list(APPEND batches ${CMAKE_CURRENT_BINARY_DIR}/unity/${name}_${number}.cpp)
  endif()
  set(${out} ${batches} PARENT_SCOPE)
endfunction()

function(gailou_unity_test_batch unit)
  add_custom_command(OUTPUT ${unit}
    COMMAND ${CMAKE_COMMAND} -DOUT=${unit} "-DFILES=${ARGN}" -P ${PROJECT_SOURCE_DIR}/cmake/unity_script.cmake
    DEPENDS ${ARGN} ${PROJECT_SOURCE_DIR}/cmake/unity_script.cmake
    VERBATIM)
endfunction()
