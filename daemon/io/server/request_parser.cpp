#include "daemon/io/server/request_parser.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

namespace gailou::io {

namespace http = boost::beast::http;

namespace {

using boost::beast::string_view;
using boost::system::error_code;

std::string_view view_of(string_view text) {
  return {text.data(), text.size()};
}

// Keeps views alone: the block is contiguous and free of folded lines, so Beast copies nothing.
class HeadParser : public http::basic_parser<true> {
 public:
  explicit HeadParser(RequestHead& head) : head_(head) {}

 private:
  void on_request_impl(http::verb, string_view method, string_view target, int, error_code& ec) override {
    ec = {};
    head_.method = view_of(method);
    head_.target = view_of(target);
  }
  void on_field_impl(http::field, string_view name, string_view value, error_code& ec) override {
    ec = {};
    head_.fields.emplace_back(view_of(name), view_of(value));
  }
  void on_header_impl(error_code& ec) override {
    ec = {};
    head_.keep_alive = keep_alive();
  }
  // Only header blocks are fed in; the rest is never called with data.
  void on_response_impl(int, string_view, int, error_code& ec) override { ec = {}; }
  void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code& ec) override { ec = {}; }
  std::size_t on_body_impl(string_view body, error_code& ec) override {
    ec = {};
    return body.size();
  }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code& ec) override { ec = {}; }
  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code& ec) override {
    ec = {};
    return body.size();
  }
  void on_finish_impl(error_code& ec) override { ec = {}; }

  RequestHead& head_;
};

}  // namespace

std::optional<Refusal> parse_head(std::string_view block, RequestHead& head) {
  head = {};
  HeadParser parser(head);
  parser.header_limit(static_cast<std::uint32_t>(block.size() + 1));  // HeaderScan has set the limit
  parser.body_limit(boost::none);
  error_code ec;
  parser.put(boost::asio::buffer(block.data(), block.size()), ec);
  if (ec && ec != http::error::need_more)
    return Refusal{.status = 400, .detail = "the request is malformed: " + ec.message()};
  if (!parser.is_header_done()) return Refusal{.status = 400, .detail = "the request is malformed"};
  return std::nullopt;
}

}  // namespace gailou::io
