// Long answers through a pager, as readers of manual pages know it.
#pragma once

#include <string>
#include <string_view>

namespace gailou::cli {

/// Runs `command` by the shell with the text on its stdin and waits for its end. False if there is no such command: the
/// text is still to be shown then.
bool show_in_pager(const std::string& command, std::string_view text);

}  // namespace gailou::cli
