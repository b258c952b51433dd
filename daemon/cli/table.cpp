#include "daemon/cli/table.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "daemon/cli/paint.h"
#include "daemon/cli/width.h"
#include "daemon/io/log.h"

namespace gailou::cli {

namespace {

using Rows = std::vector<std::vector<std::string>>;

constexpr int kGap = 2;            // blanks between columns
constexpr int kYieldingMin = 8;    // the column that yields keeps so much
constexpr int kYieldingGood = 24;  // and so much as long as another can be left out

std::string piped(const Rows& rows) {
  std::string text;
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) text += (i == 0 ? "" : "\t") + cell(row[i]);
    text += "\n";
  }
  return text;
}

int total_of(const std::vector<int>& widths) {
  return std::accumulate(widths.begin(), widths.end(), kGap * (static_cast<int>(widths.size()) - 1));
}

std::vector<int> whole_widths(const std::vector<Column>& columns, const Rows& rows, int ambiguous) {
  std::vector<int> widths;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    int width = display_width(columns[i].header, ambiguous);
    for (const auto& row : rows) width = std::max(width, display_width(row[i], ambiguous));
    widths.push_back(width);
  }
  return widths;
}

/// Leaves columns out until the row fits with what yields still well readable.
void leave_out(std::vector<Column>& columns, Rows& rows, const TableStyle& style) {
  while (true) {
    std::vector<int> widths = whole_widths(columns, rows, style.ambiguous);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (columns[i].yields) widths[i] = std::min(widths[i], kYieldingGood);
    }
    const auto least = std::ranges::max_element(columns, {}, &Column::rank);
    if (total_of(widths) <= style.columns || least == columns.end() || least->rank == 0) return;
    const auto at = least - columns.begin();
    for (auto& row : rows) row.erase(row.begin() + at);
    columns.erase(least);
  }
}

std::vector<int> widths_of(const std::vector<Column>& columns, const Rows& rows, const TableStyle& style) {
  std::vector<int> widths = whole_widths(columns, rows, style.ambiguous);
  const int total = total_of(widths);
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

std::string table(std::vector<Column> columns, const Rows& rows, const TableStyle& style) {
  assert(std::ranges::all_of(rows, [&](const auto& row) { return row.size() == columns.size(); }));
  if (!style.terminal) return piped(rows);
  Rows cells;
  for (const auto& row : rows) {
    auto& made = cells.emplace_back();
    for (const std::string& text : row) made.push_back(cell(text));
  }
  leave_out(columns, cells, style);
  const std::vector<int> widths = widths_of(columns, cells, style);
  std::vector<std::string> headers;
  for (const Column& column : columns) headers.emplace_back(column.header);
  std::string text = line(columns, headers, widths, style.ambiguous);
  text = Paint(style.bold_headers).bold(text.substr(0, text.size() - 1)) + "\n";
  for (const auto& row : cells) text += line(columns, row, widths, style.ambiguous);
  return text;
}

}  // namespace gailou::cli
