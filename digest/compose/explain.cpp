#include "digest/compose/explain.h"

#include <algorithm>
#include <utility>

#include "digest/compose/cues.h"
#include "digest/compose/extract.h"
#include "digest/compose/judge.h"
#include "digest/compose/trace.h"
#include "digest/deals/state.h"

namespace gailou::digest {
namespace {

/// The pack's words that stand in the sentences, list by list.
std::vector<CueWords> cue_words(const Pack& pack, const Reading& reading) {
  std::string text;
  for (const Sentence& sentence : reading.sentences) text += sentence.text + "\n";
  const std::string form = cue_form(pack, text);
  std::vector<CueWords> found;
  for (std::size_t list = 0; list < kCueNames.size(); ++list) {
    auto words = cues_in(pack, form, static_cast<Cue>(list));
    if (!words.empty()) found.push_back({.list = std::string(kCueNames[list]), .words = std::move(words)});
  }
  return found;
}

std::vector<SentenceVerdict> verdicts(const FloorTrace& trace) {
  const Reading& reading = trace.reason ? trace.reading : trace.trimmed;
  std::vector<SentenceVerdict> sentences;
  for (const Sentence& sentence : reading.sentences) {
    sentences.push_back({.text = sentence.text, .units = static_cast<std::int64_t>(sentence.units)});
  }
  for (const auto& group : trace.groups) {
    for (const std::size_t index : group) sentences.at(index).chosen = true;
  }
  return sentences;
}

std::string told(const Link& link) {
  return std::string(name_of(link.rel)) + " " +
         (link.entry.empty() ? "#" + std::to_string(link.floor.value) : link.entry);
}

bool is_of(const Append& append, Floor floor) {
  return std::find(append.floors.begin(), append.floors.end(), floor) != append.floors.end();
}

std::string partner_by(const FloorTrace& trace, const Post& post) {
  if (!trace.partner) return {};
  if (!trace.told) return "guess";
  return post.reply_to == trace.told ? "reply" : "quotation";
}

OfferVerdict verdict_of(const Deal& deal, const std::vector<std::string>& known) {
  const bool is_known = std::any_of(known.begin(), known.end(),
                                    [&](const std::string& name) { return offer_key(name) == offer_key(deal.offer); });
  OfferVerdict verdict{.offer = deal.offer,
                       .opens = !is_known,
                       .status = std::string(name_of(deal.status)),
                       .amount = deal.amount,
                       .starts = deal.starts,
                       .ends = deal.ends,
                       .terms = deal.terms};
  const auto& points = deal.data_points;
  verdict.report = !points.success.empty()   ? "success"
                   : !points.failure.empty() ? "failure"
                   : points.pending.empty()  ? ""
                                             : "pending";
  return verdict;
}

/// What is left of the floor after the judge, and whether that is what was recorded.
void take_outcome(const FloorQuestion& question, const Draft& draft, Recomputed& now) {
  const Floor floor = question.record.floor;
  const Judged judged = judge(question.input, draft);
  for (const Operation& operation : judged.accepted) {
    if (const auto* quiet = std::get_if<Quiet>(&operation); quiet != nullptr && quiet->floor == floor) {
      now.reason = name_of(quiet->reason);
    }
    const auto* append = std::get_if<Append>(&operation);
    if (append == nullptr || !is_of(*append, floor)) continue;
    ProposedEntry& entry = now.entries.emplace_back(ProposedEntry{.section = append->section, .text = append->text});
    for (const Link& link : append->links) entry.links.push_back(told(link));
    if (append->deal) entry.offer = verdict_of(*append->deal, now.offers);
  }
  for (const Refusal& refusal : judged.refused) {
    const auto* append = std::get_if<Append>(&draft.operations.at(refusal.operation));
    if (append != nullptr && is_of(*append, floor)) now.refused.push_back(refusal.gate + ": " + refusal.what);
  }
}

bool agrees(const FloorRecord& record, const Recomputed& now) {
  if (!record.revision) return true;
  if (record.reason) return now.reason == name_of(*record.reason);
  // A tombstone's words can't be compared.
  return std::all_of(record.entries.begin(), record.entries.end(), [&](const Entry& entry) {
    if (entry.marker.kind == Marker::Kind::withdrawn) return now.reason.empty();
    return std::any_of(now.entries.begin(), now.entries.end(), [&](const ProposedEntry& proposed) {
      return proposed.text == entry.text && proposed.section == entry.section;
    });
  });
}

Recomputed recomputed(const FloorQuestion& question) {
  const BatchInput& input = question.input;
  FloorTrace trace{.floor = question.record.floor};
  const Draft draft = extract(input, &trace);
  Recomputed now{.units = static_cast<std::int64_t>(trace.reading.units),
                 .worth = trace.worth,
                 .partner = trace.partner,
                 .partner_by = partner_by(trace, input.posts.back()),
                 .disagreement = trace.disagreement,
                 .cues = cue_words(input.settings.pack ? *input.settings.pack : standard_pack(), trace.reading),
                 .amounts = trace.offers.amounts,
                 .offers = trace.offers.known,
                 .sentences = verdicts(trace)};
  std::vector<Feature> features;
  for (const Sentence& sentence : trace.reading.sentences) {
    features.insert(features.end(), sentence.features.begin(), sentence.features.end());
  }
  const FeatureCounts counts = count_features(features);
  now.figures = static_cast<std::int64_t>(counts.figures);
  now.names = static_cast<std::int64_t>(counts.names);
  for (const RepeatTrace& repeat : trace.repeats) {
    now.repeats.push_back({.text = repeat.text,
                           .entry = repeat.entry ? entry_id(*repeat.entry) : std::string(),
                           .matched = repeat.matched});
  }
  take_outcome(question, draft, now);
  now.agrees = agrees(question.record, now);
  return now;
}

}  // namespace

Explanation explain(const FloorQuestion& question) {
  Explanation explanation{.record = question.record};
  if (!question.input.posts.empty()) explanation.now = recomputed(question);
  return explanation;
}

}  // namespace gailou::digest
