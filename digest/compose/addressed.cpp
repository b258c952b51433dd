#include "digest/compose/addressed.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "digest/compose/cues.h"
#include "digest/compose/finish.h"
#include "digest/compose/gates.h"
#include "digest/compose/prose.h"
#include "digest/text/body.h"
#include "digest/text/faults.h"
#include "digest/text/normalize.h"
#include "digest/text/sentences.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kQuestionUnits = 24;
constexpr std::size_t kQuestionUnitsMin = 4;
constexpr std::size_t kAnswerUnits = 45;
constexpr std::size_t kPartnerSentences = 40;  // of the partner

/// Our own English words are short and without capitals: the gates take others for names that a floor must hold.
void open_with(Append& entry, std::string_view words, std::string_view colon, Floor partner, std::size_t most) {
  const auto named = named_floors(entry.text);
  if (std::find(named.begin(), named.end(), partner.value) != named.end()) return;
  auto text = std::string(words) + "#" + std::to_string(partner.value) + std::string(colon) + entry.text;
  if (units(text) <= most) entry.text = std::move(text);
}

std::size_t shared(std::string_view sentence, const FeatureKeys& about) {
  const auto keys = feature_keys(sentence);
  return static_cast<std::size_t>(
      std::count_if(keys.begin(), keys.end(), [&](std::uint64_t key) { return about.contains(key); }));
}

/// The one question that is all of the floor; nothing if it says anything else.
std::optional<std::string> only_question(const Pack& pack, const Post& post) {
  const auto own = own_text_of(post.body);
  const auto said = sentences(own);
  if (said.empty() || said.size() > 2 || units(own) > kQuestionUnits) return std::nullopt;
  const auto& last = said.back();
  const auto form = cue_form(pack, last);
  const bool asks = form.ends_with('?') || (said.size() == 1 && opens_with_cue(pack, form, Cue::question));
  if (!asks || units(last) < kQuestionUnitsMin || !named_floors(last).empty()) return std::nullopt;
  return last;
}

}  // namespace

bool open_with_question(Append& entry, const Pack& pack, const Post& question, const ComposeSettings& settings) {
  const auto asked = only_question(pack, question);
  if (!asked || units(entry.text) > kAnswerUnits) return false;
  const auto stored = norm(text_of(question.body));
  auto pieces = verbatim_pieces(*asked, stored);
  if (pieces.empty()) return false;
  auto words = joined({Part{.text = *asked}});
  while (words.ends_with("。") || words.ends_with(".")) words.resize(words.size() - (words.ends_with("。") ? 3 : 1));
  const bool zh = settings.language == Language::zh;
  while (words.ends_with("?")) words.pop_back();
  if (!words.ends_with("？")) words += zh ? "？" : "?";
  const auto number = "#" + std::to_string(question.floor.value);
  auto text = (zh ? number + " 问：" : "Q " + number + ": ") + words + (zh ? "答：" : " A: ") + entry.text;
  const bool fit = units(text) <= settings.max_entry && whole_faults(text).empty();
  if (!fit) return false;
  entry.text = std::move(text);
  entry.evidence.push_back({.floor = question.floor, .quote = std::move(pieces.front())});
  return true;
}

void open_with_rebuttal(Append& entry, Floor partner, bool sharply, const ComposeSettings& settings) {
  if (!sharply) return open_with_answer(entry, partner, settings);
  const bool zh = settings.language == Language::zh;
  open_with(entry, zh ? "反驳" : "vs ", zh ? "：" : ": ", partner, settings.max_entry);
}

void open_with_answer(Append& entry, Floor partner, const ComposeSettings& settings) {
  const bool zh = settings.language == Language::zh;
  open_with(entry, zh ? "回应" : "re ", zh ? "：" : ": ", partner, settings.max_entry);
}

std::optional<Evidence> side_of(const Post& partner, const FeatureKeys& about) {
  const auto stored = norm(text_of(partner.body));
  std::optional<Evidence> best;
  std::pair<std::size_t, std::size_t> rank{};
  std::size_t seen = 0;
  for (const auto& sentence : sentences(own_text_of(partner.body))) {
    if (++seen > kPartnerSentences || sentence.size() > kSentenceChars) continue;
    auto pieces = verbatim_pieces(sentence, stored);
    if (pieces.empty()) continue;
    const std::pair here{shared(sentence, about), units(sentence)};
    if (best && here <= rank) continue;
    rank = here;
    best = Evidence{.floor = partner.floor, .quote = std::move(pieces.front())};
  }
  return best;
}

}  // namespace gailou::digest
