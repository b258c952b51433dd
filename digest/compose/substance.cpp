#include "digest/compose/substance.h"

#include <algorithm>

#include "digest/compose/cues.h"
#include "digest/compose/quantities.h"
#include "digest/compose/quarrel.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kNothingUnits = 3;    // below: nothing is said
constexpr std::size_t kAlwaysUnits = 60;    // above: something is said whatever its worth
constexpr std::size_t kQuestionUnits = 22;  // a bare question below
constexpr std::size_t kQuipUnits = 16;
constexpr std::size_t kBriefUnits = 20;  // above, a quantity in characters is part of a story
constexpr double kQuestionWorth = 3.6;
constexpr double kPoliteWorth = 3.4;

/// What a floor of that length has to be worth. Weights and steps were tried on a dozen threads of several forums.
double worth_wanted(std::size_t units) {
  if (units < 7) return 1.7;
  if (units < 16) return 1.45;
  if (units < 26) return 1.55;
  return units < 40 ? 1.4 : 0;
}

/// Different things that the floor names: new ones, those that were just spoken of, those that the title names.
struct Named {
  std::size_t new_figures = 0;
  std::size_t old_figures = 0;
  std::size_t new_names = 0;
  std::size_t old_names = 0;
  std::size_t new_words = 0;
  std::size_t old_words = 0;
  std::size_t in_title = 0;  // names and words
  bool chinese = false;
};

Named named_in(const Reading& reading, const Surroundings& around) {
  Named named;
  FeatureKeys counted;
  for (const auto& sentence : reading.sentences) {
    for (const auto& feature : sentence.features) {
      named.chinese |= feature.kind == Feature::Kind::pair;
      if (!counted.insert(feature.key).second) continue;
      const bool titled = around.title != nullptr && around.title->contains(feature.key);
      const bool old = around.near.contains(feature.key);
      switch (feature.kind) {
        case Feature::Kind::figure:
        case Feature::Kind::measured_figure:
          ++(old || titled ? named.old_figures : named.new_figures);
          break;
        case Feature::Kind::name:
          ++(titled ? named.in_title : old ? named.old_names : named.new_names);
          break;
        case Feature::Kind::word:
          ++(titled ? named.in_title : old ? named.old_words : named.new_words);
          break;
        case Feature::Kind::pair:
          break;
      }
    }
  }
  return named;
}

/// Latin words are news in Chinese text; in Latin text names are.
double latin_worth(const Named& named) {
  const auto n = [](std::size_t count) { return static_cast<double>(count); };
  if (!named.chinese) return 0.8 * n(named.new_names) + 0.12 * n(named.new_words) + 0.2 * n(named.old_names);
  return n(named.new_names + named.new_words) + 0.35 * n(named.old_names + named.old_words) + 0.25 * n(named.in_title);
}

std::string whole_form(const Pack& pack, const Reading& reading) {
  std::string text;
  for (const auto& sentence : reading.sentences) text += sentence.text + "\n";
  return cue_form(pack, text);
}

/// A quip is short, has no figure, answers nobody and does nothing but name: its names are no news.
bool is_quip(const Pack& pack, std::string_view form, const Reading& reading, const Named& named,
             const Surroundings& around) {
  if (!named.chinese || reading.units >= kQuipUnits || around.answers) return false;
  if (named.new_figures + named.old_figures > 0) return false;
  constexpr Cue kDoing[] = {Cue::contrast, Cue::dispute, Cue::retort, Cue::advice,
                            Cue::hint,     Cue::news,    Cue::report, Cue::official};
  return std::none_of(std::begin(kDoing), std::end(kDoing), [&](Cue cue) { return has_cue(pack, form, cue); });
}

/// "你是来搞笑的吧": a thrust at somebody that puts itself as a question asks nothing and tells nothing.
bool is_jab(const Pack& pack, std::string_view form, const Named& named) {
  while (!form.empty() && (form.back() == '\n' || form.back() == ' ')) form.remove_suffix(1);
  const bool asks = form.ends_with('?') || form.ends_with("吧") || form.ends_with("吗") || form.ends_with("呢");
  return asks && named.new_figures == 0 && has_cue(pack, form, Cue::address) && !has_cue(pack, form, Cue::dispute);
}

double cues_worth(const Pack& pack, std::string_view form, const Surroundings& around) {
  const auto count = [&](Cue cue, std::size_t most) {
    return static_cast<double>(std::min(count_cues(pack, form, cue), most));
  };
  const auto news = count(Cue::news, 2);
  const auto reports = count(Cue::report, 2);
  double sum = 0.3 * count(Cue::contrast, 3) + 0.6 * count(Cue::dispute, 2) + 0.5 * count(Cue::advice, 2) +
               0.6 * count(Cue::official, 1) + 0.5 * reports + 0.3 * news + 0.5 * count(Cue::offer, 1);
  if (around.answers) sum += 0.3 * count(Cue::retort, 2) + (reports + news > 0 ? 0.4 : 0);
  if (around.disagreement >= kDisagrees) sum += 0.5;
  if (has_cue(pack, form, Cue::laughter)) sum -= 1;
  sum -= 1.3 * count(Cue::housekeeping, 3);
  if (opens_with_cue(pack, form, Cue::agreement)) sum -= 0.6;
  return sum;
}

double worth_of(const Pack& pack, std::string_view form, const Reading& reading, const Surroundings& around) {
  const auto named = named_in(reading, around);
  const double latin = is_quip(pack, form, reading, named, around) ? 0.35 : 0.9;
  const bool brief = reading.units < kBriefUnits;
  const auto spelt = brief ? std::min<std::size_t>(count_quantities(norm32(form)), 2) : 0;
  return 1.4 * static_cast<double>(named.new_figures) + 0.9 * static_cast<double>(spelt) +
         0.7 * static_cast<double>(std::min<std::size_t>(named.old_figures, 2)) +
         latin * std::min(4.0, latin_worth(named)) +
         0.05 * static_cast<double>(std::min<std::size_t>(reading.units, 40)) + cues_worth(pack, form, around) -
         (is_jab(pack, form, named) && !around.answers ? 0.8 : 0);
}

/// All of it is one question.
bool is_question(const Pack& pack, const Reading& reading, std::string_view form) {
  if (reading.sentences.empty()) return false;
  const auto last = cue_form(pack, reading.sentences.back().text);
  if (last.ends_with('?') || last.ends_with("吗") || last.ends_with("么") || last.ends_with("呢")) return true;
  if (form.find("有什么") != std::string_view::npos && form.find("吗") != std::string_view::npos) return true;
  return reading.sentences.size() == 1 &&
         (opens_with_cue(pack, form, Cue::question) || form.find("什么") != std::string_view::npos);
}

Reason of_little(const Pack& pack, const Reading& reading, std::string_view form) {
  if (reading.has_image) return Reason::image;
  if (reading.has_link) return Reason::link;
  if (has_cue(pack, form, Cue::housekeeping)) return Reason::offtopic;
  if (has_cue(pack, form, Cue::laughter) || (reading.has_emoji && reading.units < kNothingUnits)) return Reason::meme;
  return Reason::too_short;
}

}  // namespace

double worth_of(const Pack& pack, const Reading& reading, const Surroundings& around) {
  return worth_of(pack, whole_form(pack, reading), reading, around);
}

std::optional<Reason> contentless(const Pack& pack, const Reading& reading, const Surroundings& around) {
  const auto form = whole_form(pack, reading);
  const bool polite = opens_with_cue(pack, form, Cue::thanks);
  if (reading.units < kNothingUnits) return polite ? Reason::thanks : of_little(pack, reading, form);
  if (reading.units > kAlwaysUnits) return std::nullopt;
  const auto worth = worth_of(pack, form, reading, around);
  if (polite && worth < kPoliteWorth) return Reason::thanks;
  const bool quarrels = around.disagreement >= kDisagrees;
  if (reading.units < kQuestionUnits && worth < kQuestionWorth && !quarrels && is_question(pack, reading, form))
    return Reason::question;
  // What a few words beside a picture mean is in the picture.
  const auto wanted = worth_wanted(reading.units) + (reading.has_image ? 0.6 : 0);
  if (worth < wanted) return of_little(pack, reading, form);
  return std::nullopt;
}

}  // namespace gailou::digest
