#include "daemon/forum/discourse/urls.h"

#include <algorithm>

namespace gailou::forum::discourse {
namespace {

std::string topic_path(const std::string& origin, digest::TopicId topic) {
  return origin + "/t/" + std::to_string(topic.value);
}

}  // namespace

std::string topic_page(const std::string& origin, digest::TopicId topic) {
  return topic_path(origin, topic) + ".json";
}

std::string topic_near(const std::string& origin, digest::TopicId topic, digest::Floor floor) {
  return topic_path(origin, topic) + "/" + std::to_string(floor.value) + ".json";
}

std::string posts_by_id(const std::string& origin, digest::TopicId topic, const std::vector<digest::PostId>& ids) {
  std::string url = topic_path(origin, topic) + "/posts.json";
  char before = '?';
  for (const digest::PostId id : ids) {
    url += before + std::string("post_ids%5B%5D=") + std::to_string(id.value);
    before = '&';
  }
  return url;
}

std::string ids_after_floor(const std::string& origin, digest::TopicId topic, digest::Floor floor) {
  return topic_path(origin, topic) + "/post_ids.json?post_number=" + std::to_string(floor.value);
}

std::string post_page(const std::string& origin, digest::PostId id) {
  return origin + "/posts/" + std::to_string(id.value) + ".json";
}

std::string site_page(const std::string& origin) {
  return origin + "/site/basic-info.json";
}

std::string robots_page(const std::string& origin) {
  return origin + "/robots.txt";
}

std::string_view target_of(const std::string& origin, const std::string& url) {
  return std::string_view(url).substr(std::min(origin.size(), url.size()));
}

std::string topic_rows(const std::string& origin, const std::vector<digest::TopicId>& topics) {
  std::string url = origin + "/latest.json";
  char before = '=';
  url += "?topic_ids";
  for (const digest::TopicId topic : topics) {
    url += before + std::to_string(topic.value);
    before = ',';
  }
  return url;
}

std::string topic_list(const std::string& origin, TopicList list) {
  return origin + (list == TopicList::top ? "/top.json?period=daily" : "/latest.json");
}

std::string bus_poll(const std::string& origin, const std::string& client) {
  return origin + "/message-bus/" + client + "/poll";
}

}  // namespace gailou::forum::discourse
