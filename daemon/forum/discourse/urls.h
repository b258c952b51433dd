// The addresses that are asked. Built from numbers alone: a slug can change and then only redirects.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/forum/source.h"
#include "digest/ids.h"

namespace gailou::forum::discourse {

std::string topic_page(const std::string& origin, digest::TopicId topic);
/// Five floors before `floor`, the rest after; beyond the end: the last ones.
std::string topic_near(const std::string& origin, digest::TopicId topic, digest::Floor floor);
std::string posts_by_id(const std::string& origin, digest::TopicId topic, const std::vector<digest::PostId>& ids);
std::string ids_after_floor(const std::string& origin, digest::TopicId topic, digest::Floor floor);
std::string post_page(const std::string& origin, digest::PostId id);
/// Small: title and whether a login is needed.
std::string site_page(const std::string& origin);
std::string robots_page(const std::string& origin);
/// Path and query of one of these URLs.
std::string_view target_of(const std::string& origin, const std::string& url);
std::string topic_rows(const std::string& origin, const std::vector<digest::TopicId>& topics);
std::string topic_list(const std::string& origin, TopicList list);
/// `client`: 32 hexadecimal digits that tell our listening from others'.
std::string bus_poll(const std::string& origin, const std::string& client);

}  // namespace gailou::forum::discourse
