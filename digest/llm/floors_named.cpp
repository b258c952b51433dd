// The floors that an answer speaks of, whatever else is wrong with it.
#include <set>

#include "digest/llm/json_text.h"
#include "digest/llm/operations.h"
#include "digest/llm/review.h"

namespace gailou::llm {
namespace {

constexpr std::size_t kNamedMax = 256;

class Named {
 public:
  void add(const nlohmann::json& number) {
    const auto value = whole_number(number);
    if (value && *value > 0 && floors_.size() < kNamedMax) floors_.insert(digest::Floor{*value});
  }
  void add_each(const nlohmann::json& list) {
    if (!list.is_array()) return;
    for (const auto& number : list) add(number);
  }
  void add_members(const nlohmann::json& list) {
    if (!list.is_array()) return;
    for (const auto& item : list) add(member(item, "floor"));
  }
  std::vector<digest::Floor> all() const { return {floors_.begin(), floors_.end()}; }

 private:
  std::set<digest::Floor> floors_{};
};

}  // namespace

std::vector<digest::Floor> floors_named(std::string_view content) {
  const Unwrapped unwrapped = unwrap(content);
  if (!unwrapped.answer) return {};
  const auto& operations = member(*unwrapped.answer, "ops");
  if (!operations.is_array()) return {};
  Named named;
  for (const auto& operation : operations) {
    named.add_members(member(operation, "evidence"));
    named.add_members(member(operation, "links"));
    named.add_each(member(operation, "cites"));
  }
  return named.all();
}

}  // namespace gailou::llm
