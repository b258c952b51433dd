// TLS as a client: certificates verified against the system's roots, host names checked, failures in plain words.
#pragma once

#include <map>
#include <memory>
#include <string>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "daemon/io/url.h"
#include "digest/error.h"
#include "digest/time.h"

namespace gailou::io {

using TlsStream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>;

/// What OpenSSL found wrong with a certificate; filled during the handshake.
struct CertificateFault {
  int verify_error = 0;
  std::string not_before{};  // "2026-05-06T21:02:35Z"
  std::string not_after{};
  std::string origin{};  // whose sessions the stream's are
};

/// A site whose certificate or protocol is wrong is asked again only after this long: nobody mends it in minutes.
inline constexpr digest::Duration kUntrustedWait = std::chrono::hours{1};

/// The settings of all connections, and the sessions that spare a later one most of its handshake.
class TlsClient {
 public:
  /// TLS 1.2 and up, peers verified, OpenSSL's default paths ($SSL_CERT_FILE, $SSL_CERT_DIR, the system's).
  TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;
  ~TlsClient();

  boost::asio::ssl::context& context() { return context_; }
  /// Sets the name that is asked for and verified; an IP address is verified as one and not sent. Goes on with the
  /// origin's last session if that is less than an hour old. `fault` must outlive the stream.
  void prepare(TlsStream& stream, const Url& url, CertificateFault& fault);

 private:
  struct Sessions;

  // Before the context, whose end may still hand over a session.
  std::unique_ptr<Sessions> sessions_;
  boost::asio::ssl::context context_;
};

/// To be called before a stream whose session is worth keeping is destroyed: OpenSSL takes a stream that ends without a
/// shutdown for a broken one.
void settle(TlsStream& stream);

/// Code::unavailable, and why: expired, another host's, self-signed, unknown issuer, revoked, old protocol, each with
/// the certificate's dates where there is one, and kUntrustedWait as the wait; a connection that broke has none.
digest::Error tls_error(const std::string& host, const boost::system::error_code& ec, const CertificateFault& fault);

}  // namespace gailou::io
