#include "daemon/protocol/catch_up_document.h"

#include <string>
#include <utility>

#include "daemon/protocol/json.h"
#include "digest/catch_up_codec.h"
#include "digest/codec.h"

namespace gailou::protocol {

namespace {

using digest::CatchUp;
using digest::Result;

digest::Error bad_field(const std::string& where, const char* what) {
  return {.code = digest::Code::malformed, .what = what, .where = where};
}

Result<digest::Entry> entry_in(const json& value, const std::string& where) {
  auto entry = digest::entry_from_json(value.dump());
  if (!entry) return entry.error().at(where);
  return entry;
}

Result<digest::DigestThread> thread_in(const json& value, const std::string& where) {
  ObjectReader object(value, where);
  digest::DigestThread thread;
  object.read("source", thread.source);
  object.read("id", thread.topic);
  object.read("title", thread.title);
  object.read("url", thread.url);
  object.read("posts_count", thread.posts_count);
  object.read("last_number", thread.last_number);
  if (auto done = object.done(); !done) return done.error();
  return thread;
}

Result<std::vector<digest::SkippedFloors>> skipped_in(const json& value, const std::string& where) {
  std::vector<digest::SkippedFloors> skipped;
  if (!value.is_object()) return bad_field(where, "isn't an object");
  for (const auto& [name, floors] : value.items()) {
    const auto reason = digest::reason_of(name);
    if (!reason || !floors.is_number_integer()) return bad_field(where + "/" + name, "is no count of floors");
    skipped.push_back({.reason = *reason, .floors = floors.get<std::int64_t>()});
  }
  return skipped;
}

Result<digest::Summary> summary_in(const json& value, const std::string& where) {
  ObjectReader object(value, where);
  digest::Summary summary;
  object.read("text", summary.text);
  object.read("rev", summary.rev);
  object.read("cites", summary.cites);
  if (auto done = object.done(); !done) return done.error();
  return summary;
}

/// since, until and floors: objects whose fields stand side by side in a catch-up.
class Parts {
 public:
  explicit Parts(CatchUp& caught) : caught_(caught) {}

  Result<bool> since(const json& value, const std::string& where) {
    ObjectReader object(value, where);
    std::string asked;
    object.read("asked", asked);
    object.read("rev", caught_.point.rev);
    object.read("floor", caught_.point.floor);
    const auto since = digest::since_of(asked);
    if (!since) object.refuse("asked", "is no place in a digest");
    if (since) caught_.since = *since;
    return ended(object);
  }
  Result<bool> until(const json& value, const std::string& where) {
    ObjectReader object(value, where);
    object.read("rev", caught_.until);
    object.read("generated_at", caught_.until_at);
    return ended(object);
  }
  Result<bool> floors(const json& value, const std::string& where) {
    ObjectReader object(value, where);
    object.read("read", caught_.floors_read);
    object.read("in_entries", caught_.floors_in_entries);
    object.read_with("skipped", caught_.skipped, &skipped_in);
    return ended(object);
  }

 private:
  static Result<bool> ended(const ObjectReader& object) {
    if (auto done = object.done(); !done) return done.error();
    return true;
  }

  CatchUp& caught_;
};

}  // namespace

Result<CatchUp> catch_up_of(std::string_view body) {
  const auto document = parse_json(body, kReplyLimits);
  if (!document) return document.error();
  CatchUp caught;
  Parts parts(caught);
  ObjectReader object(*document, "");
  bool is_read = false;
  object.read_with("thread", caught.thread, &thread_in);
  object.read_with("since", is_read, [&](const json& value, const std::string& at) { return parts.since(value, at); });
  object.read_with("until", is_read, [&](const json& value, const std::string& at) { return parts.until(value, at); });
  object.read_with("floors", is_read,
                   [&](const json& value, const std::string& at) { return parts.floors(value, at); });
  object.read_list("entries", caught.entries, &entry_in);
  object.read_list("withdrawn", caught.withdrawn, &entry_in);
  if (object.has("summary")) {
    digest::Summary summary;
    object.read_with("summary", summary, &summary_in);
    caught.summary = std::move(summary);
  }
  if (auto done = object.done(); !done) return done.error();
  return caught;
}

}  // namespace gailou::protocol
