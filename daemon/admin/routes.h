// The admin surface: HTTP and JSON over the Unix socket, `/admin/v1/VERB`. POST with a JSON body asks anything, GET
// with parameters what only reads. Who may connect is decided by the socket's mode alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/admin/context.h"
#include "daemon/io/http_server.h"

namespace gailou::admin {

class Routes {
 public:
  /// All that is borrowed must outlive the routes. `configured` are the `[[source]]` tables.
  Routes(track::Tracker& tracker, ReaderThread& reader, std::vector<storage::SourceRecord> configured, io::Clock& clock,
         std::string version);

  void describe(Surroundings surroundings);
  /// The `[[source]]` tables after a reload.
  void configure(std::vector<storage::SourceRecord> configured);
  void reload_by(Reload reload);
  void tell_reload(protocol::ReloadReply reply);
  const Surroundings& surroundings() const { return context_.surroundings; }
  /// They must outlive the routes.
  void use(Engines engines);
  /// Reasons in words why the daemon can't do its work; empty = none.
  void set_trouble(std::vector<std::string> reasons);

  boost::asio::awaitable<io::ServerResponse> answer(const io::ServerRequest& request);
  /// A problem object for what never reached a verb.
  io::ServerResponse error_page(int status, std::string_view detail, const io::ServerRequest& request) const;

 private:
  Context context_;
};

}  // namespace gailou::admin
