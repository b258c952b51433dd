// The digest: what readers see, and the invariants of the product in one header.
//
// A digest only grows. Entries are appended in the order of writing and never change; only a deletion replaces one, in
// place, by its tombstone. Each floor up to `last_number` is in one entry's `floors` or in `nothing_new`. Schema
// gailou.digest/1.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/deal.h"
#include "digest/ids.h"
#include "digest/settings.h"
#include "digest/time.h"

namespace gailou::digest {

struct Section {
  std::string_view key;
  std::string_view title;
};

/// The model page's five, in order; all are always shown.
inline constexpr Section kSections[] = {{"key", "关键信息"},
                                        {"deals", "羊毛/优惠信息"},
                                        {"latest", "最新动态"},
                                        {"disputes", "争议或不同意见"},
                                        {"actions", "行动建议"}};

inline constexpr std::string_view kTombstone = "原楼层已删除，本条撤回。";
inline constexpr std::string_view kTombstoneEnglish = "The floor was deleted; this entry is withdrawn.";
/// What stands in a withdrawn entry's place, in the language of the day it was withdrawn.
constexpr std::string_view tombstone_in(Language language) {
  return language == Language::en ? kTombstoneEnglish : kTombstone;
}

struct Marker {
  enum class Kind { none, added, corrected, withdrawn };
  Kind kind = Kind::none;
  Floor first{};
  Floor last{};  // same as first unless an added entry accounts for several floors
  bool operator==(const Marker&) const = default;
};

/// "", "新增#59", "新增#59–61", "更正#12", "撤回#7".
std::string to_string(const Marker& marker);
std::optional<Marker> parse_marker(std::string_view text);

struct Evidence {
  Floor floor{};
  std::string quote{};  // verbatim piece of that floor's text
  bool operator==(const Evidence&) const = default;
};

struct Link {
  enum class Rel { contradicts, updates, repeats, answers };
  Rel rel = Rel::answers;
  std::string entry{};  // id of an earlier entry; or, if empty:
  Floor floor{};
  bool operator==(const Link&) const = default;
};

std::string_view name_of(Link::Rel rel);
std::optional<Link::Rel> rel_of(std::string_view name);

struct Entry {
  EntrySeq seq{};
  std::string section{};
  Revision rev{};
  Marker marker{};
  std::string text{};           // whole sentences, no marker, no trailing cites: the writers add both
  std::vector<Floor> cites{};   // ascending, unique
  std::vector<Floor> floors{};  // those it accounts for; subset of cites
  std::vector<Link> links{};
  std::vector<Evidence> evidence{};  // at least one per cite
  std::optional<Deal> deal{};        // section deals only
  bool operator==(const Entry&) const = default;
};

/// "e12"
std::string entry_id(EntrySeq seq);
std::optional<EntrySeq> parse_entry_id(std::string_view id);

enum class Reason { too_short, thanks, meme, question, image, link, duplicate, offtopic, deleted, other };
/// The schema's word: "short", "thanks", …
std::string_view name_of(Reason reason);
std::optional<Reason> reason_of(std::string_view name);

struct NothingNew {
  Floor floor{};
  Reason reason = Reason::other;
  bool operator==(const NothingNew&) const = default;
};

struct Summary {
  std::string text{};
  Revision rev{};
  std::vector<Floor> cites{};
  bool operator==(const Summary&) const = default;
};

struct Coverage {
  std::int64_t visible = 0;
  std::int64_t in_entries = 0;
  std::int64_t nothing_new = 0;
  bool operator==(const Coverage&) const = default;
};

/// The thread as the digest's revision knew it.
struct DigestThread {
  std::string source{};
  TopicId topic{};
  std::string title{};
  std::string url{};
  std::int64_t posts_count = 0;  // floors that we have stored and may show
  Floor last_number{};           // highest floor accounted for
  bool operator==(const DigestThread&) const = default;
};

struct Digest {
  DigestThread thread{};
  Revision revision{};     // 0: no digest yet
  Instant generated_at{};  // when the batch was taken
  Summary summary{};
  std::vector<Entry> entries{};
  std::vector<NothingNew> nothing_new{};
  Coverage coverage{};
  bool operator==(const Digest&) const = default;
};

}  // namespace gailou::digest
