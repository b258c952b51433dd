#include "digest/compose/summary.h"

#include <algorithm>

#include "digest/compose/choose.h"
#include "digest/compose/extract.h"
#include "digest/compose/gates.h"
#include "digest/compose/prose.h"
#include "digest/text/faults.h"
#include "digest/text/figures.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kLeadUnits = 90;  // the gate allows 200 for all of it
constexpr std::size_t kNewsUnits = 80;
constexpr std::size_t kTitleUnits = 120;   // of a title that stands in the fallback
constexpr std::size_t kTitleBytes = 2000;  // a word is one unit, however long

/// What the program itself says where no floor's words serve, around the title or without it.
struct OwnWords {
  std::string_view before;
  std::string_view after;
  std::string_view nothing_known;
};
constexpr OwnWords kOwnChinese{"这个帖子讨论的是《", "》，暂时没有更多概括。",
                               "这个帖子的标题和首楼都没有可以概括的内容。"};
/// "A" and no longer word begins them: the gates take each capitalised word for a name that a floor must hold.
constexpr OwnWords kOwnEnglish{"A thread about \"", "\", of which there is no fuller summary yet.",
                               "A thread of which nothing in its title or first floor gives a summary."};

/// The title without what can't stand inside quotation marks.
std::string quotable_title(std::string_view title) {
  auto prose = plain_prose(title, [](std::int64_t) { return false; });
  std::replace(prose.begin(), prose.end(), '\n', ' ');
  auto text = first_units(norm(prose), kTitleUnits);
  const bool fit = whole_faults(text + "。").empty();
  if (!fit) text = joined({Part{.text = text}});
  while (text.ends_with("。") || text.ends_with(".")) text.resize(text.size() - (text.ends_with("。") ? 3 : 1));
  return text;
}

/// Words of a floor that would be taken for ours, where news begin.
bool holds_opening(std::string_view text) {
  return parts_of(text).lead.size() < text.size();
}

}  // namespace

namespace {

/// Which sentences have no figure but those of the title. Figures are what edits change, and a summary's have to stand
/// in the floor for as long as the summary does.
std::vector<bool> steady_ones(const Reading& reading, std::string_view title) {
  const auto known = numbers(title);
  std::vector<bool> steady;
  for (const auto& sentence : reading.sentences) {
    const auto own = numbers(sentence.text);
    steady.push_back(std::all_of(own.begin(), own.end(), [&](const std::string& number) {
      return std::find(known.begin(), known.end(), number) != known.end();
    }));
  }
  return steady;
}

std::optional<Summarise> lead_from(const Pack& pack, const Reading& reading, const Post& post, const FeatureKeys& title,
                                   const Scene& scene, const std::vector<bool>& steady) {
  const auto chosen = leading_sentences(pack, reading, title, kLeadUnits, steady);
  if (chosen.empty()) return std::nullopt;
  auto text = finished_text(reading, post, chosen, scene);
  const auto length = units(text);
  if (length < kSummaryUnitsMin || length > kLeadUnits || !named_floors(text).empty()) return std::nullopt;
  if (holds_opening(text)) return std::nullopt;
  // A summary's figures rest on the cited floor and the title alone, not on its author's name.
  if (!figure_faults(text, {reading.stored, scene.title}).empty()) return std::nullopt;
  return Summarise{.text = std::move(text), .cites = {post.floor}};
}

}  // namespace

std::optional<Summarise> lead_of(const Pack& pack, const Reading& reading, const Post& post, const FeatureKeys& title,
                                 const Scene& scene) {
  auto steady = lead_from(pack, reading, post, title, scene, steady_ones(reading, scene.title));
  return steady ? steady : lead_from(pack, reading, post, title, scene, {});
}

SummaryParts parts_of(std::string_view summary) {
  for (const auto opening : {std::string_view("最新进展："), std::string_view(" – now: ")}) {
    const auto at = summary.find(opening);
    if (at != std::string_view::npos) return {summary.substr(0, at), summary.substr(at + opening.size())};
  }
  return {summary, {}};
}

std::optional<Summarise> with_news(const Summarise& standing, std::string_view news, Floor floor, Language language) {
  const std::string_view opening = language == Language::zh ? "最新进展：" : " – now: ";
  Summarise fresh{.text = std::string(parts_of(standing.text).lead) + std::string(opening) + std::string(news)};
  if (standing.cites.empty() || standing.cites.front() >= floor || standing.cites.back() > floor) return std::nullopt;
  if (units(news) > kNewsUnits || holds_opening(news)) return std::nullopt;
  if (!named_floors(news).empty() || units(fresh.text) > kSummaryUnitsMax || !whole_faults(fresh.text).empty())
    return std::nullopt;
  fresh.cites = {standing.cites.front(), floor};
  return fresh;
}

std::string fallback_summary(std::string_view title, Language language) {
  const OwnWords& own = language == Language::en ? kOwnEnglish : kOwnChinese;
  const auto quoted = quotable_title(title);
  if (units(quoted) == 0 || quoted.size() > kTitleBytes) return std::string(own.nothing_known);
  std::string text(own.before);
  text += quoted;
  text += own.after;
  const bool fit = whole_faults(text).empty() && clean_faults(text, {}).empty() &&
                   figure_faults(text, {std::string(title)}).empty() && units(text) <= 200;
  return fit ? text : std::string(own.nothing_known);
}

}  // namespace gailou::digest
