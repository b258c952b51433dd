// `discover`: what a forum's lists show, most alive first, and tracking it.
#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "daemon/cli/outside_question.h"
#include "daemon/cli/table.h"
#include "daemon/cli/verbs.h"

namespace gailou::cli {

namespace {

using digest::Result;
using protocol::FoundTopic;
using protocol::TopicStanding;

constexpr int kNothingToPropose = 2;

/// "0.3", "12"
std::string figure(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), value < 9.95 ? "%.1f" : "%.0f", std::min(value, 1e9));
  return text.data();
}

/// "40m", "5h", "3d"
std::string age(std::optional<digest::Instant> since, digest::Instant now) {
  if (!since) return "-";
  using namespace std::chrono;
  const auto length = std::max(digest::Duration::zero(), now - *since);
  if (length < hours{1}) return std::to_string(floor<minutes>(length).count()) + "m";
  if (length < hours{48}) return std::to_string(floor<hours>(length).count()) + "h";
  return std::to_string(floor<days>(length).count()) + "d";
}

/// What is worth a word beside a title: why it isn't proposed, or which rule it fits.
std::string mark(const FoundTopic& topic) {
  if (topic.standing != TopicStanding::open) return std::string(name_of(topic.standing));
  return topic.rule.empty() ? "" : "rule " + topic.rule;
}

std::vector<std::string> topic_cells(const FoundTopic& topic, digest::Instant now) {
  return {figure(topic.score),
          figure(topic.lately),
          std::to_string(topic.likes),
          age(topic.created_at, now),
          age(topic.last_posted_at, now),
          topic.title,
          mark(topic),
          topic.url};
}

std::string topics_text(const protocol::DiscoverReply& reply, const Session& session) {
  static const std::vector<Column> kColumns{{.header = "SCORE", .right = true, .rank = 2},
                                            {.header = "REPLIES/H", .right = true},
                                            {.header = "LIKES", .right = true, .rank = 3},
                                            {.header = "AGE", .right = true, .rank = 4},
                                            {.header = "SILENT", .right = true, .rank = 5},
                                            {.header = "TITLE", .yields = true},
                                            {.header = "MARK", .rank = 1},
                                            {.header = "URL"}};
  std::vector<std::vector<std::string>> rows;
  for (const FoundTopic& topic : reply.topics) rows.push_back(topic_cells(topic, reply.now));
  return table(kColumns, rows, session.table_style());
}

/// The proposals and, marked, what of them is tracked already; with `all` the rest too.
void choose(std::vector<FoundTopic>& topics, const DiscoverArguments& verb) {
  std::erase_if(topics, [&](const FoundTopic& topic) {
    return !verb.all && topic.standing != TopicStanding::open && topic.standing != TopicStanding::tracked;
  });
  if (topics.size() > static_cast<std::size_t>(verb.limit)) topics.resize(static_cast<std::size_t>(verb.limit));
}

/// Its number, or why not on stderr.
bool add_topic(Session& session, const FoundTopic& topic) {
  // By its address: an unknown forum becomes a source this way.
  const auto added = session.client.ask(protocol::AddThread{.thread = topic.url});
  if (!added) {
    session.streams.err.write("gailou: " + cell(topic.thread) + ": " + digest::to_string(added.error()) + "\n");
    session.streams.err.flush();
    return false;
  }
  if (!session.global.json) {
    session.print(protocol::text_of(protocol::name_of(added->thread)) + " added as number " +
                  std::to_string(added->thread.id.value) + "\n");
  }
  return true;
}

}  // namespace

Result<int> run(Session& session, const DiscoverArguments& verb) {
  if (auto checked = check_source(verb.source, "gailou discover https://forum.example"); !checked)
    return checked.error();
  auto reply = ask_outside(session, protocol::DiscoverTopics{.source = verb.source});
  if (!reply) return reply.error();
  choose(reply->topics, verb);
  const auto is_open = [](const FoundTopic& topic) { return topic.standing == TopicStanding::open; };
  const bool any = std::ranges::any_of(reply->topics, is_open);
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(*reply)) + "\n");
  } else {
    if (!reply->topics.empty()) session.print(topics_text(*reply, session));
    if (!any) session.note("nothing in the lists of " + reply->source.origin + " is worth proposing at present");
  }
  if (!any) return kNothingToPropose;
  if (!verb.add) return 0;
  bool all_added = true;
  for (const FoundTopic& topic : reply->topics) {
    if (is_open(topic)) all_added = add_topic(session, topic) && all_added;
  }
  return all_added ? 0 : kNothingToPropose;
}

}  // namespace gailou::cli
