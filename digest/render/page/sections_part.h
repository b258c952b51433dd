// The digest's five sections on a page, the list of them, and the count of what is new in them.
#pragma once

#include "digest/render/page/entry_part.h"
#include "digest/render/page/entry_places.h"
#include "digest/render/view.h"

namespace gailou::render {

/// "（暂无）"
Node nothing_yet(digest::Language language);

/// The five sections with their numbers of entries, each a link to its place on the page.
Node contents_part(const EntryPlaces& entries, digest::Language language);

/// <section id="s2">; of a long one the entries that the page has, and the way to the others.
Node section_part(std::size_t index, const digest::Digest& digest, const EntryContext& context);

/// "上次访问后新增 6 条", a link to the first; hidden until there is something to count. gailou.js fills the same.
Node news_part(const ThreadView& view, const EntryContext& context);

/// Where a reader stopped, whose entries are marked from there on.
std::optional<digest::SincePoint> since_of(const ThreadView& view);
/// The same for the address of another page: "r120"; may be empty.
std::string since_name(const ThreadView& view);

}  // namespace gailou::render
