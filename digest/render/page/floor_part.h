// A floor on a page: its number, author, time, and what it says.
#pragma once

#include <vector>

#include "digest/render/blocks/node.h"
#include "digest/render/page/places.h"
#include "digest/render/view.h"

namespace gailou::render {

/// <article id="p62">
Node floor_article(const digest::StoredPost& stored, const Places& places, const Site& site);

/// The page's floors in their order, with those that are gone in their places.
std::vector<Node> floor_articles(const ThreadView& view, const Places& places, const Site& site);

/// <article id="p61"> of a floor that is gone: its number and what became of it, nothing it said.
Node gone_article(const digest::FloorFact& fact, const Places& places, const Site& site);

/// "↗", a link to the floor at the forum with a name for who can't see it; nothing without a forum.
std::vector<Node> forum_arrow(digest::Floor floor, const Places& places);

/// What stands under the heading: the body's blocks, or where a moved floor lives now.
std::vector<Node> floor_body(const digest::StoredPost& stored, const Places& places, const Site& site);

/// The body's blocks. `origin` is put before upload paths; images are links, never loaded.
std::vector<Node> body_blocks(const digest::StoredPost& stored, const Places& places);

}  // namespace gailou::render
