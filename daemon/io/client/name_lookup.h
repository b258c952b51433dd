// Names to addresses without blocking the loop. The system's resolver can't be interrupted, so it runs on two workers;
// whoever waits gives up at its deadline, and a late answer is dropped.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/address.hpp>

#include "digest/error.h"
#include "digest/time.h"

namespace gailou::io {

using Addresses = std::vector<boost::asio::ip::address>;
/// Blocking; called on a worker.
using LookUp = std::function<digest::Result<Addresses>(const std::string& host)>;

/// The system's resolver: getaddrinfo.
digest::Result<Addresses> system_look_up(const std::string& host);

/// Most look-ups that wait or run at a time; more fail at once.
inline constexpr std::size_t kLookUpsMax = 8;
/// Most addresses of one name that are looked at; fewer are tried.
inline constexpr std::size_t kAddressesMax = 32;

class NameLookUp {
 public:
  NameLookUp(boost::asio::any_io_executor executor, LookUp look_up);
  NameLookUp(const NameLookUp&) = delete;
  NameLookUp& operator=(const NameLookUp&) = delete;
  /// Doesn't wait for a look-up that hangs: its worker ends when the system lets it go.
  ~NameLookUp();

  /// unavailable: no such name, no resolver, too many look-ups; timeout after `limit`.
  boost::asio::awaitable<digest::Result<Addresses>> find(std::string host, digest::Duration limit);

 private:
  struct State;
  boost::asio::any_io_executor executor_;
  std::shared_ptr<State> state_;
};

}  // namespace gailou::io
