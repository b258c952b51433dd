#include "daemon/track/discover/score.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace gailou::track::discover {
namespace {

using digest::Duration;
using digest::Instant;
using namespace std::chrono_literals;

constexpr Duration kRemembered = 2h;
/// One reply in a short span would be many an hour.
constexpr Duration kSpanLeast = 45min;
/// Where the shortest interval is a minute, so many looks are two hours.
constexpr std::size_t kLooksMost = 128;
constexpr double kFreshnessHalves = 6;  // hours
/// More likes than that per reply say no more: a picture, a joke.
constexpr double kLikesPerReplyMost = 3;
constexpr std::size_t kKeywordsCounted = 2;

double hours(Duration length) {
  return std::chrono::duration<double, std::ratio<3600>>(length).count();
}

double at_least_an_hour(Duration length) {
  return std::max(1.0, hours(length));
}

/// When something was last written; a row without any time counts as old.
std::optional<Instant> last_of(const forum::ListedTopic& topic) {
  if (topic.last_posted_at) return topic.last_posted_at;
  return topic.created_at;
}

}  // namespace

void Memory::note(const std::vector<forum::ListedTopic>& topics, Instant now) {
  while (!looks_.empty() && (looks_.front().at + kRemembered < now || looks_.front().at > now)) looks_.pop_front();
  if (looks_.size() == kLooksMost) looks_.pop_front();
  Look look{.at = now};
  for (const auto& topic : topics) look.posts.emplace(topic.topic, topic.posts_count);
  looks_.push_back(std::move(look));
}

std::optional<double> Memory::growth_of(const forum::ListedTopic& topic, Instant now) const {
  for (const Look& look : looks_) {
    if (look.at + kRemembered < now) continue;
    if (look.at + kSpanLeast > now) return std::nullopt;
    const auto before = look.posts.find(topic.topic);
    if (before == look.posts.end()) continue;
    // Deletions take replies away; that is no reply.
    const auto more = std::max<std::int64_t>(0, topic.posts_count - before->second);
    return static_cast<double>(more) / hours(now - look.at);
  }
  return std::nullopt;
}

Figures figures_of(const forum::ListedTopic& topic, std::optional<double> growth, std::size_t keywords, Instant now) {
  Figures figures;
  const auto last = last_of(topic);
  if (!last) return figures;
  const auto replies = static_cast<double>(topic.replies());
  // A forum's clock may be ahead of ours.
  const double age = at_least_an_hour(now - topic.created_at.value_or(*last));
  const Duration silence = std::max(Duration::zero(), now - *last);
  figures.replies_per_hour = replies / age;
  const double bound = silence > 1h ? 1 / hours(silence) : figures.replies_per_hour;
  figures.lately = growth.value_or(std::min(figures.replies_per_hour, bound));
  figures.likes_per_reply = replies > 0 ? static_cast<double>(topic.likes) / replies : 0;
  figures.freshness = std::exp2(-hours(silence) / kFreshnessHalves);
  const double liked = 1 + std::min(figures.likes_per_reply, kLikesPerReplyMost) / kLikesPerReplyMost;
  const double named = 1 + 0.5 * static_cast<double>(std::min(keywords, kKeywordsCounted));
  figures.score = std::sqrt(figures.replies_per_hour * figures.lately) * figures.freshness * liked * named;
  return figures;
}

}  // namespace gailou::track::discover
