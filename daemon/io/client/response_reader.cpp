#include "daemon/io/client/response_reader.h"

#include <optional>
#include <string>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include "daemon/io/client/body_decoder.h"

namespace gailou::io {

namespace http = boost::beast::http;
using boost::beast::string_view;
using boost::system::error_code;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr int kFieldsMax = 500;
constexpr int kInterimMax = 8;  // responses with a status of 1xx before the real one

std::string lower(string_view text) {
  std::string out(text.data(), text.size());
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

Error cut_short() {
  return Error{.code = Code::malformed, .what = "the answer was cut short"};
}

}  // namespace

// Beast judges the syntax; what it hands over goes into the response.
class ResponseReader::Parser : public http::basic_parser<false> {
 public:
  explicit Parser(std::size_t body_bytes_max) : body_bytes_max_(body_bytes_max) {
    header_limit(kResponseHeaderBytesMax);
    body_limit(boost::none);  // the decoder has the caps
    eager(true);
  }

  HttpResponse response{};
  std::optional<BodyDecoder> decoder{};
  std::optional<Error> failure{};

 private:
  void on_request_impl(http::verb, string_view, string_view, int, error_code& ec) override { ec = {}; }
  void on_response_impl(int code, string_view, int, error_code& ec) override {
    ec = {};
    response.status = code;
  }
  void on_field_impl(http::field, string_view name, string_view value, error_code& ec) override {
    ec = {};
    if (is_header_done()) return;  // trailers: nothing of ours stands there
    if (++fields_ > kFieldsMax) {
      fail(Error{.code = Code::too_large, .what = "the answer has more than 500 header fields"}, ec);
      return;
    }
    std::string& joined = response.headers[lower(name)];
    if (!joined.empty()) joined += ", ";
    joined.append(value.data(), value.size());
  }
  void on_header_impl(error_code& ec) override { ec = {}; }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code& ec) override {
    ec = {};
    if (length && *length > body_bytes_max_) {
      fail(Error{.code = Code::too_large,
                 .what = "the answer is larger than " + std::to_string(body_bytes_max_) + " bytes"},
           ec);
      return;
    }
    const auto found = response.headers.find("content-encoding");
    const std::string encoding = found == response.headers.end() ? "" : lower(found->second);
    const bool gzip = encoding == "gzip" || encoding == "x-gzip";
    if (!gzip && !encoding.empty() && encoding != "identity") {
      fail(Error{.code = Code::malformed, .what = "the answer is encoded as nobody asked for"}, ec);
      return;
    }
    decoder.emplace(gzip, body_bytes_max_);
  }
  std::size_t on_body_impl(string_view body, error_code& ec) override { return take(body, ec); }
  void on_chunk_header_impl(std::uint64_t, string_view, error_code& ec) override { ec = {}; }
  std::size_t on_chunk_body_impl(std::uint64_t, string_view body, error_code& ec) override { return take(body, ec); }
  void on_finish_impl(error_code& ec) override { ec = {}; }

  std::size_t take(string_view body, error_code& ec) {
    ec = {};
    if (auto fed = decoder->feed({body.data(), body.size()}); !fed) fail(fed.error(), ec);
    return body.size();
  }
  void fail(Error error, error_code& ec) {
    failure = std::move(error);
    ec = make_error_code(boost::system::errc::protocol_error);  // only ends the parsing; `failure` says why
  }

  std::size_t body_bytes_max_;
  int fields_ = 0;
};

struct ResponseReader::State {
  explicit State(std::size_t max) : body_bytes_max(max) { parser.emplace(max); }

  std::size_t body_bytes_max;
  std::optional<Parser> parser{};
  std::string pending{};  // bytes that Beast has not used up
  bool any = false;
  int interim = 0;
};

ResponseReader::ResponseReader(std::size_t body_bytes_max) : state_(std::make_unique<State>(body_bytes_max)) {}
ResponseReader::~ResponseReader() = default;

Result<void> ResponseReader::feed(std::string_view bytes) {
  State& s = *state_;
  s.any = s.any || !bytes.empty();
  s.pending += bytes;
  while (!s.pending.empty() && !done()) {
    error_code ec;
    const std::size_t used = s.parser->put(boost::asio::buffer(s.pending.data(), s.pending.size()), ec);
    s.pending.erase(0, used);
    if (s.parser->failure) return *s.parser->failure;
    if (ec == http::error::need_more) {
      // Beast bounds the header block, but neither a chunk's extensions nor the trailers.
      if (s.pending.size() <= kResponseHeaderBytesMax) return {};
      return Error{.code = Code::too_large, .what = "the answer has a line or trailers without end"};
    }
    if (ec == http::error::header_limit) {
      return Error{.code = Code::too_large, .what = "the answer's header block is larger than 64 KiB"};
    }
    if (ec) return Error{.code = Code::malformed, .what = "the answer is no HTTP: " + ec.message()};
    const bool interim = s.parser->is_done() && s.parser->response.status / 100 == 1;
    if (interim) {
      const bool protocol_changed = s.parser->response.status == 101;
      if (protocol_changed || ++s.interim > kInterimMax) {
        return Error{.code = Code::malformed, .what = "interim responses where an answer was due"};
      }
      s.parser.emplace(s.body_bytes_max);
    } else if (used == 0) {
      return {};
    }
  }
  return {};
}

Result<void> ResponseReader::end(bool cleanly) {
  if (done()) return {};
  if (!any()) return Error{.code = Code::unavailable, .what = "the connection was closed without an answer"};
  if (!cleanly || !state_->parser->got_some()) return cut_short();
  error_code ec;
  state_->parser->put_eof(ec);
  if (ec) return cut_short();
  return {};
}

bool ResponseReader::done() const {
  return state_->parser->is_done();
}

bool ResponseReader::any() const {
  return state_->any;
}

bool ResponseReader::reusable() const {
  // Bytes after the answer belong to no request of ours: such a connection is not to be trusted again.
  return done() && state_->pending.empty() && state_->parser->keep_alive();
}

Result<HttpResponse> ResponseReader::take() {
  HttpResponse response = std::move(state_->parser->response);
  if (state_->parser->decoder) {
    auto body = state_->parser->decoder->finish();
    if (!body) return body.error();
    response.body = std::move(*body);
  }
  return response;
}

}  // namespace gailou::io
