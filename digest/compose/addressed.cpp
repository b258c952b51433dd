#include "digest/compose/addressed.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "digest/compose/finish.h"
#include "digest/compose/gates.h"
#include "digest/compose/prose.h"
#include "digest/text/body.h"
#include "digest/text/normalize.h"
#include "digest/text/sentences.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kPartnerSentences = 40;  // of the partner

void open_with(Append& entry, std::string_view words, std::string_view colon, Floor partner) {
  const auto named = named_floors(entry.text);
  if (std::find(named.begin(), named.end(), partner.value) != named.end()) return;
  auto text = std::string(words) + "#" + std::to_string(partner.value) + std::string(colon) + entry.text;
  if (units(text) <= kEntryUnitsMax) entry.text = std::move(text);
}

std::size_t shared(std::string_view sentence, const FeatureKeys& about) {
  const auto keys = feature_keys(sentence);
  return static_cast<std::size_t>(
      std::count_if(keys.begin(), keys.end(), [&](std::uint64_t key) { return about.contains(key); }));
}

}  // namespace

void open_with_rebuttal(Append& entry, Floor partner, bool sharply, Language language) {
  if (!sharply) return open_with_answer(entry, partner, language);
  const bool zh = language == Language::zh;
  open_with(entry, zh ? "反驳" : "Against ", zh ? "：" : ": ", partner);
}

void open_with_answer(Append& entry, Floor partner, Language language) {
  const bool zh = language == Language::zh;
  open_with(entry, zh ? "回应" : "On ", zh ? "：" : ": ", partner);
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
