#include "digest/llm/deals.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "digest/compose/judge.h"
#include "digest/compose/reading.h"
#include "digest/deals/offer_name.h"
#include "digest/deals/reader.h"
#include "digest/deals/scan.h"
#include "digest/deals/state.h"
#include "digest/text/normalize.h"

namespace gailou::llm {
namespace {

using digest::Append;
using digest::Floor;
using digest::Operation;

constexpr std::size_t kRoundsMax = 40;

/// Whose words tell of the offers of a floor.
enum class Words { models, readers, plain };

Words next_of(Words words) {
  return words == Words::models ? Words::readers : Words::plain;
}

bool has_floor(const std::vector<Floor>& floors, Floor floor) {
  return std::find(floors.begin(), floors.end(), floor) != floors.end();
}

bool has_evidence(const Append& append, Floor floor) {
  return std::any_of(append.evidence.begin(), append.evidence.end(),
                     [floor](const digest::Evidence& piece) { return piece.floor == floor; });
}

void add_evidence(Append& append, const Append& more) {
  std::set<Floor> held;
  for (const auto& piece : append.evidence) held.insert(piece.floor);
  for (const auto& piece : more.evidence) {
    if (!held.contains(piece.floor)) append.evidence.push_back(piece);
  }
}

bool names(const Append& append, const digest::Deal& deal) {
  const auto text = digest::small_form(digest::norm32(append.text));
  if (!digest::named_in(text, {digest::name_keys(deal.offer)}).empty()) return true;
  return !deal.amount.empty() && digest::norm(append.text).find(digest::norm(deal.amount)) != std::string::npos;
}

/// Reports that change nothing of the offer.
bool only_reports(const Append& append) {
  const auto& deal = *append.deal;
  return !append.corrects && !deal.data_points.empty() && deal.amount.empty() && deal.ends.empty() &&
         deal.starts.empty() && deal.terms.empty();
}

void add_points(std::vector<Floor>& points, const std::vector<Floor>& more) {
  points.insert(points.end(), more.begin(), more.end());
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
}

class DealWriter {
 public:
  DealWriter(const digest::BatchInput& input, const std::vector<Operation>& operations)
      : input_(input), operations_(operations) {
    scene_.title = input.title;
    scene_.max_units = input.settings.max_entry;
    for (const auto& author : input.authors) scene_.authors.insert(digest::norm(author));
    for (const auto* posts : {&input.posts, &input.context}) {
      for (const auto& post : *posts) scene_.authors.insert(digest::norm(post.author));
    }
    for (std::size_t at = 0; at < operations.size(); ++at) note(at);
  }

  bool has_any() const { return !homes_.empty(); }

  std::vector<Operation> run() {
    // A refusal changes what later floors are read against; each floor is refused twice at most.
    const std::size_t rounds = std::min(kRoundsMax, 2 * (homes_.size() + told_of_.size()) + 1);
    for (std::size_t round = 0; round < rounds; ++round) {
      build();
      if (accepted()) return flat();
    }
    return operations_;
  }

 private:
  /// The first of the batch's floors that an entry of section deals tells of, by which it is dressed.
  void note(std::size_t at) {
    const auto* append = std::get_if<Append>(&operations_[at]);
    if (append == nullptr || append->section != "deals" || append->deal || append->corrects) return;
    bool is_home = true;
    for (const auto& post : input_.posts) {
      const bool tells =
          append->floors.empty() ? has_evidence(*append, post.floor) : has_floor(append->floors, post.floor);
      if (!tells) continue;
      if (is_home) {
        homes_[post.floor].push_back(at);
      } else {
        told_of_.emplace(post.floor, at);
      }
      is_home = false;
    }
  }

  void build() {
    slots_.clear();
    for (const auto& operation : operations_) slots_.push_back({operation});
    home_of_slot_.assign(operations_.size(), std::nullopt);
    digest::DealReader reader(input_, scene_);
    digest::EarlierFloors earlier;
    for (const auto& post : input_.context) {
      if (post.state == digest::PostState::visible) earlier.add(post);
    }
    for (const auto& post : input_.posts) {
      dress(post, reader, earlier);
      earlier.add(post);
    }
  }

  void dress(const digest::Post& post, digest::DealReader& reader, const digest::EarlierFloors& earlier) {
    const auto home = homes_.find(post.floor);
    const auto told = told_of_.find(post.floor);
    if (home == homes_.end() && told == told_of_.end()) return;
    if (words_[post.floor] == Words::plain) return;
    auto read = reader.read(post, digest::read_floor(post, earlier)).entries;
    if (read.empty()) return;
    if (home == homes_.end()) return add_reports(told->second, post.floor, std::move(read));
    const auto& mine = home->second;
    if (words_[post.floor] == Words::models && mine.size() >= read.size()) return put_on(mine, post.floor, read);
    replace(mine, post.floor, std::move(read));
  }

  /// Each offer on the entry that names it, else on the first that has none.
  void put_on(const std::vector<std::size_t>& mine, Floor floor, const std::vector<Append>& read) {
    std::set<std::size_t> taken;
    for (const Append& offer : read) {
      const auto is_free = [&](std::size_t at) { return !taken.contains(at); };
      auto at = std::find_if(mine.begin(), mine.end(), [&](std::size_t one) {
        return is_free(one) && names(std::get<Append>(slots_[one].front()), *offer.deal);
      });
      if (at == mine.end()) at = std::find_if(mine.begin(), mine.end(), is_free);
      taken.insert(*at);
      auto& append = std::get<Append>(slots_[*at].front());
      append.deal = offer.deal;
      append.corrects = offer.corrects;
      add_evidence(append, offer);
      home_of_slot_[*at] = floor;
    }
  }

  /// The floor's offers in the offline engine's words; floors that the model's entries account for besides go with
  /// them.
  void replace(const std::vector<std::size_t>& mine, Floor floor, std::vector<Append> read) {
    for (const std::size_t at : mine) {
      const auto model = std::get<Append>(operations_[at]);
      for (const Floor one : model.floors) {
        if (has_floor(read.front().floors, one)) continue;
        read.front().floors.push_back(one);
      }
      Append besides;
      std::copy_if(model.evidence.begin(), model.evidence.end(), std::back_inserter(besides.evidence),
                   [&](const digest::Evidence& piece) { return has_floor(read.front().floors, piece.floor); });
      add_evidence(read.front(), besides);
      slots_[at].clear();
    }
    std::sort(read.front().floors.begin(), read.front().floors.end());
    auto& slot = slots_[mine.front()];
    std::move(read.begin(), read.end(), std::back_inserter(slot));
    home_of_slot_[mine.front()] = floor;
  }

  /// An entry that tells of several floors: what later ones of them report is added to its deal, or stands behind it.
  void add_reports(std::size_t at, Floor floor, std::vector<Append> read) {
    for (Append& report : read) {
      auto* append = slots_[at].empty() ? nullptr : std::get_if<Append>(&slots_[at].front());
      const bool is_same = append != nullptr && append->deal && only_reports(report) &&
                           digest::offer_key(append->deal->offer) == digest::offer_key(report.deal->offer);
      if (is_same) {
        auto& points = append->deal->data_points;
        const auto& more = report.deal->data_points;
        add_points(points.success, more.success);
        add_points(points.failure, more.failure);
        add_points(points.pending, more.pending);
        add_evidence(*append, report);
      } else if (append != nullptr && !append->deal && !append->corrects) {
        append->deal = std::move(report.deal);
        append->corrects = report.corrects;
        add_evidence(*append, report);
      } else {
        slots_[at].push_back(std::move(report));
      }
      if (!home_of_slot_[at]) home_of_slot_[at] = floor;
    }
  }

  /// Whether the judge takes all that was dressed; floors whose words it refuses are told in others next time.
  bool accepted() {
    std::vector<std::optional<Floor>> home_of;
    std::vector<bool> has_deal;
    for (std::size_t at = 0; at < slots_.size(); ++at) {
      for (const auto& operation : slots_[at]) {
        const auto* append = std::get_if<Append>(&operation);
        home_of.push_back(home_of_slot_[at]);
        has_deal.push_back(append != nullptr && append->deal.has_value());
      }
    }
    std::set<Floor> refused;
    for (const auto& refusal : digest::judge(input_, {.operations = flat()}).refused) {
      if (refusal.operation < home_of.size() && home_of[refusal.operation] && has_deal[refusal.operation]) {
        refused.insert(*home_of[refusal.operation]);
      }
    }
    // The first one only: what later floors are refused for may follow from it.
    if (!refused.empty()) words_[*refused.begin()] = next_of(words_[*refused.begin()]);
    return refused.empty();
  }

  std::vector<Operation> flat() const {
    std::vector<Operation> all;
    for (const auto& slot : slots_) all.insert(all.end(), slot.begin(), slot.end());
    return all;
  }

  const digest::BatchInput& input_;
  const std::vector<Operation>& operations_;
  digest::Scene scene_{};
  std::map<Floor, std::vector<std::size_t>> homes_{};  // by floor, the operations that it dresses
  std::map<Floor, std::size_t> told_of_{};             // floors that an entry tells of besides
  std::map<Floor, Words> words_{};
  std::vector<std::vector<Operation>> slots_{};  // what each operation has become
  std::vector<std::optional<Floor>> home_of_slot_{};
};

}  // namespace

std::vector<Operation> with_deals(const digest::BatchInput& input, std::vector<Operation> operations) {
  DealWriter writer(input, operations);
  if (!writer.has_any()) return operations;
  return writer.run();
}

}  // namespace gailou::llm
