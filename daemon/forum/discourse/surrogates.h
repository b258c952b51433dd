// Escapes of half a character in JSON: "\ud83d" without its other half, as a text that was cut between two code units
// has it. They are no valid JSON, and a parser refuses the whole document for one.
#pragma once

#include <string>

namespace gailou::forum::discourse {

/// Each becomes "\ufffd", the sign for a character that is lost; everything else stays, byte by byte.
std::string mend_surrogates(std::string json);

}  // namespace gailou::forum::discourse
