// TLS as a client: certificates verified against the system's roots, host names checked, failures in plain words.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "digest/error.h"

namespace gailou::io {

using TlsStream = boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>;

/// TLS 1.2 and up, peers verified, OpenSSL's default paths ($SSL_CERT_FILE, $SSL_CERT_DIR, the system's).
boost::asio::ssl::context make_tls_context();

/// What OpenSSL found wrong with a certificate; filled during the handshake.
struct CertificateFault {
  int verify_error = 0;
  std::string not_before{};
  std::string not_after{};
};

/// Sets the name that is asked for and verified; an IP address is verified as one and not sent.
/// `fault` must outlive the handshake.
void expect_host(TlsStream& stream, const std::string& host, CertificateFault& fault);

/// Code::unavailable, and why: expired, another host's, self-signed, unknown issuer, old protocol.
digest::Error tls_error(const std::string& host, const boost::system::error_code& ec, const CertificateFault& fault);

}  // namespace gailou::io
