#include "storage/records.h"

#include <utility>

namespace gailou::storage {
namespace {

constexpr std::pair<ThreadState, std::string_view> kStates[] = {
    {ThreadState::active, "active"}, {ThreadState::asleep, "asleep"},         {ThreadState::closed, "closed"},
    {ThreadState::paused, "paused"}, {ThreadState::challenged, "challenged"}, {ThreadState::unreachable, "unreachable"},
    {ThreadState::gone, "gone"}};

}  // namespace

std::string_view name_of(ThreadState state) {
  for (const auto& [value, name] : kStates) {
    if (value == state) return name;
  }
  return "active";
}

std::optional<ThreadState> thread_state_of(std::string_view name) {
  for (const auto& [value, known] : kStates) {
    if (known == name) return value;
  }
  return std::nullopt;
}

}  // namespace gailou::storage
