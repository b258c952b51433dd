#include "digest/compose/known_floors.h"

#include <algorithm>

#include "digest/text/body.h"
#include "digest/text/normalize.h"

namespace gailou::digest {

KnownFloors::KnownFloors(const BatchInput& input) : title_(input.title) {
  for (const std::string& author : input.authors) authors_.insert(norm(author));
  for (const Post& post : input.posts) {
    batch_.insert(post.floor);
    add(post);
  }
  for (const Post& post : input.context) add(post);
  for (const auto* entries : {&input.similar, &input.recent}) {
    for (const Entry& entry : *entries) cites_.try_emplace(entry_id(entry.seq), entry.cites);
  }
  changed_.insert(input.restored.begin(), input.restored.end());
  for (const Edit& edit : input.edits) {
    changed_.insert(edit.floor);
    before_[edit.floor] = &edit.before;
  }
}

void KnownFloors::add(const Post& post) {
  authors_.insert(norm(post.author));
  if (post.state == PostState::visible) posts_.try_emplace(post.floor, &post);
}

bool KnownFloors::entry_cites(const std::string& id, Floor floor) const {
  const auto at = cites_.find(id);
  return at != cites_.end() && std::binary_search(at->second.begin(), at->second.end(), floor);
}

const FloorFacts* KnownFloors::find(Floor floor) const {
  if (const auto at = facts_.find(floor); at != facts_.end()) return &at->second;
  const auto seen = posts_.find(floor);
  if (seen == posts_.end()) return nullptr;
  const Post& post = *seen->second;
  std::string text = norm(text_of(post.body));
  FigureSource figures(text);
  auto& facts = facts_
                    .try_emplace(floor, FloorFacts{.author = post.author,
                                                   .text = std::move(text),
                                                   .figures = std::move(figures),
                                                   .author_figures = FigureSource(post.author)})
                    .first->second;
  if (const auto edited = before_.find(floor); edited != before_.end())
    facts.earlier.emplace(norm(text_of(*edited->second)));
  return &facts;
}

}  // namespace gailou::digest
