#include "daemon/forum/discourse/bus.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include <nlohmann/json.hpp>

#include "daemon/forum/discourse/fields.h"
#include "daemon/forum/discourse/kept_json.h"

namespace gailou::forum::discourse {
namespace {

using digest::Code;
using digest::Error;
using digest::Result;
using nlohmann::json;

constexpr std::string_view kStatus = "/__status";
constexpr std::string_view kPieceEnd = "\r\n|\r\n";
// A backlog is 100 messages a channel by default; a forum may keep more.
constexpr std::size_t kMessagesMax = 100'000;
// Discourse: Post#publish_change_to_clients!, Topic#publish_stats_to_clients!, TopicTrackingState. Any other type, and
// one that we don't know, may mean that a post came, changed or went.
constexpr std::array<std::string_view, 5> kIdle = {"liked", "unliked", "stats", "read", "poll_voted"};
constexpr std::string_view kGrown = "created";

std::string channel_of(digest::TopicId topic) {
  return "/topic/" + std::to_string(topic.value);
}

/// What the messages said of one topic's channel.
struct Heard {
  const BusPosition* asked = nullptr;
  std::optional<std::int64_t> newest{};
  std::optional<std::int64_t> status{};
  bool grown = false;
  bool idle = true;
};
using Channels = std::map<std::string, Heard, std::less<>>;

/// What happened, by the forum's word; empty if it doesn't say.
std::string type_of(const json& message) {
  const json* data = object_in(message, "data");
  return data == nullptr ? std::string{} : text(*data, "type").value_or("");
}

void hear_status(const json& message, Channels& channels) {
  const json* data = object_in(message, "data");
  if (data == nullptr) return;
  for (auto& [name, heard] : channels) heard.status = number(*data, name.c_str());
}

void hear(const json& message, Channels& channels) {
  const auto channel = text(message, "channel");
  if (!channel) return;
  if (*channel == kStatus) return hear_status(message, channels);
  const auto at = channels.find(*channel);
  const auto id = id_number(message, "message_id");
  if (at == channels.end() || !id || *id <= at->second.asked->last) return;
  Heard& heard = at->second;
  heard.newest = std::max(heard.newest.value_or(0), *id);
  const std::string type = type_of(message);
  heard.grown = heard.grown || type == kGrown;
  heard.idle = heard.idle && std::find(kIdle.begin(), kIdle.end(), type) != kIdle.end();
}

Result<void> hear_piece(std::string_view piece, std::span<const std::string_view> keys, Channels& channels) {
  const Result<Kept> answer = parse_kept(piece, keys);
  if (!answer) return answer.error();
  if (!answer->root.is_array())
    return Error{.code = Code::malformed, .what = "the message bus answers with JSON that is no list of messages"};
  if (answer->root.size() > kMessagesMax)
    return Error{.code = Code::too_large, .what = "the message bus sends more than 100,000 messages at once"};
  for (const json& message : answer->root) hear(message, channels);
  return {};
}

std::vector<BusPosition> positions_of(const std::vector<BusPosition>& asked, const Channels& channels) {
  std::vector<BusPosition> positions;
  for (const BusPosition& before : asked) {
    const Heard& heard = channels.find(channel_of(before.topic))->second;
    // The status is the truth about a bus that has begun anew; else the newest message is.
    const std::int64_t last =
        heard.newest ? std::max(*heard.newest, heard.status.value_or(0)) : heard.status.value_or(before.last);
    if (last == before.last) continue;
    positions.push_back(
        {.topic = before.topic, .last = last, .grown = heard.grown, .idle = heard.newest.has_value() && heard.idle});
  }
  return positions;
}

}  // namespace

std::string bus_form(const std::vector<BusPosition>& positions, std::int64_t sequence) {
  std::string form;
  for (const BusPosition& position : positions)
    form += "%2Ftopic%2F" + std::to_string(position.topic.value) + "=" + std::to_string(position.last) + "&";
  return form + "__seq=" + std::to_string(sequence);
}

Result<std::vector<BusPosition>> bus_positions_from(std::string_view answer, const std::vector<BusPosition>& asked) {
  Channels channels;
  for (const BusPosition& position : asked) channels[channel_of(position.topic)].asked = &position;
  std::vector<std::string_view> keys = {"channel", "message_id", "data", "type"};
  for (const auto& [name, heard] : channels) keys.push_back(name);

  while (!answer.empty()) {
    const std::size_t end = std::min(answer.find(kPieceEnd), answer.size());
    const auto heard = hear_piece(answer.substr(0, end), keys, channels);
    if (!heard) return heard.error();
    answer.remove_prefix(std::min(end + kPieceEnd.size(), answer.size()));
  }
  return positions_of(asked, channels);
}

}  // namespace gailou::forum::discourse
