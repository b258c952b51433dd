#include "digest/render/page/strip_part.h"

#include <algorithm>
#include <array>

#include "digest/render/page/frame.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

/// A cell is 10 by 10; what is drawn of it stands on its floor and leaves a gap above, so that rows stay apart.
constexpr int kCell = 10;

struct Shape {
  Fate fate;
  std::string_view classes;
  int height;
};
constexpr auto kShapes =
    std::to_array<Shape>({{Fate::entry, "", 8}, {Fate::nothing_new, "quiet", 3}, {Fate::pending, "pending", 8}});

struct Grid {
  std::int64_t columns;
  std::int64_t rows;
  std::int64_t row_height;  // in px of the page
};

/// Few floors are worth large cells; of many the pattern counts.
Grid grid_for(std::int64_t floors) {
  struct Step {
    std::int64_t floors;
    std::int64_t columns;
    std::int64_t row_height;
  };
  constexpr auto kSteps =
      std::to_array<Step>({{120, 25, 12}, {400, 40, 10}, {1'000, 50, 7}, {4'000, 100, 4}, {kStripFloorsMax, 200, 3}});
  const auto step = std::find_if(kSteps.begin(), kSteps.end(), [&](const Step& s) { return floors <= s.floors; });
  const Step& found = step == kSteps.end() ? kSteps.back() : *step;
  return {
      .columns = found.columns, .rows = (floors + found.columns - 1) / found.columns, .row_height = found.row_height};
}

std::string text_of(std::int64_t number) {
  return std::to_string(number);
}

/// Runs of one fate within a row as rectangles: "M0 2h60v8h-60z".
std::string path_of(const std::vector<Fate>& fates, const Grid& grid, Fate fate, int height) {
  std::string path;
  const auto columns = static_cast<std::size_t>(grid.columns);
  for (std::size_t at = 0; at < fates.size();) {
    const std::size_t row_end = std::min(fates.size(), (at / columns + 1) * columns);
    std::size_t end = at;
    while (end < row_end && fates[end] == fate) ++end;
    if (end > at) {
      const std::string run = text_of(static_cast<std::int64_t>(end - at) * kCell);
      const auto top = static_cast<std::int64_t>(at / columns + 1) * kCell - height;
      path += "M" + text_of(static_cast<std::int64_t>(at % columns) * kCell) + " " + text_of(top) + "h" + run + "v" +
              text_of(height) + "h-" + run + "z";
    }
    at = std::max(end, at + 1);
  }
  return path;
}

/// A small cross for each floor that is gone.
std::string crosses_of(const std::vector<Fate>& fates, const Grid& grid) {
  std::string path;
  for (std::size_t at = 0; at < fates.size(); ++at) {
    if (fates[at] != Fate::gone) continue;
    const auto column = static_cast<std::int64_t>(at) % grid.columns;
    const auto row = static_cast<std::int64_t>(at) / grid.columns;
    path += "M" + text_of(column * kCell + 2) + " " + text_of(row * kCell + 3) + "l6 6m0-6l-6 6";
  }
  return path;
}

/// Lines of the paper's colour that part the cells.
std::string bars_of(const Grid& grid) {
  std::string path;
  for (std::int64_t column = 1; column < grid.columns; ++column) {
    path += "M" + text_of(column * kCell) + " 0v" + text_of(grid.rows * kCell);
  }
  return path;
}

void add_path(Node& strip, std::string_view classes, const std::string& path) {
  if (path.empty()) return;
  Node drawn = Node(Tag::path).with(Attr::d, path);
  if (classes.empty()) return strip.add(std::move(drawn));
  drawn = Node(Tag::path).with(Attr::classes, classes).with(Attr::d, path);
  // Outlines keep their breadth whatever the drawing is stretched to.
  const bool is_filled = classes == "quiet";
  strip.add(is_filled ? std::move(drawn) : std::move(drawn).with(Attr::vector_effect, "non-scaling-stroke"));
}

std::string described(const Account& account, digest::Language language) {
  const auto number = [](std::int64_t count) { return grouped(count); };
  if (language == digest::Language::en) {
    return "Tall and dark: in entries, " + number(std::ssize(account.in_entries)) + "; low and grey: nothing new, " +
           number(account.quiet()) + "; hollow: pending, " + number(std::ssize(account.pending)) + "; a cross: gone, " +
           number(std::ssize(account.gone)) + "; a gap: not stored.";
  }
  return "高格收入条目 " + number(std::ssize(account.in_entries)) + " 楼，矮格无新内容 " + number(account.quiet()) +
         " 楼，空心格待摘 " + number(std::ssize(account.pending)) + " 楼，叉号已删除或移走 " +
         number(std::ssize(account.gone)) + " 楼，空白未收录。";
}

}  // namespace

Node strip_of(const Account& account, digest::Language language) {
  const auto fates = fates_of(account);
  const Grid grid = grid_for(account.last);
  Node strip = make(Tag::svg, make(Tag::title, said(language, "逐楼去向", "Where each floor went")),
                    make(Tag::desc, described(account, language)));
  for (const Shape& shape : kShapes) add_path(strip, shape.classes, path_of(fates, grid, shape.fate, shape.height));
  add_path(strip, "line", crosses_of(fates, grid));
  if (grid.columns <= 50) add_path(strip, "grid", bars_of(grid));
  return std::move(strip)
      .with(Attr::classes, "strip")
      .with(Attr::role, "img")
      .with(Attr::view_box, "0 0 " + text_of(grid.columns * kCell) + " " + text_of(grid.rows * kCell))
      .with(Attr::preserve_aspect_ratio, "none")
      .with(Attr::height, text_of(grid.rows * grid.row_height));
}

}  // namespace gailou::render
