#include "daemon/io/http_client.h"

namespace gailou::io {

boost::asio::awaitable<digest::Result<HttpResponse>> HttpClient::post(HttpRequest request) {
  co_return digest::Error{
      .code = digest::Code::internal, .what = "this client can't POST", .where = "POST " + request.url};
}

}  // namespace gailou::io
