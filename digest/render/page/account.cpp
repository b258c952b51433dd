#include "digest/render/page/account.h"

#include <algorithm>
#include <iterator>

namespace gailou::render {
namespace {

using digest::Floor;
using digest::PostState;
using digest::Reason;

void settle(std::vector<Floor>& floors) {
  std::sort(floors.begin(), floors.end());
  floors.erase(std::unique(floors.begin(), floors.end()), floors.end());
}

bool has(const std::vector<Floor>& sorted, Floor floor) {
  return std::binary_search(sorted.begin(), sorted.end(), floor);
}

void leave_out(std::vector<Floor>& floors, const std::vector<Floor>& sorted) {
  std::erase_if(floors, [&](Floor floor) { return has(sorted, floor); });
}

void add_gone(Account& account, const std::vector<digest::FloorFact>& facts) {
  for (const auto& fact : facts) {
    if (fact.state != PostState::visible) account.gone.push_back(fact.floor);
  }
  if (const auto found = account.nothing_new.find(Reason::deleted); found != account.nothing_new.end()) {
    account.gone.insert(account.gone.end(), found->second.begin(), found->second.end());
    account.nothing_new.erase(found);
  }
  settle(account.gone);
}

std::vector<Floor> settled_of(const Account& account) {
  std::vector<Floor> settled = account.in_entries;
  for (const auto& [reason, floors] : account.nothing_new) settled.insert(settled.end(), floors.begin(), floors.end());
  settle(settled);
  return settled;
}

}  // namespace

std::int64_t Account::quiet() const {
  std::int64_t sum = 0;
  for (const auto& [reason, floors] : nothing_new) sum += std::ssize(floors);
  return sum;
}

std::vector<digest::FloorFact> facts_of(const ThreadView& view) {
  if (!view.facts.empty()) return view.facts;
  std::vector<digest::FloorFact> facts;
  for (const auto& stored : view.posts) {
    if (stored.post.small_action) continue;
    facts.push_back({.floor = stored.post.floor,
                     .author = stored.post.author,
                     .created_at = stored.post.created_at,
                     .state = stored.post.state});
  }
  return facts;
}

Account account_of(const ThreadView& view) {
  Account account;
  // A long floor may have given several entries.
  for (const auto& entry : view.digest.entries) {
    account.in_entries.insert(account.in_entries.end(), entry.floors.begin(), entry.floors.end());
  }
  settle(account.in_entries);
  for (const auto& [floor, reason] : view.digest.nothing_new) account.nothing_new[reason].push_back(floor);
  const auto facts = facts_of(view);
  add_gone(account, facts);
  leave_out(account.in_entries, account.gone);
  for (auto& [reason, floors] : account.nothing_new) {
    settle(floors);
    leave_out(floors, account.gone);
  }
  std::erase_if(account.nothing_new, [](const auto& row) { return row.second.empty(); });
  const auto settled = settled_of(account);
  for (const auto& fact : facts) {
    if (fact.state == PostState::visible && !has(settled, fact.floor)) account.pending.push_back(fact.floor);
  }
  settle(account.pending);
  leave_out(account.pending, account.gone);
  account.last = view.digest.thread.last_number.value;
  for (const auto* floors : {&account.pending, &account.gone}) {
    if (!floors->empty()) account.last = std::max(account.last, floors->back().value);
  }
  return account;
}

std::vector<Fate> fates_of(const Account& account) {
  std::vector<Fate> fates(static_cast<std::size_t>(std::max<std::int64_t>(account.last, 0)), Fate::missing);
  const auto mark = [&](const std::vector<Floor>& marked, Fate fate) {
    for (const Floor floor : marked) {
      if (floor.value >= 1 && floor.value <= account.last) fates[static_cast<std::size_t>(floor.value - 1)] = fate;
    }
  };
  mark(account.pending, Fate::pending);
  for (const auto& [reason, floors] : account.nothing_new) mark(floors, Fate::nothing_new);
  mark(account.in_entries, Fate::entry);
  mark(account.gone, Fate::gone);
  return fates;
}

std::vector<FloorRange> ranges_of(const std::vector<Floor>& sorted) {
  std::vector<FloorRange> ranges;
  for (const Floor floor : sorted) {
    if (!ranges.empty() && floor.value <= ranges.back().last.value + 1) {
      ranges.back().last = floor;
    } else {
      ranges.push_back({floor, floor});
    }
  }
  return ranges;
}

}  // namespace gailou::render
