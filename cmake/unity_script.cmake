# Run by gailou_unity_tests: writes OUT, the text of FILES one after the other, each file's anonymous namespace under its name:
# units of one binary are linked together, so a number within the unit would not do.
set(content "// Made by cmake/unity_script.cmake; do not edit.\n")
foreach(file IN LISTS FILES)
  file(READ ${file} text)
  get_filename_component(name ${file} NAME_WE)
  string(REPLACE "\nnamespace {\n" "\nnamespace unit_${name} {\n" text "${text}")
  string(APPEND content "#line 1 \"${file}\"\n${text}\n")
endforeach()
file(WRITE ${OUT} "${content}")
