// What an item says, whatever the format: its id, title, times, links, text.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "digest/render/feed/feed.h"

namespace gailou::render {

/// "tag:4f1d….gailou.invalid,2026-11-27:" + name
std::string tag_uri(const digest::FeedIdentity& identity, const std::string& name);
std::string item_name(const digest::FeedItem& item, bool by_revision);

/// "新增#59 · " and the first 40 characters of the entry; of a revision, the thread and how many entries it wrote.
std::string item_title(const digest::FeedItem& item, const FeedView& view, const Site& site);

/// RFC 3339. The second is that of the commit; the fraction comes from its number and the place in it, so that no two
/// items of a feed have the same.
std::string item_published(const digest::FeedItem& item, bool by_revision);
std::string item_updated(const digest::FeedItem& item, bool by_revision);
/// Of the feed: the latest of its items'.
std::string feed_updated(const FeedView& view);

/// Its place on the thread's page.
std::string item_url(const digest::FeedItem& item, const FeedView& view);
std::string thread_url(const digest::FeedItem& item, const FeedView& view);
/// The floor at the forum that it tells of first; nothing for a tombstone, a revision, or a thread without a forum.
std::optional<std::string> forum_floor_url(const digest::FeedItem& item);
/// Places of the entries that a correction means.
std::vector<std::string> meant_urls(const digest::FeedItem& item, const FeedView& view);

/// Sections of its entries, each once, in the order of the digest.
std::vector<std::string> item_sections(const digest::FeedItem& item);
/// Those that have something to show, on one line.
std::vector<std::string> item_authors(const digest::FeedItem& item);

std::string item_html(const digest::FeedItem& item, const FeedView& view, const Site& site);
std::string item_text(const digest::FeedItem& item, const Site& site);

}  // namespace gailou::render
