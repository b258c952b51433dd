// Rows for people and for programs: on a terminal aligned under headers and cut to its width, in a pipe tab-separated,
// without headers, whole.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gailou::cli {

struct Column {
  std::string_view header;
  bool right = false;   // numbers
  bool yields = false;  // the one column that is cut where the row is too wide
  int rank = 0;         // columns with one are left out before that one becomes unreadable, the highest first
};

struct TableStyle {
  bool terminal = false;
  int columns = 80;
  int ambiguous = 1;
  bool bold_headers = false;
};

/// Cells are made printable here: no control characters, no line ends, no tabs.
std::string table(std::vector<Column> columns, const std::vector<std::vector<std::string>>& rows,
                  const TableStyle& style);

/// A cell's text: printable and on one line.
std::string cell(std::string_view text);

}  // namespace gailou::cli
