// Feeds: a page of items as Atom (RFC 4287, paged as in RFC 5005), as JSON Feed 1.1; and a list of feeds as OPML 2.0.
//
// The same view always gives the same bytes. Links are absolute: a feed is read elsewhere.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "digest/feed.h"
#include "digest/render/view.h"

namespace gailou::render {

inline constexpr std::string_view kAtomType = "application/atom+xml; charset=utf-8";
inline constexpr std::string_view kJsonFeedType = "application/feed+json";
inline constexpr std::string_view kOpmlType = "text/x-opml; charset=utf-8";

/// Paths with their queries, below the site's address; empty = there is none.
struct FeedLinks {
  std::string page{};        // the page that the feed is of
  std::string self{};        // this page of the feed
  std::string other{};       // the same in the other format
  std::string other_type{};  // its media type, without parameters
  std::string first{};
  std::string next{};
  std::string previous{};
};

struct FeedView {
  digest::FeedIdentity identity{};
  std::string name{};         // behind the identity in its id: "uscardforum/493728", "feed:all"
  std::string title{};        // without the site's own
  bool is_of_thread = false;  // items needn't say of which thread they are
  bool by_revision = false;
  std::string base_url{};  // "https://news.example/gailou"
  std::string language{};  // BCP 47
  FeedLinks links{};
  digest::Instant since{};  // when a feed without items was last changed
  std::vector<digest::FeedItem> items{};
};

std::string atom_feed(const FeedView& view, const Site& site);
std::string json_feed(const FeedView& view, const Site& site);

struct FeedListing {
  std::string title{};
  std::string feed{};  // paths below the site's address
  std::string page{};
};
struct FeedGroup {
  std::string title{};
  std::vector<FeedListing> feeds{};
};
/// `groups` with an empty title stand at the top.
std::string opml(const std::vector<FeedGroup>& groups, const std::string& base_url, const Site& site);

}  // namespace gailou::render
