#include "digest/compose/append.h"

#include <algorithm>

#include "digest/compose/extract.h"

namespace gailou::digest {
namespace {

Marker marker_of(const Entry& entry) {
  if (entry.marker.kind == Marker::Kind::corrected) return entry.marker;
  if (entry.rev == Revision{1} || entry.floors.empty()) return {};
  return {.kind = Marker::Kind::added, .first = entry.floors.front(), .last = entry.floors.back()};
}

Entry entry_of(const BatchInput& input, const Append& append, std::size_t before) {
  Entry entry = candidate_of(input, append);
  entry.seq.value += static_cast<std::int64_t>(before);
  entry.marker = marker_of(entry);
  std::stable_sort(entry.evidence.begin(), entry.evidence.end(),
                   [](const Evidence& a, const Evidence& b) { return a.floor < b.floor; });
  return entry;
}

std::optional<Summary> summary_of(const BatchInput& input, const Judged& judged) {
  for (const Operation& operation : judged.accepted) {
    const auto* summarise = std::get_if<Summarise>(&operation);
    if (summarise == nullptr || summarise->text == input.summary.text) continue;
    return Summary{.text = summarise->text, .rev = input.revision, .cites = summarise->cites};
  }
  if (input.summary.rev != Revision{}) return std::nullopt;
  return Summary{.text = fallback_summary(input.title, input.settings.language), .rev = input.revision};
}

}  // namespace

Step append(const BatchInput& input, const Judged& judged) {
  Step step{.revision = input.revision, .generated_at = input.taken_at, .summary = summary_of(input, judged)};
  for (const Operation& operation : judged.accepted) {
    if (const auto* drafted = std::get_if<Append>(&operation)) {
      step.entries.push_back(entry_of(input, *drafted, step.entries.size()));
    } else if (const auto* quiet = std::get_if<Quiet>(&operation)) {
      step.nothing_new.push_back({.floor = quiet->floor, .reason = quiet->reason});
    }
  }
  std::sort(step.nothing_new.begin(), step.nothing_new.end(),
            [](const NothingNew& a, const NothingNew& b) { return a.floor < b.floor; });
  return step;
}

bool says_nothing(const Step& step) {
  return step.entries.empty() && step.nothing_new.empty() && step.tombstones.empty() && !step.summary;
}

}  // namespace gailou::digest
