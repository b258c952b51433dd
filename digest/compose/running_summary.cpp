#include "digest/compose/running_summary.h"

#include <algorithm>
#include <utility>

#include "digest/compose/cues.h"
#include "digest/compose/summary.h"
#include "digest/deals/about.h"
#include "digest/text/faults.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kSeveralOffers = 2;  // to be summed up

/// A visible floor of the context.
const Post* post_of(const BatchInput& input, Floor floor) {
  const auto is_it = [floor](const Post& post) { return post.floor == floor && post.state == PostState::visible; };
  const auto at = std::find_if(input.context.begin(), input.context.end(), is_it);
  return at == input.context.end() ? nullptr : &*at;
}

}  // namespace

RunningSummary::RunningSummary(const BatchInput& input, const Pack& pack, const FeatureKeys& title, const Scene& scene)
    : input_(input), pack_(pack), title_(title), scene_(scene) {
  note_standing_offers();
  if (input.summary.rev == Revision{}) return;
  summary_ = {.text = input.summary.text, .cites = input.summary.cites};
  const auto* opening = summary_.cites.empty() ? nullptr : post_of(input, summary_.cites.front());
  if (opening != nullptr) opener_ = opening->author;
}

/// Offers that stood before this batch, as far as a floor that names them may be cited.
void RunningSummary::note_standing_offers() {
  for (const auto& offer : input_.offers) {
    const auto seen = [this](Floor floor) { return post_of(input_, floor) != nullptr; };
    const auto at = std::find_if(offer.floors.begin(), offer.floors.end(), seen);
    if (at != offer.floors.end())
      offers_.push_back({.name = offer.state.offer, .status = offer.state.status, .floor = *at});
  }
}

void RunningSummary::note_offer(const Append& entry) {
  if (!entry.deal || (entry.floors.empty() && !entry.corrects)) return;
  const auto same = [&](const OfferStands& known) { return squash(known.name) == squash(entry.deal->offer); };
  const auto at = std::find_if(offers_.begin(), offers_.end(), same);
  if (at != offers_.end()) {
    at->status = entry.deal->status;
  } else {
    offers_.push_back({.name = entry.deal->offer,
                       .status = entry.deal->status,
                       .floor = entry.floors.empty() ? *entry.corrects : entry.floors.front()});
  }
}

bool RunningSummary::is_of_offers() const {
  std::vector<Floor> opened;
  for (const auto& offer : offers_) opened.push_back(offer.floor);
  return digest::is_of_offers(input_.title, opened);
}

void RunningSummary::lead(const Post& post, const Reading& reading) {
  if (!summary_.text.empty()) return;
  auto lead = lead_of(pack_, reading, post, title_, scene_);
  if (!lead) return;
  summary_ = std::move(*lead);
  opener_ = post.author;
}

/// Who decides has spoken, or who opened the thread closes it.
bool RunningSummary::changes_the_picture(const Post& post, const Append& entry) const {
  const auto form = cue_form(pack_, entry.text);
  if (!has_cue(pack_, form, Cue::official)) return false;
  if (post.author == opener_) return entry.section != "disputes";
  return entry.section == "latest" && !has_cue(pack_, form, Cue::self);
}

void RunningSummary::note_news(const Post& post, const Append& entry) {
  if (summary_.text.empty() || !changes_the_picture(post, entry)) return;
  auto fresh = with_news(summary_, entry.text, post.floor, input_.settings.language);
  // Who has joined the thread since may bear the name that the lead begins with.
  if (fresh && clean_faults(fresh->text, scene_.authors).empty()) summary_ = std::move(*fresh);
}

std::optional<Summarise> RunningSummary::changed() {
  if (offers_.size() >= kSeveralOffers || (is_of_offers() && summary_.text.empty())) {
    if (auto summary = summary_of_offers(offers_, input_.settings.language)) summary_ = std::move(*summary);
  }
  if (summary_.text.empty() || summary_.text == input_.summary.text) return std::nullopt;
  return summary_;
}

}  // namespace gailou::digest
