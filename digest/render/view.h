// What the writers show: plain values, decided before a writer sees them.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/catch_up.h"
#include "digest/codec.h"
#include "digest/digest.h"
#include "digest/floor_fact.h"

namespace gailou::render {

/// A page of the whole site that each page leads to.
struct SitePlace {
  std::string_view path;  // "/daily", below the base path
  std::string_view zh;
  std::string_view en;
};

struct Site {
  std::string title = "泥潭日报";
  std::string tagline = "每日精选";
  std::string zone{};       // IANA name; empty = UTC
  std::string base_path{};  // "/gailou" or ""
  bool full_punctuation = true;
  digest::Language language = digest::Language::zh;  // of labels; entries keep their words
  std::string public_url{};         // where readers reach the base path, without a trailing slash; empty = not known
  std::vector<SitePlace> places{};  // those that this site has
  bool has(std::string_view path) const {
    return std::any_of(places.begin(), places.end(), [&](const SitePlace& place) { return place.path == path; });
  }
};

/// A thread's page: the digest over the floors it was made from.
struct ThreadView {
  digest::Digest digest{};
  std::string state{};                            // active, asleep, closed, paused, challenged, gone
  std::string forum_url{};                        // the topic at the forum
  std::string last_error{};                       // in words, for the owner; empty = none
  std::optional<digest::Instant> last_success{};  // of a poll; shown beside last_error
  std::optional<digest::Revision> since{};        // entries of later revisions are marked as new (`?since=r120`)
  std::int64_t pending = 0;                       // floors stored, not digested yet
  bool complete = true;                           // the first fetch has ended
  std::int64_t expected = 0;                      // floors that the forum says there are
  std::vector<digest::StoredPost> posts{};        // those to be shown; ascending
  std::int64_t posts_total = 0;
  std::vector<digest::FloorFact> facts{};    // of all floors, ascending: for plots; may be empty
  std::optional<digest::Revision> latest{};  // this is how the digest stood at an earlier revision: the latest there is
  bool raw = true;                           // the floors themselves are part of it
  std::optional<digest::CatchUp> caught{};   // what is new since a place: text and Markdown are this alone then, a page
                                             // begins with it and marks the entries
};

struct FrontRow {
  std::string source{};
  digest::TopicId topic{};
  std::string title{};
  std::string summary{};
  std::string state{};
  digest::Revision revision{};
  std::int64_t floors = 0;
  std::optional<digest::Instant> changed_at{};
  std::vector<digest::Entry> newest{};     // up to three newest entries
  std::vector<digest::FloorFact> facts{};  // of its newest floors, ascending: for the sparkline
  std::vector<digest::Revision> revs{};    // of its newest entries, newest first: what a reader hasn't seen is counted
};

struct FrontView {
  std::vector<FrontRow> rows{};
  bool deals = false;  // some thread tells of an offer
};

/// "2026-05-06 14:02:35 PDT" in an IANA zone; UTC where the zone isn't known.
std::string local_time(digest::Instant at, std::string_view zone);

}  // namespace gailou::render
