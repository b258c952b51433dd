#include "digest/llm/review.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "digest/compose/known_floors.h"
#include "digest/compose/known_texts.h"
#include "digest/llm/json_text.h"
#include "digest/llm/operations.h"
#include "digest/llm/plain_line.h"
#include "digest/llm/text_rules.h"
#include "digest/text/normalize.h"

namespace gailou::llm {
namespace {

using digest::Floor;
using Floors = std::vector<Floor>;

constexpr std::string_view kSchemaName = "gailou.ops/1";
constexpr std::size_t kOperationsMax = 500;
constexpr std::size_t kPiecesOfAnswerMax = 5000;  // of evidence, each of which is looked up in a floor
constexpr std::size_t kQuoteCharactersMin = 4;
constexpr std::size_t kWordyUnits = 60;  // a floor of that length is not nothing without a reason
constexpr std::size_t kLongUnits = 420;  // a floor above it may have more entries
constexpr std::size_t kShownQuoteBytes = 90;
constexpr std::size_t kFaultBytesMax = 200;

bool holds(const Floors& ascending, Floor floor) {
  return std::binary_search(ascending.begin(), ascending.end(), floor);
}

bool is_withdrawn(const digest::Entry& entry) {
  return entry.marker.kind == digest::Marker::Kind::withdrawn;
}

/// Dropping these asks for no second round by itself.
bool is_silent(std::string_view rule) {
  static const std::set<std::string_view> kSilent{"V11", "V12", "V15", "V23", "V27", "V28"};
  return kSilent.contains(rule);
}

/// One answer on its way through the rules, in the order of the contract's reference judge.
class Judgement {
 public:
  Judgement(const digest::BatchInput& input, const Asked& asked)
      : input_(input), asked_(asked), floors_(input), last_(asked.last) {
    if (last_ == Floor{} && !asked.floors.empty()) last_ = asked.floors.back();
    for (const auto* entries : {&input.similar, &input.recent}) {
      for (const digest::Entry& entry : *entries) {
        if (!entries_.emplace(digest::entry_id(entry.seq), &entry).second) continue;
        if (!is_withdrawn(entry)) texts_.add(entry.text);
      }
    }
    for (const digest::Append& append : asked.written) {
      texts_.add(append.text);
      for (const Floor floor : append.floors) ++entries_of_[floor];
      owned_before_.insert(append.floors.begin(), append.floors.end());
    }
  }

  Review run(std::string_view content) {
    note_flagged();
    if (const auto operations = operations_of(content)) {
      for (std::size_t at = 0; at < operations->size(); ++at) judge(at, (*operations)[at]);
      account();
    }
    std::sort(rules_.begin(), rules_.end());
    for (const int rule : std::set<int>(rules_.begin(), rules_.end())) {
      review_.rules.push_back("V" + std::to_string(rule));
    }
    std::sort(review_.again.begin(), review_.again.end());
    review_.again.erase(std::unique(review_.again.begin(), review_.again.end()), review_.again.end());
    review_.verdict = asks_ ? Verdict::repair : review_.dropped.empty() ? Verdict::accept : Verdict::partial;
    return std::move(review_);
  }

 private:
  void note_rule(std::string_view rule) { rules_.push_back(std::stoi(std::string(rule.substr(1)))); }

  void note_flagged() {
    for (const Floor floor : asked_.floors) {
      const auto* facts = floors_.find(floor);
      if (facts != nullptr && has_injection_cue(facts->text)) review_.flagged.push_back(floor);
    }
  }

  /// V6–V9. Nothing, and judged, if the answer as such is of no use.
  std::optional<nlohmann::json> operations_of(std::string_view content) {
    Unwrapped unwrapped = unwrap(content);
    if (unwrapped.fenced) note_rule("V6");
    if (!unwrapped.answer) return refuse_whole("V7", "not one JSON object and nothing else");
    auto& answer = *unwrapped.answer;
    if (text_member(answer, "schema") != kSchemaName || !member(answer, "ops").is_array()) {
      return refuse_whole("V8", "schema is not gailou.ops/1 or ops is no list");
    }
    if (text_member(answer, "canary") != asked_.canary) return refuse_whole("V9", "canary is missing or another");
    return std::move(answer["ops"]);
  }

  std::optional<nlohmann::json> refuse_whole(std::string_view rule, std::string what) {
    note_rule(rule);
    asks_ = true;
    review_.whole = std::string(rule) + " " + std::move(what);
    review_.again = asked_.floors;
    for (const Floor floor : asked_.open) {
      if (floors_.find(floor) != nullptr) review_.open.push_back(floor);
    }
    return std::nullopt;
  }

  void drop(std::size_t at, std::string_view rule, std::string_view what) {
    review_.dropped.push_back(at);
    review_.faults.push_back({.operation = at, .rule = std::string(rule), .what = plain_line(what, kFaultBytesMax)});
    note_rule(rule);
    asks_ = asks_ || !is_silent(rule);
  }

  void judge(std::size_t at, const nlohmann::json& operation) {
    if (at >= kOperationsMax) return drop(at, "V11", "too many operations");
    const Proposed proposed = proposed_of(operation);
    if (const auto* malformed = std::get_if<Malformed>(&proposed)) return drop(at, "V11", malformed->what);
    if (const auto* quiet = std::get_if<ProposedQuiet>(&proposed)) return judge_quiet(at, *quiet);
    if (const auto* summary = std::get_if<ProposedSummary>(&proposed)) return judge_summary(at, *summary);
    judge_entry(at, std::get<ProposedEntry>(proposed));
  }

  void judge_quiet(std::size_t at, const ProposedQuiet& quiet) {
    if (!holds(asked_.floors, quiet.floor)) return drop(at, "V12", "nothing_new for a floor that was not asked about");
    if (quiet.reason == digest::Reason::deleted) return drop(at, "V11", "that reason is not for you to give");
    quiet_[quiet.floor] = quiet.reason;
    repeated_.erase(quiet.floor);
  }

  bool is_readable(Floor floor) const { return floor <= last_ && floors_.find(floor) != nullptr; }
  bool all_readable(const Floors& floors) const {
    return std::all_of(floors.begin(), floors.end(), [this](Floor floor) { return is_readable(floor); });
  }

  void judge_summary(std::size_t at, const ProposedSummary& summary) {
    if (!summary.text) return drop(at, "V27", "the summary has no text");
    if (summary.cites.empty()) return drop(at, "V27", "the summary cites nothing, or not by numbers");
    if (!all_readable(summary.cites)) return drop(at, "V27", "the summary cites a floor that you have not read");
    const Sentence sentence{.text = *summary.text, .cites = summary.cites, .summary = true};
    if (const auto fault = text_fault(floors_, input_.settings.language, sentence)) {
      return drop(at, "V27", "the summary: " + fault->what);
    }
    if (!summary_) summary_ = digest::Summarise{.text = *summary.text, .cites = summary.cites};
  }

  void judge_entry(std::size_t at, const ProposedEntry& entry) {
    const digest::Entry* target = entry.updates ? target_of(*entry.updates) : nullptr;
    if (entry.updates && target == nullptr) return drop(at, "V28", "updates an entry that there is not");
    if (const auto what = floor_fault(entry)) return drop(at, "V12", *what);
    if (const auto what = quote_fault(entry)) return drop_asking(at, "V13", *what, entry);
    const std::vector<digest::Link> links = good_links(entry.links);
    Sentence sentence{.text = entry.text, .cites = entry.cites};
    for (const digest::Link& link : links) {
      if (link.entry.empty()) sentence.linked.insert(link.floor);
    }
    if (const auto fault = text_fault(floors_, input_.settings.language, sentence)) {
      return drop_asking(at, fault->rule, fault->what, entry);
    }
    const Floors floors = floors_of(entry);
    if (texts_.have_like(entry.text)) {
      for (const Floor floor : floors) {
        if (!quiet_.contains(floor)) repeated_.insert(floor);
      }
      return drop(at, "V15", "says again what another entry says");
    }
    if (const auto floor = full_floor(floors)) {
      return drop(at, "V23", "floor " + std::to_string(floor->value) + " has enough entries");
    }
    if (links.size() < entry.links.size()) {
      note_rule("V21");
      review_.faults.push_back({.operation = at, .rule = "V21", .what = "a link leads nowhere and was left out"});
    }
    keep(entry, target, floors, links);
  }

  void drop_asking(std::size_t at, std::string_view rule, std::string_view what, const ProposedEntry& entry) {
    for (const auto* floors : {&entry.floors, &entry.cites}) {
      for (const Floor floor : *floors) {
        if (holds(asked_.floors, floor)) review_.again.push_back(floor);
      }
    }
    drop(at, rule, what);
  }

  const digest::Entry* target_of(const std::string& id) const {
    const auto at = entries_.find(id);
    return at == entries_.end() || is_withdrawn(*at->second) ? nullptr : at->second;
  }

  std::optional<std::string> floor_fault(const ProposedEntry& entry) const {
    for (const Floor floor : entry.cites) {
      if (!is_readable(floor)) return "evidence from floor " + std::to_string(floor.value) + ", which you can't read";
    }
    for (const Floor floor : entry.floors) {
      const std::string name = "floor " + std::to_string(floor.value);
      if (!holds(asked_.floors, floor)) return name + " was not asked about";
      if (!holds(entry.cites, floor)) return name + " is in floors without evidence";
    }
    const auto asked = [this](Floor floor) { return holds(asked_.floors, floor); };
    if (std::none_of(entry.cites.begin(), entry.cites.end(), asked)) return "no evidence from a new floor";
    return std::nullopt;
  }

  std::optional<std::string> quote_fault(const ProposedEntry& entry) {
    for (const digest::Evidence& piece : entry.evidence) {
      if (++pieces_ > kPiecesOfAnswerMax) return "too much evidence";
      const std::string quote = digest::norm(piece.quote);
      const std::string shown = "\"" + plain_line(quote, kShownQuoteBytes) + "\"";
      if (digest::to_u32(quote).size() < kQuoteCharactersMin) return "the quote " + shown + " is too short";
      if (floors_.find(piece.floor)->text.find(quote) == std::string::npos) {
        return "the quote " + shown + " does not stand in floor " + std::to_string(piece.floor.value) +
               " word for word";
      }
    }
    return std::nullopt;
  }

  std::vector<digest::Link> good_links(const std::vector<std::optional<digest::Link>>& links) const {
    std::vector<digest::Link> good;
    for (const auto& link : links) {
      if (link && leads_somewhere(*link)) good.push_back(*link);
    }
    return good;
  }

  bool leads_somewhere(const digest::Link& link) const {
    if (link.entry.empty()) return floors_.find(link.floor) != nullptr;
    const auto seq = digest::parse_entry_id(link.entry);
    return seq && *seq < input_.next_seq && digest::entry_id(*seq) == link.entry;
  }

  /// Left empty after revision 1 they are the floors of the batch that the entry cites: its marker names them.
  Floors floors_of(const ProposedEntry& entry) const {
    if (!entry.floors.empty() || entry.updates || input_.revision <= digest::Revision{1}) return entry.floors;
    Floors floors;
    std::copy_if(entry.cites.begin(), entry.cites.end(), std::back_inserter(floors),
                 [this](Floor floor) { return holds(asked_.floors, floor); });
    return floors;
  }

  std::optional<Floor> full_floor(const Floors& floors) const {
    for (const Floor floor : floors) {
      const auto at = entries_of_.find(floor);
      const int most = digest::units(floors_.find(floor)->text) <= kLongUnits ? 2 : 5;
      if (at != entries_of_.end() && at->second >= most) return floor;
    }
    return std::nullopt;
  }

  void keep(const ProposedEntry& entry, const digest::Entry* target, const Floors& floors,
            const std::vector<digest::Link>& links) {
    digest::Append append{
        .section = entry.section, .text = entry.text, .floors = floors, .evidence = entry.evidence, .links = links};
    if (target != nullptr) {
      append.section = target->section;
      append.links = {{.rel = digest::Link::Rel::updates, .entry = digest::entry_id(target->seq)}};
      append.corrects = target->cites.empty() ? entry.cites.front() : target->cites.front();
    }
    for (const Floor floor : floors) ++entries_of_[floor];
    owned_.insert(floors.begin(), floors.end());
    texts_.add(entry.text);
    review_.kept.operations.emplace_back(std::move(append));
  }

  /// V24–V26: each open floor once.
  void account() {
    if (summary_) review_.kept.operations.emplace_back(std::move(*summary_));
    for (const auto& [floor, reason] : quiet_) {
      if (owned_.contains(floor) || owned_before_.contains(floor)) note_rule("V25");
    }
    for (const Floor floor : asked_.open) {
      const auto* facts = floors_.find(floor);
      if (facts == nullptr || owned_.contains(floor)) continue;
      const auto quiet = quiet_.find(floor);
      if (quiet != quiet_.end()) {
        if (is_lazy(floor, *facts)) {
          review_.lazy.push_back(floor);
        } else {
          review_.kept.operations.emplace_back(digest::Quiet{.floor = floor, .reason = quiet->second});
        }
      } else if (repeated_.contains(floor)) {
        review_.kept.operations.emplace_back(digest::Quiet{.floor = floor, .reason = digest::Reason::duplicate});
      } else {
        review_.open.push_back(floor);
      }
    }
    if (!review_.open.empty()) note_rule("V24");
    if (!review_.lazy.empty()) note_rule("V26");
    asks_ = asks_ || !review_.open.empty() || !review_.lazy.empty();
  }

  bool is_lazy(Floor floor, const digest::FloorFacts& facts) const {
    return digest::units(facts.text) >= kWordyUnits && !holds(review_.flagged, floor);
  }

  const digest::BatchInput& input_;
  const Asked& asked_;
  digest::KnownFloors floors_;
  Floor last_;
  std::map<std::string, const digest::Entry*> entries_{};  // by id
  digest::KnownTexts texts_{0};        // the contract holds the shortest text that another contains for a repeat
  std::map<Floor, int> entries_of_{};  // how many account for the floor
  std::set<Floor> owned_{};            // by entries of this answer
  std::set<Floor> owned_before_{};
  std::map<Floor, digest::Reason> quiet_{};
  std::set<Floor> repeated_{};  // of entries that were duplicates
  std::optional<digest::Summarise> summary_{};
  std::size_t pieces_ = 0;
  std::vector<int> rules_{};
  bool asks_ = false;
  Review review_{};
};

}  // namespace

Review review(const digest::BatchInput& input, const Asked& asked, std::string_view content) {
  return Judgement(input, asked).run(content);
}

}  // namespace gailou::llm
