// One entry as an item of a Markdown list.
#pragma once

#include "digest/digest.h"
#include "digest/render/blocks/node.h"
#include "digest/render/page/places.h"

namespace gailou::render {

/// Marker, text and cites, each floor linked to the forum's.
Node markdown_entry(const digest::Entry& entry, const Places& places, const Site& site);

/// A link to the floor at the forum where there is one, else the label alone.
Node at_forum(digest::Floor floor, const std::string& label, const Places& places);

}  // namespace gailou::render
