// What a page says of its thread as a whole: the facts line, and the notice of a state that is not the usual one.
#pragma once

#include <string>
#include <vector>

#include "digest/render/blocks/node.h"
#include "digest/render/page/places.h"
#include "digest/render/view.h"

namespace gailou::render {

/// "71 楼 · 已收录 70 · 更新 5月9日 17:02 PDT · 修订 r128"
Node facts_line(const ThreadView& view, const Places& places, const Site& site);

/// Nothing in the usual state; else one paragraph each: still being fetched, source down, paused, closed, gone.
std::vector<Node> state_notices(const ThreadView& view, const Places& places, const Site& site);

/// "已暂停" and the like for a list of threads; "" for an active one.
std::string_view state_word(std::string_view state, digest::Language language);

}  // namespace gailou::render
