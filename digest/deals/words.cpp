#include "digest/deals/words.h"

#include <algorithm>
#include <span>

#include "digest/deals/scan.h"
#include "digest/deals/word_tables.h"

namespace gailou::digest {
namespace deal_words {
namespace {

std::span<const Word> table_of(DealWord kind) {
  switch (kind) {
    case DealWord::received:
      return kReceived;
    case DealWord::done:
      return kDone;
    case DealWord::failed:
      return kFailed;
    case DealWord::neutral:
      return kNeutral;
    case DealWord::had_not:
      return kHadNot;
    case DealWord::waiting:
      return kWaiting;
    case DealWord::over:
      return kOver;
    case DealWord::back:
      return kBack;
    case DealWord::still:
      return kStill;
    case DealWord::local:
      return kLocal;
    case DealWord::everywhere:
      return kEverywhere;
    case DealWord::elsewhere:
      return kElsewhere;
    case DealWord::hedge:
      return kHedge;
    case DealWord::second:
      return kSecond;
    case DealWord::asking:
      return kAsking;
    case DealWord::hearsay:
      return kHearsay;
    case DealWord::chosen_few:
      return kChosenFew;
    case DealWord::changed:
      return kChanged;
    case DealWord::was:
      return kWas;
    case DealWord::end_before:
      return kEndBefore;
    case DealWord::end_behind:
      return kEndBehind;
    case DealWord::last_day_near:
      return kLastDayNear;
    case DealWord::start_before:
      return kStartBefore;
    case DealWord::start_behind:
      return kStartBehind;
    case DealWord::till:
      return kTill;
    case DealWord::getting_in:
      return kGettingIn;
    case DealWord::gives:
      return kGives;
    case DealWord::given:
      return kGiven;
    case DealWord::asks:
      return kAsks;
    case DealWord::asked:
      return kAsked;
    case DealWord::offer:
      return kOffer;
    case DealWord::condition:
      return kCondition;
    case DealWord::spam:
      return kSpam;
    case DealWord::no_offer:
      return kNoOffer;
    case DealWord::deal_thread:
      return kDealThread;
    case DealWord::no_name:
      return kNoName;
    case DealWord::weak_name:
      return kWeakName;
    case DealWord::filler:
      return kFiller;
  }
  return {};
}

}  // namespace
}  // namespace deal_words

bool says(std::u32string_view text, DealWord kind) {
  return find_deal_word(text, kind) != std::u32string_view::npos;
}

std::size_t find_deal_word(std::u32string_view text, DealWord kind, std::size_t from) {
  auto first = std::u32string_view::npos;
  for (const auto word : deal_words::table_of(kind)) first = std::min(first, find_word(text, word, from));
  return first;
}

bool ends_in(std::u32string_view front, DealWord kind, std::size_t gap) {
  for (const auto word : deal_words::table_of(kind)) {
    if (word.size() > front.size()) continue;
    const auto last = front.size() - word.size();
    const auto first = last > gap ? last - gap : 0;
    for (auto at = first; at <= last; ++at) {
      if (stands_at(front, at, word)) return true;
    }
  }
  return false;
}

bool begins_in(std::u32string_view back, DealWord kind, std::size_t gap) {
  for (std::size_t at = 0; at <= gap && at < back.size(); ++at) {
    if (word_length_at(back, at, kind) > 0) return true;
  }
  return false;
}

std::size_t word_length_at(std::u32string_view text, std::size_t at, DealWord kind) {
  std::size_t longest = 0;
  for (const auto word : deal_words::table_of(kind)) {
    if (word.size() > longest && stands_at(text, at, word)) longest = word.size();
  }
  return longest;
}

bool is_deal_word(std::u32string_view word, DealWord kind) {
  const auto table = deal_words::table_of(kind);
  return std::find(table.begin(), table.end(), word) != table.end();
}

}  // namespace gailou::digest
