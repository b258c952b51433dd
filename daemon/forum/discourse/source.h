// A Discourse forum as a Source: each call is one request without cookies, with the owner's key where there is one, its
// answer judged and read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/forum/robots.h"
#include "daemon/forum/settings.h"
#include "daemon/forum/source.h"
#include "daemon/io/clock.h"
#include "daemon/io/http_client.h"
#include "storage/records.h"

namespace gailou::forum::discourse {

class Source final : public forum::Source {
 public:
  /// Client and clock must outlive it.
  Source(const storage::SourceRecord& record, io::HttpClient& client, const Settings& settings, io::Clock& clock);

  void apply(const Settings& settings) override;
  bool obeys_robots() const override { return settings_.ignore_robots.empty(); }
  boost::asio::awaitable<digest::Result<RobotsLook>> robots() override;
  boost::asio::awaitable<digest::Result<SiteLook>> site() override;

  boost::asio::awaitable<digest::Result<Look>> look(digest::TopicId topic, digest::Floor last) override;
  boost::asio::awaitable<digest::Result<Look>> look_near(digest::TopicId topic, digest::Floor floor) override;
  boost::asio::awaitable<digest::Result<Look>> posts(digest::TopicId topic, std::vector<digest::PostId> ids) override;
  boost::asio::awaitable<digest::Result<std::vector<digest::PostId>>> ids_after(digest::TopicId topic,
                                                                                digest::Floor floor) override;
  boost::asio::awaitable<digest::Result<PostLook>> post(digest::PostId id) override;
  boost::asio::awaitable<digest::Result<std::vector<TopicRow>>> rows(std::vector<digest::TopicId> topics) override;
  boost::asio::awaitable<digest::Result<std::vector<ListedTopic>>> listed(TopicList list) override;
  boost::asio::awaitable<digest::Result<std::vector<BusPosition>>> listen(std::vector<BusPosition> positions,
                                                                          digest::Duration longest) override;

 private:
  io::HttpRequest request_for(std::string url) const;
  using Onward = std::optional<std::string> (*)(const io::HttpResponse&, const std::string& asked);
  /// By leave that has been got; follows the redirects that `onward` and robots.txt allow, each by leave of its own.
  boost::asio::awaitable<digest::Result<io::HttpResponse>> send(io::HttpRequest request, Onward onward);
  /// Unless robots.txt disallows it.
  boost::asio::awaitable<digest::Result<io::HttpResponse>> get(std::string url);
  /// A JSON answer with status 200, or why there is none.
  boost::asio::awaitable<digest::Result<io::HttpResponse>> ask(std::string url);
  boost::asio::awaitable<digest::Result<Look>> look_at(digest::TopicId topic, std::string url);
  /// Of what can be done without: Code::refused where robots.txt disallows it or the forum does without.
  std::optional<digest::Error> robots_closed(const std::string& url) const;
  std::optional<digest::Error> fault_of_offer(const io::HttpResponse& response, const std::string& url,
                                              const std::string& what) const;

  std::string origin_;
  io::HttpClient& client_;
  Settings settings_;
  io::Clock& clock_;
  RobotsRules robots_{};        // none before the first answer
  std::string bus_client_;      // made once: the bus knows a listener by it
  std::int64_t bus_asked_ = 0;  // requests to the bus so far
};

}  // namespace gailou::forum::discourse
