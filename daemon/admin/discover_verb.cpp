// Discovery: what a forum's lists show, judged.
#include <string>

#include "daemon/admin/source_choice.h"
#include "daemon/admin/verbs.h"

namespace gailou::admin {

using protocol::TopicStanding;
using track::discover::Found;
using track::discover::Standing;

namespace {

TopicStanding standing_told(Standing standing) {
  switch (standing) {
    case Standing::open:
      return TopicStanding::open;
    case Standing::tracked:
      return TopicStanding::tracked;
    case Standing::removed:
      return TopicStanding::removed;
    case Standing::ended:
      return TopicStanding::ended;
    case Standing::quiet:
      break;
  }
  return TopicStanding::quiet;
}

protocol::FoundTopic topic_told(const Found& found, const storage::SourceRecord& source) {
  const auto& topic = found.topic;
  const std::string id = std::to_string(topic.topic.value);
  return {.topic = topic.topic,
          .thread = source.name + "/" + id,
          .url = source.origin + "/t/" + id,
          .title = topic.title,
          .category = topic.category,
          .tags = topic.tags,
          .author = topic.author,
          .standing = standing_told(found.standing),
          .rule = found.rule,
          .score = found.figures.score,
          .replies_per_hour = found.figures.replies_per_hour,
          .lately = found.figures.lately,
          .likes_per_reply = found.figures.likes_per_reply,
          .replies = topic.replies(),
          .likes = topic.likes,
          .views = topic.views,
          .created_at = topic.created_at,
          .last_posted_at = topic.last_posted_at,
          .pinned = topic.pinned};
}

}  // namespace

Answer run(Context& context, protocol::DiscoverTopics verb) {
  const auto sources = co_await known_sources(context);
  if (!sources) co_return sources.error();
  const auto chosen = source_meant(*sources, verb.source);
  if (!chosen) co_return chosen.error();
  const auto survey = co_await context.tracker.survey(chosen->source, chosen->known);
  if (!survey) co_return survey.error().at(chosen->source.origin);
  protocol::DiscoverReply reply{
      .source = chosen->source, .known = chosen->known, .now = context.clock.now(), .seen_at = survey->at};
  for (const Found& found : survey->found) reply.topics.push_back(topic_told(found, chosen->source));
  co_return reply_with(reply);
}

}  // namespace gailou::admin
