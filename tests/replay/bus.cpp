#include "tests/replay/bus.h"

#include <charconv>

#include <nlohmann/json.hpp>

#include "tests/support/percent.h"

namespace gailou::replay {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kChannel = "/topic/";

std::string channel_of(std::int64_t topic) {
  return std::string(kChannel) + std::to_string(topic);
}

}  // namespace

void Bus::publish(std::int64_t topic, Json data) {
  auto& channel = channels_[topic];
  channel.messages.push_back({.id = ++channel.last, .data = data.dump()});
  if (channel.messages.size() > backlog) channel.messages.pop_front();
  if (on_message) on_message();
}

std::int64_t Bus::last(std::int64_t topic) const {
  const auto at = channels_.find(topic);
  return at == channels_.end() ? 0 : at->second.last;
}

void Bus::begin_anew() {
  channels_.clear();
  if (on_message) on_message();
}

std::string Bus::answer(const BusAsk& asked) const {
  Json messages = Json::array();
  Json status;
  for (const auto& [topic, heard] : asked) {
    // Unknown, or ahead of a bus that has begun anew: told where it stands (MessageBus::Client#backlog).
    if (heard < 0 || heard > last(topic)) {
      status[channel_of(topic)] = last(topic);
      continue;
    }
    const auto at = channels_.find(topic);
    if (at == channels_.end()) continue;
    for (const auto& message : at->second.messages) {
      if (message.id <= heard) continue;
      messages.push_back({{"global_id", 1000 + message.id},
                          {"message_id", message.id},
                          {"channel", channel_of(topic)},
                          {"data", Json::parse(message.data)}});
    }
  }
  if (!status.is_null())
    messages.push_back({{"global_id", -1}, {"message_id", -1}, {"channel", "/__status"}, {"data", status}});
  return messages.dump();
}

BusAsk bus_ask_of(const std::string& form) {
  BusAsk asked;
  std::string_view rest = form;
  while (!rest.empty()) {
    const auto end = std::min(rest.find('&'), rest.size());
    const auto pair = support::percent_decoded(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    const auto equals = pair.find('=');
    if (!pair.starts_with(kChannel) || equals == std::string::npos) continue;
    std::int64_t topic = 0;
    std::int64_t last = -1;
    std::from_chars(pair.data() + kChannel.size(), pair.data() + equals, topic);
    std::from_chars(pair.data() + equals + 1, pair.data() + pair.size(), last);
    asked.emplace_back(topic, last);
  }
  return asked;
}

}  // namespace gailou::replay
