#include "digest/compose/correction_desk.h"

#include <algorithm>

#include "digest/compose/condense.h"
#include "digest/compose/gates.h"
#include "digest/compose/judge.h"
#include "digest/compose/prose.h"
#include "digest/compose/substance.h"
#include "digest/compose/trim.h"
#include "digest/compose/wording.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kWordsChars = 4;  // what a quotation and a sentence have in common at least

}  // namespace

CorrectionDesk::CorrectionDesk(const BatchInput& batch)
    : input(batch),
      pack(batch.settings.pack ? *batch.settings.pack : standard_pack()),
      known(batch),
      title(feature_keys(batch.title)) {
  scene.title = batch.title;
  scene.authors = known.authors();
  for (const Post& post : batch.context) {
    if (post.state == PostState::visible) earlier.add(post);
  }
  for (const Entry& entry : batch.similar) {
    if (entry.marker.kind == Marker::Kind::withdrawn) continue;
    repeats.add(entry.text);
    standing.add(entry.text);
  }
}

const Post* CorrectionDesk::find(Floor floor) const {
  for (const Post& post : input.context) {
    if (post.floor == floor && post.state == PostState::visible) return &post;
  }
  return nullptr;
}

bool CorrectionDesk::is_fit(const Append& append) const {
  return entry_faults(known, candidate_of(input, append)).empty();
}

std::optional<Reason> CorrectionDesk::contentless(const Reading& reading) const {
  return digest::contentless(pack, reading, Surroundings{.title = &title});
}

Reading CorrectionDesk::read(const Post& post) const {
  auto reading = read_floor(post, earlier);
  trim(pack, reading);
  condense(pack, reading);
  return reading;
}

bool holds_floor(const std::vector<Floor>& floors, Floor floor) {
  return std::find(floors.begin(), floors.end(), floor) != floors.end();
}

bool share_words(std::string_view one, std::string_view other) {
  const auto a = core_of(one);
  const auto b = core_of(other);
  if (std::min(a.size(), b.size()) < kWordsChars) return a == b && !a.empty();
  return a.find(b) != std::u32string::npos || b.find(a) != std::u32string::npos;
}

bool is_told_by_offers(const std::vector<std::string>& taken, const Sentence& sentence) {
  return std::any_of(taken.begin(), taken.end(),
                     [&](const std::string& one) { return share_words(one, sentence.text); });
}

Reading without_told(const Reading& reading, const std::vector<std::string>& taken) {
  Reading left{.floor = reading.floor, .stored = reading.stored};
  for (const Sentence& sentence : reading.sentences) {
    if (is_told_by_offers(taken, sentence)) continue;
    left.sentences.push_back(sentence);
    left.units += sentence.units;
  }
  return left;
}

void link_named_floors(Append& append, Floor own) {
  for (const auto named : named_floors(append.text)) {
    if (named != own.value) append.links.push_back({.rel = Link::Rel::answers, .entry = {}, .floor = Floor{named}});
  }
}

Link updates_link(const Entry& entry) {
  return {.rel = Link::Rel::updates, .entry = entry_id(entry.seq)};
}

}  // namespace gailou::digest
