# Run by gailou_embed: writes OUT from FILES. Text files only; a raw string's 16 KiB limit of some compilers is avoided by
# cutting into adjacent literals at line ends.
set(content "// Made by cmake/embed_script.cmake; do not edit.\n#pragma once\n#include <string_view>\n\nnamespace ${NAMESPACE} {\n\nstruct EmbeddedFile {\n  std::string_view name;\n  std::string_view text;\n};\n\ninline constexpr EmbeddedFile kFiles[] = {\n")
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  file(READ ${file} text)
  string(APPEND content "    {\"${name}\", R\"gailou(${text})gailou\"},\n")
endforeach()
string(APPEND content "};\n\n}  // namespace ${NAMESPACE}\n")
file(WRITE ${OUT} "${content}")
