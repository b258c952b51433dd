#include "daemon/io/client/tls.h"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/verify_context.hpp>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

namespace gailou::io {

namespace ssl = boost::asio::ssl;
using digest::Code;
using digest::Error;

namespace {

std::string time_text(const ASN1_TIME* time) {
  BIO* out = BIO_new(BIO_s_mem());
  if (out == nullptr) return {};
  ASN1_TIME_print(out, time);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(out, &bytes);
  std::string text(bytes, size > 0 ? static_cast<std::size_t>(size) : 0);
  BIO_free(out);
  return text;
}

struct Words {
  std::string what;
  std::string hint;
};

Words words_of(const std::string& host, const CertificateFault& fault) {
  switch (fault.verify_error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return {"the certificate of " + host + " expired on " + fault.not_after, "its operator must renew it"};
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return {"the certificate of " + host + " is not valid before " + fault.not_before,
              "is this machine's clock right?"};
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
      return {"the certificate is for another host than " + host, "is the address right?"};
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
      return {"the certificate of " + host + " is self-signed", "install its issuer among the system's roots"};
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return {"the certificate of " + host + " is from an unknown issuer", "is the package ca-certificates installed?"};
    case X509_V_ERR_CERT_REVOKED:
      return {"the certificate of " + host + " was revoked", ""};
    default:
      return {"the certificate of " + host + " can't be verified: " + X509_verify_cert_error_string(fault.verify_error),
              ""};
  }
}

bool is_old_protocol(const boost::system::error_code& ec) {
  const auto reason = ERR_GET_REASON(static_cast<unsigned long>(ec.value()));
  return reason == SSL_R_UNSUPPORTED_PROTOCOL || reason == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION ||
         reason == SSL_R_WRONG_VERSION_NUMBER;
}

}  // namespace

ssl::context make_tls_context() {
  ssl::context context(ssl::context::tls_client);
  SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
  boost::system::error_code ignored;  // without roots every handshake fails, in words
  context.set_default_verify_paths(ignored);
  context.set_verify_mode(ssl::verify_peer);
  return context;
}

void expect_host(TlsStream& stream, const std::string& host, CertificateFault& fault) {
  SSL* handle = stream.native_handle();
  boost::system::error_code not_an_address;
  boost::asio::ip::make_address(host, not_an_address);
  if (not_an_address) {
    // What SSL_set_tlsext_host_name does, without the macro's cast; the name is only read.
    SSL_ctrl(handle, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(host.c_str()));
    SSL_set_hostflags(handle, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set1_host(handle, host.c_str());
  } else {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(handle), host.c_str());
  }
  stream.set_verify_callback([&fault](bool verified, ssl::verify_context& context) {
    if (!verified) {
      X509_STORE_CTX* store = context.native_handle();
      fault.verify_error = X509_STORE_CTX_get_error(store);
      if (const X509* certificate = X509_STORE_CTX_get_current_cert(store)) {
        fault.not_before = time_text(X509_get0_notBefore(certificate));
        fault.not_after = time_text(X509_get0_notAfter(certificate));
      }
    }
    return verified;
  });
}

Error tls_error(const std::string& host, const boost::system::error_code& ec, const CertificateFault& fault) {
  if (fault.verify_error != X509_V_OK) {
    Words words = words_of(host, fault);
    return Error{.code = Code::unavailable, .what = std::move(words.what), .hint = std::move(words.hint)};
  }
  if (ec.category() == boost::asio::error::get_ssl_category() && is_old_protocol(ec)) {
    return Error{.code = Code::unavailable,
                 .what = host + " speaks no TLS, or only versions before 1.2",
                 .hint = "is the port right?"};
  }
  return Error{.code = Code::unavailable, .what = "no TLS connection to " + host + ": " + ec.message()};
}

}  // namespace gailou::io
