// The readers' site: what a request on the public port is answered with. An actor on the loop; reads through the
// reader's worker and never writes.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/io/clock.h"
#include "daemon/io/http_server.h"
#include "daemon/io/store_thread.h"
#include "daemon/serve/assets.h"
#include "daemon/serve/bell.h"
#include "daemon/serve/figures.h"
#include "daemon/serve/host_check.h"
#include "daemon/serve/live/live.h"
#include "daemon/serve/look.h"
#include "daemon/serve/page_source.h"
#include "daemon/serve/proxies.h"
#include "daemon/serve/rate_limit.h"
#include "daemon/serve/router.h"
#include "daemon/serve/settings.h"
#include "daemon/serve/thread_object.h"
#include "storage/store.h"

namespace gailou::serve {

class Site {
 public:
  Site(const Settings& settings, io::Clock& clock, io::OwningThread<storage::Reader>& reader, std::string version);

  /// io::Handler. The request must live until the answer is there.
  boost::asio::awaitable<io::ServerResponse> answer(const io::ServerRequest& request);
  /// Who makes the text for /metrics; without one there is no such page. On the readers' port this machine alone is
  /// answered, and never through a proxy.
  using Metrics = std::function<boost::asio::awaitable<std::string>()>;
  void metrics_by(Metrics metrics) { metrics_ = std::move(metrics); }
  /// io::Handler of a listener of its own, for whoever reaches it: /metrics and nothing else.
  boost::asio::awaitable<io::ServerResponse> answer_metrics(const io::ServerRequest& request);
  const SiteFigures& figures() const { return figures_; }

  /// io::ErrorPage: `detail` is shown below 500 only.
  io::ServerResponse error_page(int status, std::string_view detail, const io::ServerRequest& request);

  /// Posts, a revision, a state or an error of the thread were committed: its pages are built anew, and those of all.
  void changed(digest::ThreadId thread);
  /// What follows along: its actors run beside the listener, and it is told what was committed.
  Live& live() { return live_; }
  /// Why the service isn't ready; empty = ready.
  void set_degraded(std::vector<std::string> reasons);
  /// Long polls and streams end at once, so that the listener needn't wait for them.
  void stop();
  /// Settings that were reloaded; pages are built anew. base_path must be what it was.
  void apply(const Settings& settings);

  const PageCache& cache() const { return pages_.cache(); }
  const std::string& version() const { return version_; }

 private:
  /// `route`: set to the pattern once it is known.
  boost::asio::awaitable<io::ServerResponse> answered(const io::ServerRequest& request, std::string_view& route);
  boost::asio::awaitable<io::ServerResponse> answer_found(Target target, const io::ServerRequest& request,
                                                          SharedLook look);
  boost::asio::awaitable<io::ServerResponse> metrics_text(const io::ServerRequest& request, SharedLook look);
  bool may_see_metrics(const io::ServerRequest& request) const;
  SharedLook look_for(const io::ServerRequest& request);
  Visit visit_of(const Target& target, const io::ServerRequest& request, const SharedLook& look) const;
  boost::asio::awaitable<io::ServerResponse> fill(Order order, const io::ServerRequest& request, SharedLook look);
  std::optional<io::ServerResponse> refuse_haste(const io::ServerRequest& request);
  boost::asio::awaitable<io::ServerResponse> events(const io::ServerRequest& request, SharedLook look);
  io::ServerResponse asset(const Target& target, const io::ServerRequest& request, const Look& look) const;
  io::ServerResponse favicon(const io::ServerRequest& request, const Look& look) const;
  io::ServerResponse security(const Visit& visit) const;
  Plan plan_for(const Visit& visit) const;

  io::Clock& clock_;
  std::string version_;
  SharedLook look_;
  std::map<std::string, SharedLook> prefixed_{};  // by the prefix that a proxy names
  Metrics metrics_{};
  bool metrics_elsewhere_ = false;  // on a listener of their own
  SiteFigures figures_{};
  HostCheck hosts_;
  Proxies proxies_;
  RateLimit limit_;
  PageSource pages_;
  Bell bell_;
  io::OwningThread<storage::Reader>& reader_;
  Live live_;
  Assets assets_;
  std::shared_ptr<CoverageMemo> memo_ = std::make_shared<CoverageMemo>();
  std::vector<std::string> degraded_;
  std::uint64_t changes_ = 0;  // calls of changed()
};

}  // namespace gailou::serve
