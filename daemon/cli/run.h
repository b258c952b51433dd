// The client's whole run: a verb, its errors, its exit code.
#pragma once

#include "daemon/cli/arguments.h"
#include "daemon/cli/session.h"

namespace gailou::cli {

/// Everything but `serve`. The exit code says how it ended; what could not be written to stdout is told too.
int run_verb(const Arguments& arguments, const Places& places, Streams& streams);

/// What is left in stdout goes out: 74 and a word on stderr if it can't, 0 for a reader that has gone, else
/// `exit_code`.
int finish_output(int exit_code, Streams& streams);

}  // namespace gailou::cli
