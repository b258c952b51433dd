// An edited floor compared offer by offer: only what its new text changes of one is told.
#include <algorithm>

#include "digest/deals/offers.h"
#include "digest/deals/reader.h"
#include "digest/deals/telling.h"
#include "digest/text/figures.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr Floor kOpening{1};

/// What the new text of a floor says of an offer otherwise than the old one did; fields that stay the same are empty.
Deal changes_of(const Deal& before, const Deal& after, const Deal& state) {
  Deal out{.offer = state.offer, .status = state.status};
  const auto take = [](std::string& into, const std::string& was, const std::string& now, const std::string& known) {
    if (!now.empty() && now != was && now != known) into = now;
  };
  if (numbers(before.amount) != numbers(after.amount)) take(out.amount, before.amount, after.amount, state.amount);
  take(out.starts, before.starts, after.starts, state.starts);
  take(out.ends, before.ends, after.ends, state.ends);
  if (!after.terms.empty() && after.terms != before.terms && after.terms != state.terms) out.terms = after.terms;
  if (after.status != before.status && after.status != state.status) out.status = after.status;
  return out;
}

bool says_nothing(const Deal& change, const Deal& state) {
  return change.status == state.status && change.amount.empty() && change.terms.empty() && change.starts.empty() &&
         change.ends.empty();
}

News news_of(const Deal& change, const Deal& state) {
  News news;
  news.died = change.status == DealStatus::expired && state.status != DealStatus::expired;
  news.came_back = change.status == DealStatus::alive && state.status != DealStatus::alive;
  if (!change.ends.empty()) news.ends_was = state.ends;
  news.ends_now = change.ends;
  if (!change.amount.empty()) news.amount_was = state.amount;
  for (const auto& term : change.terms) news.terms_now += (news.terms_now.empty() ? "" : "、") + term;
  news.amount_now = change.amount;
  return news;
}

std::string where(Floor floor, Language language) {
  if (language == Language::en) return floor == kOpening ? "First floor edited: " : "Edited: ";
  return floor == kOpening ? "首楼已改：" : "原楼已改：";
}

}  // namespace

std::vector<Append> DealReader::edited(const Edit& edit) {
  std::vector<Append> out;
  const auto at = posts_.find(edit.floor.value);
  if (at == posts_.end() || input_.revision == Revision{1}) return out;
  const Post& post = *at->second;
  Post old = post;
  old.body = edit.before;
  const auto reading = read_floor(post, {});
  const auto was = offers_in(said_lines(read_floor(old, {})), scene_of(old, false));
  for (const auto& now : offers_in(said_lines(reading), scene_of(post, true))) {
    const auto place = offers_.same_as(now.deal);
    if (!place) continue;
    const Deal& state = offers_[*place].state;
    const auto same = std::find_if(
        was.begin(), was.end(), [&](const Announced& announced) { return offers_.same_as(announced.deal) == place; });
    const bool is_its_own =
        std::binary_search(offers_[*place].floors.begin(), offers_[*place].floors.end(), edit.floor);
    if (same == was.end() && !is_its_own) continue;
    const auto change = changes_of(same == was.end() ? Deal{} : same->deal, now.deal, state);
    if (says_nothing(change, state)) continue;
    const auto lead = lead_of(news_of(change, state), state.offer, false, input_.settings.language);
    if (lead.empty()) continue;
    auto entry = told_alone(reading, post, now.sentences, where(edit.floor, input_.settings.language) + lead);
    if (!entry) continue;
    entry->deal = change;
    tell(*entry, edit.floor, true);
    entry->floors.clear();
    out.push_back(std::move(*entry));
  }
  return out;
}

}  // namespace gailou::digest
