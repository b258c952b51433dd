#include "daemon/serve/since.h"

#include <chrono>
#include <string>
#include <utility>

#include "digest/catch_up_codec.h"
#include "digest/render/since.h"

namespace gailou::serve {

namespace {

/// A revision or a floor to come: the same is to be done about both.
Problem not_there_yet(const storage::ThreadRecord& record, const digest::Since& since) {
  const bool is_floor = std::holds_alternative<digest::Floor>(since);
  const auto revision = "r" + std::to_string(record.revision.value);
  const Words last = is_floor ? highest_floor(record) : Words{"最新的是 " + revision, "the latest is " + revision};
  const auto asked = digest::to_string(since);
  Problem problem;
  problem.kind = ProblemKind::future_revision;
  problem.detail = {"还没有 " + asked + "，" + last.zh, "no " + asked + " yet; " + last.en};
  problem.revision = record.revision.value;
  return problem;
}

}  // namespace

Words highest_floor(const storage::ThreadRecord& record) {
  const auto highest = std::to_string(record.highest.value);
  return {"最高只到第 " + highest + " 楼", "the highest floor is " + highest};
}

std::optional<AskedSince> since_in(Parameters& parameters, const Visit& visit) {
  const auto word = parameters.word("since");
  if (!word) return std::nullopt;
  const auto& zone = visit.look->site.zone;
  const auto since = render::parse_since(*word, visit.now, zone);
  if (!since) {
    parameters.fault("since",
                     {"应为过去的一处，如 r128、2h、3d、2026-05-09、RFC 3339 时间、#62 或 62",
                      "must be a place in the past, as r128, 2h, 3d, 2026-05-09, an RFC 3339 time, #62 or 62"});
    return std::nullopt;
  }
  // The same word of another moment would mean another place.
  const auto later = render::parse_since(*word, visit.now + std::chrono::seconds{1}, zone);
  return AskedSince{.place = *since, .is_fixed = later && *later == *since};
}

std::string key_since(std::string key, const std::optional<AskedSince>& asked) {
  if (!asked) return key;
  if (!asked->is_fixed) return {};
  key += key.find('?') == std::string::npos ? '?' : '&';
  return key + "since=" + digest::to_string(asked->place);
}

digest::Result<std::variant<digest::CatchUp, Problem>> caught_since(storage::Reader& reader,
                                                                    const storage::ThreadRecord& record,
                                                                    const digest::Since& since) {
  using Caught = std::variant<digest::CatchUp, Problem>;
  auto input = reader.catch_up(record.id, since);
  if (!input && input.error().code == digest::Code::conflict) return Caught(not_there_yet(record, since));
  if (!input) return input.error();
  return Caught(digest::catch_up(*input));
}

}  // namespace gailou::serve
