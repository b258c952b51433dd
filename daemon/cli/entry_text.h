// An entry of a digest as one line of a terminal.
#pragma once

#include <string>

#include "daemon/cli/paint.h"
#include "daemon/protocol/replies.h"

namespace gailou::cli {

/// `新增#59 the text (#59, #60)`; an entry without a marker begins with its section's title. Printable, without a line
/// end.
std::string entry_text(const protocol::EntryLine& entry, const Paint& paint);
/// The same below its section's title: without a marker it begins with its text.
std::string entry_text_in_section(const protocol::EntryLine& entry, const Paint& paint);

}  // namespace gailou::cli
