#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "daemon/io/http_server.h"
#include "digest/settings.h"

namespace gailou::serve {

struct Settings {
  std::vector<std::string> listen{"127.0.0.1:8488"};
  std::string public_url{};
  std::vector<std::string> hosts{};  // accepted beside loopback names and public_url's
  std::string base_path{};
  bool compression = true;
  io::ServerSettings server{};
  std::size_t max_sse_clients = 256;  // streams of live events
  double rate_limit = 20;             // requests a second of one client; 0 = no limit
  std::vector<std::string> trusted_proxies{"127.0.0.0/8", "::1"};
  std::string title = "泥潭日报";
  std::string tagline = "每日精选";
  std::string language = "zh-Hans";
  std::string timezone{};          // empty = the machine's
  std::string remove_contact{};    // site.remove_contact
  std::string security_contact{};  // site.security_contact: a URI; empty = nobody named
  bool metrics = true;             // metrics.enabled
  std::string metrics_listen{};    // metrics.listen; empty = among the pages, for this machine alone
  bool index = false;              // site.robots
  bool full_punctuation = true;    // digest.punctuation
  std::size_t feed_entries = 50;   // per page of a feed
  digest::Language digest_language = digest::Language::zh;
};

}  // namespace gailou::serve
