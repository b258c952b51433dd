// Certificates made on the spot, and one TLS handshake on a scripted server's connection.
#pragma once

#include <cstdio>
#include <memory>
#include <string>

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

}  // namespace gailou::io::testing
