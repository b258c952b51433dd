// A digest's entries on a page.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "digest/render/blocks/node.h"
#include "digest/render/page/entry_places.h"
#include "digest/render/page/places.h"
#include "digest/render/view.h"

namespace gailou::render {

/// Which later entries contradict or update an entry: shown on the earlier one, so that nobody stops reading there.
using Echoes = std::map<std::string, std::vector<const digest::Entry*>, std::less<>>;
Echoes echoes_of(const digest::Digest& digest);

struct EntryContext {
  const Places& places;
  const Site& site;
  const Echoes& echoes;
  const EntryPlaces& entries;
  std::optional<digest::SincePoint> since{};  // what a reader who stopped there hasn't read is marked as new
};

/// <li id="e30">: marker, text, cites, relations.
Node entry_item(const digest::Entry& entry, const EntryContext& context);

/// <li> of an entry that stands whole at `place`, where its marker leads to, or the link behind one that has none.
struct Whole {
  Target place;
  std::string_view link;  // "↓"
  std::string_view name;  // for who can't see that
};
Node entry_brief(const digest::Entry& entry, const Whole& whole, const EntryContext& context);

/// "(#2, #4)", each a link to its floor.
Node cite_list(const std::vector<digest::Floor>& cites, const Places& places);

/// The badge of what is new since the last visit; gailou.js makes the same.
Node new_badge(digest::Language language);

bool is_new(const digest::Entry& entry, const EntryContext& context);

}  // namespace gailou::render
