// A listening socket as a descriptor: TCP, Unix, or one that systemd passed.
#pragma once

#include <string>

#include "daemon/io/http_server.h"
#include "digest/error.h"

namespace gailou::io {

/// Owns the descriptor until release(), and the socket file until remove_file().
struct ListenSocket {
  int fd = -1;
  int family = 0;          // AF_INET, AF_INET6, AF_UNIX
  std::string address{};   // "127.0.0.1:41233", "unix:/path"
  std::string own_path{};  // a Unix socket's file that this process made; empty for an inherited one
  unsigned long long device = 0;
  unsigned long long inode = 0;

  ListenSocket() = default;
  ListenSocket(ListenSocket&& other) noexcept;
  ListenSocket& operator=(ListenSocket&&) = delete;
  ~ListenSocket();

  int release();
  /// Removes the socket file if it is still the one that was made.
  void remove_file();
};

/// busy: in use. permission: the path or port may not be bound. config: a path over 107 bytes, a file in the way.
/// malformed: not an address.
digest::Result<ListenSocket> open_listen_socket(const Endpoint& endpoint);

}  // namespace gailou::io
