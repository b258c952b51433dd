#include "daemon/cli/table.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "daemon/cli/width.h"
#include "daemon/io/log.h"

namespace gailou::cli {

namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr int kGap = 2;          // blanks between columns
constexpr int kYieldingMin = 8;  // the column that yields stays readable

std::string piped(const Rows& rows) {
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : "\t") + cell(row[i]);
    text += "\n";
  }
  return text;
}

std::vector<int> widths_of(const std::vector<Column>& columns, const Rows& rows, const TableStyle& style) {
  std::vector<int> widths;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    int width = display_width(columns[i].header, style.ambiguous);
    for (const auto& row : rows) width = std::max(width, display_width(row[i], style.ambiguous));
    widths.push_back(width);
  }
  const int total = std::accumulate(widths.begin(), widths.end(), kGap * (static_cast<int>(columns.size()) - 1));
  for (std::size_t i = 0; i < columns.size() && total > style.columns; ++i) {
    if (!columns[i].yields) continue;
    widths[i] = std::min(widths[i], std::max(kYieldingMin, widths[i] - (total - style.columns)));
  }
  return widths;
}

std::string line(const std::vector<Column>& columns, const std::vector<std::string>& cells,
                 const std::vector<int>& widths, int ambiguous) {
  std::string text;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string shown = cut_to(cells[i], widths[i], ambiguous);
    const auto pad = static_cast<std::size_t>(std::max(0, widths[i] - display_width(shown, ambiguous)));
    if (i > 0) text.append(kGap, ' ');
    if (columns[i].right) text.append(pad, ' ');
    text += shown;
    if (!columns[i].right) text.append(pad, ' ');
  }
  text.erase(text.find_last_not_of(' ') + 1);
  return text + "\n";
}

}  // namespace

std::string cell(std::string_view text) {
  std::string one_line(text);
  std::ranges::replace_if(
      one_line, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
  return io::log::printable(one_line);
}

std::string table(const std::vector<Column>& columns, const Rows& rows, const TableStyle& style) {
  assert(std::ranges::all_of(rows, [&](const auto& row) { return row.size() == columns.size(); }));
  if (!style.terminal) return piped(rows);
  Rows cells;
  for (const auto& row : rows) {
    auto& made = cells.emplace_back();
    for (const std::string& text : row) made.push_back(cell(text));
  }
  const std::vector<int> widths = widths_of(columns, cells, style);
  std::vector<std::string> headers;
  for (const Column& column : columns) headers.emplace_back(column.header);
  std::string text = line(columns, headers, widths, style.ambiguous);
  for (const auto& row : cells) text += line(columns, row, widths, style.ambiguous);
  return text;
}

}  // namespace gailou::cli
