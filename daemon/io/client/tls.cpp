#include "daemon/io/client/tls.h"

#include <array>
#include <ctime>

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

constexpr std::size_t kSessionsMax = 64;       // origins
constexpr std::time_t kSessionSeconds = 3600;  // a certificate is looked at anew at least this often

struct FreeSession {
  void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
};
using Session = std::unique_ptr<SSL_SESSION, FreeSession>;

std::string time_text(const ASN1_TIME* time) {
  std::tm parts{};
  std::array<char, 32> text{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return "an unreadable date";
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

struct Words {
  std::string what;
  std::string hint{};
};

Words words_of(const std::string& host, const CertificateFault& fault) {
  switch (fault.verify_error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return {"the certificate of " + host + " expired", "its operator must renew it"};
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return {"the certificate of " + host + " is not valid yet", "is this machine's clock right?"};
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
      return {"the certificate of " + host + " was revoked", "its operator must replace it"};
    default:
      return {"the certificate of " + host +
              " can't be verified: " + X509_verify_cert_error_string(fault.verify_error)};
  }
}

std::string dates_of(const CertificateFault& fault) {
  return fault.not_after.empty() ? "" : " (valid from " + fault.not_before + " to " + fault.not_after + ")";
}

int reason_in(const boost::system::error_code& ec) {
  if (ec.category() != boost::asio::error::get_ssl_category()) return 0;
  return ERR_GET_REASON(static_cast<unsigned long>(ec.value()));
}

bool is_old_protocol(int reason) {
  return reason == SSL_R_UNSUPPORTED_PROTOCOL || reason == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION ||
         reason == SSL_R_WRONG_VERSION_NUMBER;
}

Error untrusted(std::string what, std::string hint) {
  return Error{.code = Code::unavailable,
               .what = std::move(what),
               .hint = std::move(hint),
               .retry_after_ms = kUntrustedWait.count()};
}

/// Where a stream keeps the fault that it was prepared with.
int fault_index() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}
/// Where a context keeps its sessions.
int sessions_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

}  // namespace

// The newest session of each origin: with TLS 1.3 it comes after the handshake, among the answer's bytes.
struct TlsClient::Sessions {
  std::map<std::string, Session> by_origin{};

  static int keep(SSL* stream, SSL_SESSION* session) {
    auto* sessions = static_cast<Sessions*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(stream), sessions_index()));
    const auto* fault = static_cast<const CertificateFault*>(SSL_get_ex_data(stream, fault_index()));
    if (sessions == nullptr || fault == nullptr) return 0;
    auto& kept = sessions->by_origin;
    if (kept.size() >= kSessionsMax && !kept.contains(fault->origin)) kept.erase(kept.begin());
    kept[fault->origin].reset(session);
    return 1;  // it is ours to free
  }

  /// One of TLS 1.3 is used once (RFC 8446, C.4); an older one is good until the server names another.
  Session take(const std::string& origin) {
    const auto found = by_origin.find(origin);
    if (found == by_origin.end()) return nullptr;
    const auto made = static_cast<std::time_t>(SSL_SESSION_get_time(found->second.get()));
    if (std::time(nullptr) - made > kSessionSeconds) {
      by_origin.erase(found);
      return nullptr;
    }
    if (SSL_SESSION_get_protocol_version(found->second.get()) < TLS1_3_VERSION) {
      SSL_SESSION_up_ref(found->second.get());
      return Session(found->second.get());
    }
    Session session = std::move(found->second);
    by_origin.erase(found);
    return session;
  }
};

TlsClient::TlsClient() : sessions_(std::make_unique<Sessions>()), context_(ssl::context::tls_client) {
  SSL_CTX* handle = context_.native_handle();
  SSL_CTX_set_min_proto_version(handle, TLS1_2_VERSION);
  boost::system::error_code ignored;  // without roots every handshake fails, in words
  context_.set_default_verify_paths(ignored);
  context_.set_verify_mode(ssl::verify_peer);
  SSL_CTX_set_ex_data(handle, sessions_index(), sessions_.get());
  SSL_CTX_set_session_cache_mode(handle, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL);
  SSL_CTX_sess_set_new_cb(handle, &Sessions::keep);
}

// A connection may outlive this one and its handle be freed later: no session comes here any more.
TlsClient::~TlsClient() {
  SSL_CTX_set_ex_data(context_.native_handle(), sessions_index(), nullptr);
}

void TlsClient::prepare(TlsStream& stream, const Url& url, CertificateFault& fault) {
  SSL* handle = stream.native_handle();
  fault = {};
  fault.origin = url.origin();
  SSL_set_ex_data(handle, fault_index(), &fault);
  boost::system::error_code not_an_address;
  boost::asio::ip::make_address(url.host, not_an_address);
  if (not_an_address) {
    // What SSL_set_tlsext_host_name does, without the macro's cast; the name is only read.
    SSL_ctrl(handle, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, const_cast<char*>(url.host.c_str()));
    SSL_set_hostflags(handle, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    SSL_set1_host(handle, url.host.c_str());
  } else {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(handle), url.host.c_str());
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
  if (const Session session = sessions_->take(fault.origin)) SSL_set_session(handle, session.get());
}

void settle(TlsStream& stream) {
  SSL_set_shutdown(stream.native_handle(), SSL_SENT_SHUTDOWN | SSL_RECEIVED_SHUTDOWN);
}

Error tls_error(const std::string& host, const boost::system::error_code& ec, const CertificateFault& fault) {
  if (fault.verify_error != X509_V_OK) {
    Words words = words_of(host, fault);
    return untrusted(words.what + dates_of(fault), std::move(words.hint));
  }
  const int reason = reason_in(ec);
  if (is_old_protocol(reason))
    return untrusted(host + " speaks no TLS, or only versions before 1.2", "is the port right?");
  // A cut connection is the network's trouble, not the site's.
  const bool cut = reason == 0 || reason == SSL_R_UNEXPECTED_EOF_WHILE_READING;
  if (!cut) return untrusted("no TLS connection to " + host + ": " + ec.message(), {});
  return Error{.code = Code::unavailable, .what = "no TLS connection to " + host + ": " + ec.message()};
}

}  // namespace gailou::io
