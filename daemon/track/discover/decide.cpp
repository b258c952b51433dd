#include "daemon/track/discover/decide.h"

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "daemon/track/discover/title.h"

namespace gailou::track::discover {
namespace {

using namespace std::chrono_literals;
using digest::Instant;

/// Below these nobody would miss a topic.
constexpr std::int64_t kRepliesLeast = 2;
constexpr digest::Duration kSilenceMost = 72h;

using ByTopic = std::unordered_map<digest::TopicId, const Known*>;

ByTopic by_topic(const std::vector<Known>& known) {
  ByTopic found;
  for (const Known& thread : known) found.emplace(thread.topic, &thread);
  return found;
}

/// Words of any rule of the source: what its owner looks for counts, whichever rule says so.
std::size_t keywords_in(const std::vector<Rule>& rules, const forum::ListedTopic& topic) {
  std::set<std::string> hit;
  for (const Rule& rule : rules) {
    for (const std::string& keyword : rule.keywords) {
      if (has_keyword(topic.title, keyword)) hit.insert(keyword);
    }
  }
  return hit.size();
}

bool is_quiet(const forum::ListedTopic& topic, Instant now) {
  const auto last = topic.last_posted_at ? topic.last_posted_at : topic.created_at;
  return topic.replies() < kRepliesLeast || !last || now - *last > kSilenceMost;
}

/// It was let go of, and somebody has written since.
bool has_woken(const Known& thread, const forum::ListedTopic& topic) {
  return thread.let_go_at && topic.last_posted_at && *topic.last_posted_at > *thread.let_go_at;
}

Standing standing_of(const Facts& facts, const ByTopic& known, const Found& found) {
  const auto& topic = found.topic;
  const auto held = known.find(topic.topic);
  if (held != known.end() && !has_woken(*held->second, topic)) return Standing::tracked;
  if (facts.removed.contains(topic.topic)) return Standing::removed;
  if (topic.closed || topic.archived || topic.unlisted) return Standing::ended;
  if (found.rule.empty() && is_quiet(topic, facts.now)) return Standing::quiet;
  return Standing::open;
}

bool is_asleep(const Known& thread, const Rule& rule, Instant now) {
  return now - thread.last_post >= rule.asleep_after;
}

/// Threads that each rule keeps at present.
std::map<std::string, std::size_t> kept_by_rule(const std::vector<Known>& known) {
  std::map<std::string, std::size_t> kept;
  for (const Known& thread : known) {
    if (!thread.added_by.empty() && !thread.let_go_at) ++kept[thread.added_by];
  }
  return kept;
}

const Rule* rule_named(const std::vector<Rule>& rules, const std::string& name) {
  const auto found = std::ranges::find(rules, name, &Rule::name);
  return found == rules.end() ? nullptr : &*found;
}

}  // namespace

bool fits(const Rule& rule, const forum::ListedTopic& topic, const Figures& figures) {
  if (!rule.category.empty() && topic.category != rule.category) return false;
  const auto is_tag = [&](const std::string& tag) { return is_same(tag, rule.tag); };
  if (!rule.tag.empty() && std::ranges::none_of(topic.tags, is_tag)) return false;
  if (!rule.author.empty() && !is_same(topic.author, rule.author)) return false;
  const auto is_hit = [&](const std::string& keyword) { return has_keyword(topic.title, keyword); };
  if (!rule.keywords.empty() && std::ranges::none_of(rule.keywords, is_hit)) return false;
  if (topic.likes < static_cast<std::int64_t>(rule.min_likes)) return false;
  return figures.lately >= rule.min_replies_per_hour;
}

std::vector<Found> judge(const std::vector<Rule>& rules, const Facts& facts, const Memory& memory) {
  const ByTopic known = by_topic(facts.known);
  std::vector<Found> all;
  for (const forum::ListedTopic& topic : facts.topics) {
    Found found{.topic = topic};
    found.figures = figures_of(topic, memory.growth_of(topic, facts.now), keywords_in(rules, topic), facts.now);
    const auto rule = std::ranges::find_if(rules, [&](const Rule& each) { return fits(each, topic, found.figures); });
    if (rule != rules.end()) found.rule = rule->name;
    found.standing = standing_of(facts, known, found);
    all.push_back(std::move(found));
  }
  std::ranges::stable_sort(all, std::greater{}, [](const Found& found) { return found.figures.score; });
  return all;
}

Decision decide(const std::vector<Rule>& rules, const Facts& facts, const std::vector<Found>& found) {
  Decision decision;
  auto kept = kept_by_rule(facts.known);
  for (const Known& thread : facts.known) {
    const Rule* rule = thread.added_by.empty() || thread.paused ? nullptr : rule_named(rules, thread.added_by);
    if (rule == nullptr || !is_asleep(thread, *rule, facts.now)) continue;
    decision.let_go.push_back({.id = thread.id, .rule = rule->name, .silence = facts.now - thread.last_post});
    --kept[rule->name];
  }
  const ByTopic known = by_topic(facts.known);
  for (const Found& each : found) {
    const Rule* rule = each.standing == Standing::open ? rule_named(rules, each.rule) : nullptr;
    if (rule == nullptr) continue;
    // What would be let go of at the next look isn't worth a first fetch.
    const auto last = each.topic.last_posted_at ? each.topic.last_posted_at : each.topic.created_at;
    if (!last || facts.now - *last >= rule->asleep_after) continue;
    Addition addition{.topic = each.topic.topic,
                      .rule = rule->name,
                      .title = each.topic.title,
                      .score = each.figures.score,
                      .is_back = known.contains(each.topic.topic)};
    if (rule->mode == Mode::propose || kept[rule->name] >= rule->max_threads) {
      decision.propose.push_back(std::move(addition));
    } else {
      ++kept[rule->name];
      decision.add.push_back(std::move(addition));
    }
  }
  return decision;
}

}  // namespace gailou::track::discover
