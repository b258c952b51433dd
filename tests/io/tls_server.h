// Certificates made on the spot, and one TLS handshake on a scripted server's connection.
#pragma once

#include <cstdio>
#include <memory>
#include <semaphore>
#include <string>

#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "tests/io/scripted_server.h"

namespace gailou::io::testing {

struct Key {
  std::shared_ptr<EVP_PKEY> key{EVP_EC_gen("P-256"), EVP_PKEY_free};
};

struct CertificateFacts {
  std::string names = "DNS:localhost";  // subjectAltName
  int valid_from_days = -1;             // from today
  int valid_to_days = 30;
  bool authority = false;
};

struct Certificate {
  std::shared_ptr<X509> certificate{X509_new(), X509_free};
  Key key{};
};

inline void add_extension(X509* certificate, int nid, const std::string& value) {
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, nullptr, nid, value.c_str());
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

/// Signed by `issuer`, or by itself.
inline Certificate make_certificate(const CertificateFacts& facts, const Certificate* issuer = nullptr) {
  static long serial = 1;
  Certificate made;
  X509* certificate = made.certificate.get();
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
  X509_gmtime_adj(X509_getm_notBefore(certificate), 86'400L * facts.valid_from_days);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 86'400L * facts.valid_to_days);
  X509_set_pubkey(certificate, made.key.key.get());
  const std::string name = facts.authority ? "Test Root" : "Test Site";
  const auto* bytes = reinterpret_cast<const unsigned char*>(name.c_str());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC, bytes, -1, -1, 0);
  const X509* parent = issuer != nullptr ? issuer->certificate.get() : certificate;
  X509_set_issuer_name(certificate, X509_get_subject_name(parent));
  add_extension(certificate, NID_basic_constraints, facts.authority ? "critical,CA:TRUE" : "CA:FALSE");
  if (!facts.authority) add_extension(certificate, NID_subject_alt_name, facts.names);
  X509_sign(certificate, (issuer != nullptr ? issuer->key : made.key).key.get(), EVP_sha256());
  return made;
}

inline void write_pem(const Certificate& certificate, const std::string& path) {
  FILE* file = std::fopen(path.c_str(), "w");
  PEM_write_X509(file, certificate.certificate.get());
  std::fclose(file);
}

/// Shakes hands as a server, answers one request with "secret", closes properly or not.
inline Script serve_tls(const Certificate& certificate, bool close_properly = true, int protocol_max = TLS1_3_VERSION) {
  return [=](Peer& peer) {
    SSL_CTX* context = SSL_CTX_new(TLS_server_method());
    SSL_CTX_set_security_level(context, 0);  // lets the test speak old versions
    SSL_CTX_set_min_proto_version(context, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context, protocol_max);
    SSL_CTX_use_certificate(context, certificate.certificate.get());
    SSL_CTX_use_PrivateKey(context, certificate.key.key.get());
    SSL* ssl = SSL_new(context);
    SSL_set_fd(ssl, peer.fd());
    if (SSL_accept(ssl) == 1) {
      char request[4096];
      SSL_read(ssl, request, sizeof request);
      const std::string sni = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name) != nullptr
                                  ? SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name)
                                  : "";
      const std::string answer = "HTTP/1.0 200 OK\r\nX-Sni: " + sni + "\r\n\r\nsecret";
      SSL_write(ssl, answer.data(), static_cast<int>(answer.size()));
      if (close_properly) SSL_shutdown(ssl);
    }
    SSL_free(ssl);
    SSL_CTX_free(context);
  };
}

/// Lets the test say when a server leaves, and know that it has.
class TurnTaker {
 public:
  bool keep_open = false;  // after the farewell, until the client leaves

  void let_leave() {
    may_leave_.release();
    has_left_.acquire();
  }
  void wait_to_leave() { may_leave_.acquire(); }
  void left() { has_left_.release(); }

 private:
  std::counting_semaphore<8> may_leave_{0};
  std::counting_semaphore<8> has_left_{0};
};

/// A server that remembers its clients between connections, as real ones do.
class TlsServerContext {
 public:
  TlsServerContext(const Certificate& certificate, int protocol_max) {
    SSL_CTX* context = context_.get();
    SSL_CTX_set_max_proto_version(context, protocol_max);
    SSL_CTX_use_certificate(context, certificate.certificate.get());
    SSL_CTX_use_PrivateKey(context, certificate.key.key.get());
  }

  /// Answers `requests` requests over one connection: the body says "resumed" or "new". Leaves when `turn` lets it, or
  /// at once.
  Script serve(int requests, TurnTaker* turn = nullptr) const {
    return [context = context_, requests, turn](Peer& peer) {
      constexpr int kYes = 1;  // a farewell isn't held back until the answer is acknowledged
      setsockopt(peer.fd(), IPPROTO_TCP, TCP_NODELAY, &kYes, sizeof kYes);
      SSL* ssl = SSL_new(context.get());
      SSL_set_fd(ssl, peer.fd());
      bool open = SSL_accept(ssl) == 1;
      for (int i = 0; open && i < requests; ++i) {
        char request[4096];
        open = SSL_read(ssl, request, sizeof request) > 0;
        const std::string body = SSL_session_reused(ssl) == 1 ? "resumed" : "new";
        const std::string answer =
            "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
        if (open) SSL_write(ssl, answer.data(), static_cast<int>(answer.size()));
      }
      if (turn != nullptr) turn->wait_to_leave();
      if (open) SSL_shutdown(ssl);
      if (turn == nullptr || !turn->keep_open) ::shutdown(peer.fd(), SHUT_RDWR);
      if (turn != nullptr) turn->left();
      if (turn != nullptr && turn->keep_open) peer.wait_until_closed();
      SSL_free(ssl);
    };
  }

 private:
  std::shared_ptr<SSL_CTX> context_{SSL_CTX_new(TLS_server_method()), SSL_CTX_free};
};

}  // namespace gailou::io::testing
