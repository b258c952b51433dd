// `posts --why`: why a floor became what it became, what is recorded first.
#include <cstdio>
#include <string>
#include <string_view>

#include "daemon/cli/reads.h"
#include "daemon/cli/table.h"
#include "daemon/cli/verbs.h"
#include "digest/render/entry_text.h"
#include "digest/render/reason_words.h"

namespace gailou::cli {

namespace {

using digest::Explanation;
using digest::FloorRecord;
using digest::Recomputed;
using digest::Result;

std::string word_of(const std::string& reason, const Session& session) {
  const auto known = digest::reason_of(reason);
  if (!known) return reason;
  return std::string(render::reason_word(*known, session.places.site.language)) + " (" + reason + ")";
}

std::string two_digits(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f", value);
  return text;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

std::string line(std::string_view text) {
  return cell(std::string(text)) + "\n";
}

/// What has become of it, by the store.
std::string record_text(const FloorRecord& record, const Session& session) {
  std::string text = "#" + std::to_string(record.floor.value) + ": ";
  if (record.state != digest::PostState::visible) {
    text += std::string(digest::name_of(record.state));
    if (record.moved_to) text += " to topic " + std::to_string(record.moved_to->value);
    text += "; ";
  }
  if (!record.revision) {
    text += record.state == digest::PostState::visible ? "pending, no revision accounts for it yet" : "never digested";
  } else {
    const std::string in = " in r" + std::to_string(record.revision->value);
    text += record.reason ? "nothing new" + in + ": " + word_of(std::string(digest::name_of(*record.reason)), session)
                          : "in an entry" + in;
  }
  std::string out = session.paint.bold(cell(text)) + "\n";
  for (const auto& entry : record.entries) {
    const std::string marker = render::marker_text(entry.marker, session.places.site.language);
    out += line("  " + digest::entry_id(entry.seq) + " [" + entry.section + "] " + marker +
                (marker.empty() ? "" : " ") + entry.text);
  }
  return out;
}

std::string scores_text(const Recomputed& now) {
  std::string text = line("substance: worth " + two_digits(now.worth) + ", " + std::to_string(now.units) + " units, " +
                          std::to_string(now.figures) + " figures, " + std::to_string(now.names) + " names");
  if (now.partner) {
    text += line("answers: #" + std::to_string(now.partner->value) + " by " + now.partner_by + ", disagreement " +
                 two_digits(now.disagreement));
  }
  if (!now.amounts.empty()) text += line("amounts given: " + listed(now.amounts));
  if (!now.offers.empty()) text += line("speaks of the offers: " + listed(now.offers));
  for (const auto& cue : now.cues) text += line("cue " + cue.list + ": " + listed(cue.words));
  return text;
}

/// "opens BMO 开户: amount $400, ends 2026-06-30", "known BMO 开户: success, expired"
std::string offer_text(const digest::OfferVerdict& offer) {
  std::vector<std::string> facts;
  const auto add = [&facts](std::string_view what, const std::string& value) {
    if (!value.empty()) facts.push_back(std::string(what) + value);
  };
  add("reports ", offer.report);
  add("", offer.status);
  add("amount ", offer.amount);
  add("starts ", offer.starts);
  add("ends ", offer.ends);
  for (const auto& term : offer.terms) add("term ", term);
  return (offer.opens ? "opens the offer " : "the known offer ") + offer.offer + ": " + listed(facts);
}

std::string outcome_text(const Recomputed& now, const Session& session) {
  std::string text;
  for (const auto& sentence : now.sentences) {
    text += line((sentence.chosen ? "  + " : "  - ") + sentence.text + " (" + std::to_string(sentence.units) + ")");
  }
  for (const auto& repeat : now.repeats) {
    text += line("repeats " + (repeat.entry.empty() ? "another entry of its batch" : repeat.entry) + ": " +
                 repeat.text + " = " + repeat.matched);
  }
  for (const auto& refusal : now.refused) text += line("refused: " + refusal);
  if (!now.reason.empty()) text += line("outcome: nothing new, " + word_of(now.reason, session));
  for (const auto& entry : now.entries) {
    text += line("outcome: [" + entry.section + "] " + entry.text +
                 (entry.links.empty() ? "" : " {" + listed(entry.links) + "}"));
    if (entry.offer) text += line("  " + offer_text(*entry.offer));
  }
  return text;
}

std::string text_of(const Explanation& explanation, const Session& session) {
  std::string text = record_text(explanation.record, session);
  if (!explanation.now) return text;
  const Recomputed& now = *explanation.now;
  text += "\n" + scores_text(now) + "sentences (+ chosen, - left):\n" + outcome_text(now, session);
  if (now.agrees) return text;
  text +=
      explanation.record.edited
          ? "The rules find another outcome now: the floor was edited after it was digested, or they have changed.\n"
          : "The rules find another outcome now: they, or what they look at, have changed since.\n";
  return text;
}

}  // namespace

Result<int> explain_floor(Session& session, const std::string& thread, std::int64_t floor) {
  Reads reads(session);
  const auto reply =
      reads.answer(protocol::ExplainFloor{.thread = thread, .floor = floor, .zone = session.places.site.zone});
  if (!reply) return reply.error();
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(*reply)) + "\n");
  } else {
    session.print(text_of(*reply, session));
  }
  return 0;
}

}  // namespace gailou::cli
