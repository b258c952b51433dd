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
    const auto at = facts_.find(edit.floor);
    if (at != facts_.end()) at->second.earlier.emplace(norm(text_of(edit.before)));
  }
}

void KnownFloors::add(const Post& post) {
  authors_.insert(norm(post.author));
  if (post.state != PostState::visible) return;
  std::string text = norm(text_of(post.body));
  FigureSource figures(text);
  facts_.try_emplace(post.floor, FloorFacts{.author = post.author,
                                            .text = std::move(text),
                                            .figures = std::move(figures),
                                            .author_figures = FigureSource(post.author)});
}

bool KnownFloors::entry_cites(const std::string& id, Floor floor) const {
  const auto at = cites_.find(id);
  return at != cites_.end() && std::binary_search(at->second.begin(), at->second.end(), floor);
}

const FloorFacts* KnownFloors::find(Floor floor) const {
  const auto at = facts_.find(floor);
  return at == facts_.end() ? nullptr : &at->second;
}

}  // namespace gailou::digest
