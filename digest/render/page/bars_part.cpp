#include "digest/render/page/bars_part.h"

#include <algorithm>

#include "digest/render/local_time.h"
#include "digest/render/page/frame.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

constexpr std::int64_t kHeight = 40;  // of the drawing
constexpr std::int64_t kStep = 4;     // of a bar with the gap behind it
constexpr std::chrono::hours kDay{24};

std::string words_of(digest::Instant at, std::chrono::hours width, const Site& site) {
  const LocalTime local = to_local(at, site.zone);
  std::string words = short_time(local, local.year, site.language);
  // "5月9日 17:00 PDT": the zone is told once a page, the hour not of whole days.
  words = words.substr(0, words.rfind(' '));
  if (width % kDay == std::chrono::hours{0}) words = words.substr(0, words.rfind(' '));
  return words.ends_with(',') ? words.substr(0, words.size() - 1) : words;
}

std::string path_of(const Rhythm& rhythm) {
  const std::int64_t most = rhythm.bars[rhythm.highest()];
  std::string path;
  for (std::size_t bar = 0; bar < rhythm.bars.size(); ++bar) {
    if (rhythm.bars[bar] == 0) continue;
    const std::string height = std::to_string(std::max<std::int64_t>(1, rhythm.bars[bar] * kHeight / most));
    path += "M" + std::to_string(static_cast<std::int64_t>(bar) * kStep) + " " + std::to_string(kHeight) + "v-" +
            height + "h3v" + height + "z";
  }
  return path;
}

std::string described(const Rhythm& rhythm, const Site& site) {
  const std::string from = words_of(rhythm.from, rhythm.width, site);
  const std::string to = words_of(rhythm.at(rhythm.bars.size() - 1), rhythm.width, site);
  const std::string peak = words_of(rhythm.at(rhythm.highest()), rhythm.width, site);
  const std::string most = grouped(rhythm.bars[rhythm.highest()]);
  if (site.language == digest::Language::en) {
    return "From " + from + " to " + to + ", " + floor_count(rhythm.total(), site.language) + "; most at " + peak +
           ": " + most + ".";
  }
  return from + " 至 " + to + "，共 " + floor_count(rhythm.total(), site.language) + "；最多在 " + peak + "，" + most +
         " 楼。";
}

}  // namespace

std::string bars_title(const Rhythm& rhythm, digest::Language language) {
  const std::string pace = pace_words(rhythm.width, language);
  return language == digest::Language::en ? "Replies " + pace : pace + "回复";
}

std::string bars_peak(const Rhythm& rhythm, digest::Language language) {
  const std::string most = grouped(rhythm.bars.empty() ? 0 : rhythm.bars[rhythm.highest()]);
  return language == digest::Language::en ? "at most " + most : "最多 " + most;
}

Node bars_of(const Rhythm& rhythm, int height, const Site& site) {
  Node drawing(Tag::svg);
  if (rhythm.bars.empty()) return drawing;
  drawing.add(make(Tag::title, bars_title(rhythm, site.language)));
  drawing.add(make(Tag::desc, described(rhythm, site)));
  drawing.add(Node(Tag::path).with(Attr::d, path_of(rhythm)));
  const std::int64_t width = std::max<std::int64_t>(std::ssize(rhythm.bars) * kStep - 1, 1);
  return std::move(drawing)
      .with(Attr::role, "img")
      .with(Attr::view_box, "0 0 " + std::to_string(width) + " " + std::to_string(kHeight))
      .with(Attr::preserve_aspect_ratio, "none")
      .with(Attr::height, std::to_string(height));
}

Node axis_of(const Rhythm& rhythm, const Site& site) {
  Node axis = Node(Tag::p).with(Attr::classes, "axis");
  if (rhythm.bars.empty()) return axis;
  const auto last = rhythm.at(rhythm.bars.size() - 1);
  const std::string first_day = words_of(rhythm.from, kDay, site);
  const std::string last_day = words_of(last, kDay, site);
  // Within a day the hours tell more.
  const bool is_one_day = first_day == last_day && rhythm.bars.size() > 1;
  axis.add(make(Tag::span, is_one_day ? words_of(rhythm.from, rhythm.width, site) : first_day));
  if (rhythm.bars.size() > 1) axis.add(make(Tag::span, is_one_day ? words_of(last, rhythm.width, site) : last_day));
  return axis;
}

Node bars_table(const Rhythm& rhythm, const Site& site) {
  const auto head = [](std::string_view words) { return make(Tag::th, words).with(Attr::scope, "col"); };
  Node table = make(Tag::table, make(Tag::caption, bars_title(rhythm, site.language)),
                    make(Tag::thead, make(Tag::tr, head(said(site.language, "起", "from")),
                                          head(said(site.language, "楼", "floors")))));
  Node rows(Tag::tbody);
  for (std::size_t bar = 0; bar < rhythm.bars.size(); ++bar) {
    if (rhythm.bars[bar] == 0) continue;
    rows.add(make(Tag::tr, make(Tag::th, words_of(rhythm.at(bar), rhythm.width, site)).with(Attr::scope, "row"),
                  make(Tag::td, grouped(rhythm.bars[bar]))));
  }
  table.add(std::move(rows));
  return table;
}

}  // namespace gailou::render
