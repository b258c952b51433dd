// Offers in a few words, as the lists of them get them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "digest/deals/standing.h"

namespace gailou::tests {

inline digest::Instant moment(const std::string& iso) {
  return digest::parse_iso(iso).value();
}

inline std::vector<digest::Floor> floors(std::initializer_list<std::int64_t> numbers) {
  std::vector<digest::Floor> list;
  for (const auto number : numbers) list.push_back(digest::Floor{number});
  return list;
}

/// Alive, opened by e5 on floor 1, last spoken of on 30 May 2026.
inline digest::OfferStanding offer(const std::string& name, const std::string& ends = {}) {
  digest::OfferStanding made;
  made.source = "uscardforum";
  made.topic = digest::TopicId{500101};
  made.title = "2026年5月小羊毛合集";
  made.origin = "https://www.uscardforum.com";
  made.state.offer = name;
  made.state.ends = ends;
  made.first = digest::EntrySeq{5};
  made.entries = {digest::EntrySeq{5}};
  made.cites = floors({1});
  made.changed = digest::Revision{4};
  made.changed_at = moment("2026-06-02T16:00:00.000Z");
  made.last_report = digest::LastReport{.floor = digest::Floor{47}, .at = moment("2026-05-31T01:00:00.000Z")};
  return made;
}

/// An offer with everything: an amount, terms, an end and reports by two people.
inline digest::OfferStanding wells_fargo() {
  auto made = offer("Wells Fargo 开户", "2026-07-07");
  made.state.amount = "$325";
  made.state.terms = {"新户", "90 天内 DD 满 $1,000", "部分州不行"};
  made.state.data_points = {.success = floors({36}), .failure = floors({32})};
  made.people = {.success = 1, .failure = 1};
  made.cites = floors({1, 8, 9, 19, 20, 21, 32, 33, 34, 35, 36});
  return made;
}

}  // namespace gailou::tests
