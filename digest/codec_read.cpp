// Digest documents from outside: hostile until every member has been looked at. Unknown members are refused, because
// what can't be kept must not be dropped silently.
#include <algorithm>
#include <initializer_list>
#include <limits>
#include <set>

#include <nlohmann/json.hpp>

#include "digest/codec.h"
#include "digest/json_bounds.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

using nlohmann::json;

// A digest of 100,000 floors with everything quoted twice stays below these.
constexpr JsonBounds kDigestBounds{.bytes = 64U << 20, .depth = 8, .values = 4'000'000};
constexpr JsonBounds kEntryBounds{.bytes = 4U << 20, .depth = 4, .values = 100'000};

/// The first thing found wrong; everything after it is read into nothing.
struct Fault {
  std::optional<Error> first{};

  void say(const std::string& where, const std::string& what) {
    if (!first) first = Error{.code = Code::malformed, .what = what, .where = where};
  }
};

/// The members of one object, each asked for by its type.
class Members {
 public:
  Members(const json& from, std::string where, std::initializer_list<std::string_view> known, Fault& fault)
      : from_(from), where_(std::move(where)), fault_(fault) {
    if (!from_.is_object()) {
      fault_.say(where_, "not an object");
      return;
    }
    for (const auto& [key, value] : from_.items()) {
      if (std::find(known.begin(), known.end(), key) == known.end()) fault_.say(where_, "has an unknown member");
    }
  }

  bool has(const char* key) const { return from_.is_object() && from_.contains(key); }
  std::string path(const char* key) const { return where_ + "." + key; }

  const json& any(const char* key) const {
    static const json kAbsent;
    if (has(key)) return *from_.find(key);
    fault_.say(where_, std::string("lacks ") + key);
    return kAbsent;
  }

  const json& array(const char* key) const {
    static const json kEmpty = json::array();
    const json& value = any(key);
    if (value.is_array()) return value;
    fault_.say(path(key), "not a list");
    return kEmpty;
  }

  std::string text(const char* key) const {
    const json& value = any(key);
    if (!value.is_string()) {
      fault_.say(path(key), "not a string");
      return {};
    }
    const auto& text = value.get_ref<const std::string&>();
    if (repair_utf8(text) != text) fault_.say(path(key), "has a character that is none");
    return text;
  }

  std::int64_t number(const char* key, std::int64_t least) const { return number(any(key), path(key), least); }

  std::vector<Floor> floors(const char* key) const {
    std::vector<Floor> out;
    for (const json& item : array(key)) out.push_back(Floor{number(item, path(key), 1)});
    if (!std::is_sorted(out.begin(), out.end(), std::less_equal<>{})) {
      fault_.say(path(key), "not ascending and unique");
    }
    return out;
  }

 private:
  std::int64_t number(const json& value, const std::string& where, std::int64_t least) const {
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    const bool fits = value.is_number_integer() &&
                      (!value.is_number_unsigned() || value.get<std::uint64_t>() <= static_cast<std::uint64_t>(kMost));
    if (fits && value.get<std::int64_t>() >= least) return value.get<std::int64_t>();
    fault_.say(where, "not a whole number of at least " + std::to_string(least));
    return least;
  }

  const json& from_;
  std::string where_;
  Fault& fault_;
};

Link read_link(const json& from, const std::string& where, Fault& fault) {
  const Members members(from, where, {"rel", "entry", "floor"}, fault);
  Link link;
  if (const auto rel = rel_of(members.text("rel"))) {
    link.rel = *rel;
  } else {
    fault.say(where, "has an unknown rel");
  }
  if (members.has("entry") == members.has("floor")) {
    fault.say(where, "wants entry or floor");
  } else if (members.has("entry")) {
    link.entry = members.text("entry");
    if (!parse_entry_id(link.entry)) fault.say(where, "names no entry");
  } else {
    link.floor = Floor{members.number("floor", 1)};
  }
  return link;
}

Evidence read_evidence(const json& from, const std::string& where, Fault& fault) {
  const Members members(from, where, {"floor", "quote"}, fault);
  return {.floor = Floor{members.number("floor", 1)}, .quote = members.text("quote")};
}

DataPoints read_data_points(const json& from, const std::string& where, Fault& fault) {
  const Members members(from, where, {"success", "failure", "pending"}, fault);
  DataPoints points;
  if (members.has("success")) points.success = members.floors("success");
  if (members.has("failure")) points.failure = members.floors("failure");
  if (members.has("pending")) points.pending = members.floors("pending");
  return points;
}

Deal read_deal(const json& from, const std::string& where, Fault& fault) {
  const Members members(from, where, {"offer", "status", "amount", "terms", "starts", "ends", "data_points"}, fault);
  Deal deal{.offer = members.text("offer")};
  if (const auto status = deal_status_of(members.text("status"))) {
    deal.status = *status;
  } else {
    fault.say(where, "has an unknown status");
  }
  if (members.has("amount")) deal.amount = members.text("amount");
  if (members.has("terms")) {
    for (const json& term : members.array("terms")) {
      if (term.is_string()) {
        deal.terms.push_back(term.get<std::string>());
      } else {
        fault.say(where + ".terms", "not a list of strings");
      }
    }
  }
  if (members.has("starts")) deal.starts = members.text("starts");
  if (members.has("ends")) deal.ends = members.text("ends");
  if (members.has("data_points")) {
    deal.data_points = read_data_points(members.any("data_points"), where + ".data_points", fault);
  }
  return deal;
}

EntrySeq read_id(const std::string& id, const std::string& where, Fault& fault) {
  const auto seq = parse_entry_id(id);
  if (seq && entry_id(*seq) == id) return *seq;
  fault.say(where, "has an id that isn't e1, e2, …");
  return {};
}

Entry read_entry(const json& from, const std::string& where, Fault& fault) {
  const Members members(
      from, where, {"id", "section", "rev", "marker", "text", "cites", "floors", "links", "evidence", "deal"}, fault);
  Entry entry{.seq = read_id(members.text("id"), where, fault),
              .section = members.text("section"),
              .rev = Revision{members.number("rev", 1)},
              .text = members.text("text"),
              .cites = members.floors("cites"),
              .floors = members.floors("floors")};
  if (std::none_of(std::begin(kSections), std::end(kSections),
                   [&](const Section& s) { return s.key == entry.section; })) {
    fault.say(where, "is in an unknown section");
  }
  const auto marker = parse_marker(members.text("marker"));
  if (!marker) fault.say(where, "has an unknown marker");
  entry.marker = marker.value_or(Marker{});
  for (const json& link : members.array("links")) entry.links.push_back(read_link(link, where + ".links", fault));
  for (const json& piece : members.array("evidence")) {
    entry.evidence.push_back(read_evidence(piece, where + ".evidence", fault));
  }
  if (members.has("deal")) {
    if (entry.section != "deals") fault.say(where, "has a deal outside the deals section");
    entry.deal = read_deal(members.any("deal"), where + ".deal", fault);
  }
  return entry;
}

DigestThread read_thread(const json& from, Fault& fault) {
  const Members members(from, "thread", {"source", "id", "title", "url", "posts_count", "last_number"}, fault);
  return {.source = members.text("source"),
          .topic = TopicId{members.number("id", 0)},
          .title = members.text("title"),
          .url = members.text("url"),
          .posts_count = members.number("posts_count", 0),
          .last_number = Floor{members.number("last_number", 0)}};
}

Summary read_summary(const json& from, Fault& fault) {
  const Members members(from, "summary", {"text", "rev", "cites"}, fault);
  return {.text = members.text("text"), .rev = Revision{members.number("rev", 0)}, .cites = members.floors("cites")};
}

Coverage read_coverage(const json& from, Fault& fault) {
  const Members members(from, "coverage", {"visible", "in_entries", "nothing_new"}, fault);
  return {.visible = members.number("visible", 0),
          .in_entries = members.number("in_entries", 0),
          .nothing_new = members.number("nothing_new", 0)};
}

NothingNew read_nothing_new(const json& from, Fault& fault) {
  const Members members(from, "nothing_new", {"floor", "reason"}, fault);
  NothingNew quiet{.floor = Floor{members.number("floor", 1)}};
  if (const auto reason = reason_of(members.text("reason"))) {
    quiet.reason = *reason;
  } else {
    fault.say("nothing_new", "has an unknown reason");
  }
  return quiet;
}

void check_sections(const json& listed, Fault& fault) {
  json wanted = json::array();
  for (const Section& section : kSections) wanted.push_back({{"key", section.key}, {"title", section.title}});
  if (listed != wanted) fault.say("sections", "must be the five, in order");
}

/// Ids are unique because they rise; revisions never fall and none is from the future.
void check_order(const Digest& digest, Fault& fault) {
  EntrySeq last{};
  Revision rev{};
  for (const Entry& entry : digest.entries) {
    if (entry.seq <= last) fault.say(entry_id(entry.seq), "stands behind " + entry_id(last));
    if (entry.rev < rev || entry.rev > digest.revision) fault.say(entry_id(entry.seq), "has a revision out of order");
    last = entry.seq;
    rev = entry.rev;
  }
}

Digest read_digest(const json& from, Fault& fault) {
  const Members members(
      from, "digest",
      {"schema", "thread", "revision", "generated_at", "summary", "sections", "entries", "nothing_new", "coverage"},
      fault);
  if (members.text("schema") != "gailou.digest/1") fault.say("digest.schema", "isn't gailou.digest/1");
  Digest digest{.thread = read_thread(members.any("thread"), fault),
                .revision = Revision{members.number("revision", 0)},
                .summary = read_summary(members.any("summary"), fault),
                .coverage = read_coverage(members.any("coverage"), fault)};
  const auto at = parse_iso(members.text("generated_at"));
  if (!at) fault.say("digest.generated_at", "not a time with offset");
  digest.generated_at = at.value_or(Instant{});
  check_sections(members.array("sections"), fault);
  for (const json& entry : members.array("entries")) {
    digest.entries.push_back(read_entry(entry, "entries[" + std::to_string(digest.entries.size()) + "]", fault));
  }
  for (const json& quiet : members.array("nothing_new")) digest.nothing_new.push_back(read_nothing_new(quiet, fault));
  check_order(digest, fault);
  return digest;
}

}  // namespace

Result<Digest> digest_from_document(std::string_view text) {
  const auto document = parse_json(text, kDigestBounds);
  if (!document) return document.error().at("digest document");
  Fault fault;
  Digest digest = read_digest(*document, fault);
  if (fault.first) return fault.first->at("digest document");
  return digest;
}

Result<Entry> entry_from_json(std::string_view text) {
  const auto document = parse_json(text, kEntryBounds);
  if (!document) return document.error().at("entry");
  Fault fault;
  Entry entry = read_entry(*document, "entry", fault);
  if (fault.first) return *fault.first;
  return entry;
}

}  // namespace gailou::digest
