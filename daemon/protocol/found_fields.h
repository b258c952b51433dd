// What is told of a topic that was found, as JSON, both ways.
#pragma once

#include "daemon/protocol/fields.h"
#include "daemon/protocol/found_topic.h"

namespace gailou::protocol {

template <class Io, Const<FoundTopic> T>
void fields(Io& io, T& found) {
  io.need("topic", found.topic);
  io.need("thread", found.thread);
  io.need("url", found.url);
  io.need("title", found.title);
  io.may("category", found.category);
  io.may("tags", found.tags);
  io.may("author", found.author);
  io.word("standing", found.standing, &name_of, &topic_standing_of);
  io.may("rule", found.rule);
  io.need("score", found.score);
  io.need("replies_per_hour", found.replies_per_hour);
  io.need("lately", found.lately);
  io.need("likes_per_reply", found.likes_per_reply);
  io.need("replies", found.replies);
  io.need("likes", found.likes);
  io.need("views", found.views);
  io.may("created_at", found.created_at);
  io.may("last_posted_at", found.last_posted_at);
  io.may("pinned", found.pinned);
}

}  // namespace gailou::protocol
