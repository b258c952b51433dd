// How a page says which feeds there are: for browsers and feed readers in its head, for people in its footer.
#pragma once

#include <string>
#include <vector>

#include "digest/render/blocks/node.h"
#include "digest/render/page/places.h"

namespace gailou::render {

/// Elements of <head>: a reader takes the first, so the thread's own stand before those of the whole site.
std::vector<Node> thread_feed_links(const Places& places, const std::string& title);
std::vector<Node> site_feed_links(const Site& site);
/// `path` below the base path, with its query.
Node search_feed_link(const std::string& path, const std::string& title, const Site& site);

/// Lines of the footer.
Node thread_feed_line(const Places& places);
Node site_feed_line(const Site& site);

}  // namespace gailou::render
