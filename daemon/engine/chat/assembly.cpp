#include "daemon/engine/chat/assembly.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "digest/compose/append.h"
#include "digest/compose/judge.h"

namespace gailou::engine {

using digest::Append;
using digest::BatchInput;
using digest::Floor;
using digest::Operation;
using digest::Post;
using digest::Quiet;
using digest::Summarise;

namespace {

bool stands_in(const std::vector<Floor>& floors, Floor floor) {
  return std::find(floors.begin(), floors.end(), floor) != floors.end();
}

}  // namespace

BatchInput rest_of(const BatchInput& input, const std::vector<Floor>& floors) {
  BatchInput rest = input;
  const auto begin_of_others = std::stable_partition(rest.posts.begin(), rest.posts.end(),
                                                     [&](const Post& post) { return stands_in(floors, post.floor); });
  std::move(begin_of_others, rest.posts.end(), std::back_inserter(rest.context));
  rest.posts.erase(begin_of_others, rest.posts.end());
  std::sort(rest.context.begin(), rest.context.end(), [](const Post& a, const Post& b) { return a.floor < b.floor; });
  return rest;
}

bool has_summary(const std::vector<Operation>& operations) {
  return std::any_of(operations.begin(), operations.end(),
                     [](const Operation& operation) { return std::holds_alternative<Summarise>(operation); });
}

std::vector<Operation> joined(std::vector<Operation> written, std::vector<Operation> offline, bool takes_summary) {
  for (auto& operation : offline) {
    if (std::holds_alternative<Summarise>(operation) && !takes_summary) continue;
    written.push_back(std::move(operation));
  }
  return written;
}

std::vector<std::size_t> refused_operations(const BatchInput& input, const std::vector<Operation>& operations,
                                            std::size_t count) {
  const auto judged = digest::judge(input, {.operations = operations});
  std::vector<std::size_t> refused;
  for (const auto& refusal : judged.refused) {
    // A link is dropped alone (G15); a repetition is accounted for as such.
    if (refusal.operation >= count || refusal.gate == "repeat" || refusal.gate == "G15") continue;
    if (refused.empty() || refused.back() != refusal.operation) refused.push_back(refusal.operation);
  }
  std::sort(refused.begin(), refused.end());
  refused.erase(std::unique(refused.begin(), refused.end()), refused.end());
  return refused;
}

std::vector<Floor> floors_of(const BatchInput& input, const Operation& operation) {
  std::vector<Floor> floors;
  if (const auto* quiet = std::get_if<Quiet>(&operation)) floors.push_back(quiet->floor);
  if (const auto* append = std::get_if<Append>(&operation)) {
    floors = append->floors;
    for (const auto& piece : append->evidence) {
      if (append->floors.empty()) floors.push_back(piece.floor);
    }
  }
  std::erase_if(floors, [&](Floor floor) {
    return std::none_of(input.posts.begin(), input.posts.end(),
                        [floor](const Post& post) { return post.floor == floor; });
  });
  return floors;
}

bool may_be_written(const BatchInput& input, const std::vector<Operation>& operations) {
  const auto step = digest::append(input, digest::judge(input, {.operations = operations}));
  return digest::step_faults(input, step).empty();
}

std::vector<Post> cited_of(const std::vector<Operation>& operations, const std::vector<Post>& posts) {
  std::set<Floor> cited;
  for (const auto& operation : operations) {
    if (const auto* append = std::get_if<Append>(&operation)) {
      for (const auto& piece : append->evidence) cited.insert(piece.floor);
      for (const auto& link : append->links) cited.insert(link.floor);
    } else if (const auto* summary = std::get_if<Summarise>(&operation)) {
      cited.insert(summary->cites.begin(), summary->cites.end());
    }
  }
  std::vector<Post> found;
  std::copy_if(posts.begin(), posts.end(), std::back_inserter(found),
               [&](const Post& post) { return cited.contains(post.floor); });
  return found;
}

}  // namespace gailou::engine
