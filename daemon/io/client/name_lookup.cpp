#include "daemon/io/client/name_lookup.h"

#include <condition_variable>
#include <cstdint>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace gailou::io {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;

namespace {

constexpr int kWorkers = 2;  // one name that hangs leaves the others a way

// One look-up as the loop knows it. A worker never holds one: its timer must not outlive the loop, a worker may.
struct Question {
  Question(asio::any_io_executor executor, std::string name) : host(std::move(name)), answered(std::move(executor)) {}

  std::string host;
  asio::steady_timer answered;                // cancelled by the answer; touched on the loop only
  std::optional<Result<Addresses>> answer{};  // on the loop only
};

asio::ip::address address_of(const addrinfo& info) {
  if (info.ai_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, info.ai_addr, sizeof v4);
    return asio::ip::address_v4(ntohl(v4.sin_addr.s_addr));
  }
  sockaddr_in6 v6{};
  std::memcpy(&v6, info.ai_addr, sizeof v6);
  asio::ip::address_v6::bytes_type bytes;
  std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
  return asio::ip::address_v6(bytes, v6.sin6_scope_id);
}

}  // namespace

Result<Addresses> system_look_up(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int failed = getaddrinfo(host.c_str(), nullptr, &hints, &list);
  if (failed == EAI_NONAME || failed == EAI_NODATA) {
    return Error{.code = Code::unavailable, .what = "there is no host " + host, .hint = "is the name spelt right?"};
  }
  if (failed != 0) {
    return Error{.code = Code::unavailable,
                 .what = "the name " + host + " can't be resolved: " + gai_strerror(failed),
                 .hint = "does this machine have a working DNS?"};
  }
  Addresses addresses;
  for (const addrinfo* info = list; info != nullptr && addresses.size() < kAddressesMax; info = info->ai_next) {
    if (info->ai_family == AF_INET || info->ai_family == AF_INET6) addresses.push_back(address_of(*info));
  }
  freeaddrinfo(list);
  return addresses;
}

// Outlives the NameLookUp while a worker hangs in the resolver.
struct NameLookUp::State {
  using Ticket = std::uint64_t;

  LookUp look_up;
  std::mutex mutex;
  std::condition_variable changed;
  std::deque<std::pair<Ticket, std::string>> waiting;  // hosts to be looked up
  std::map<Ticket, std::shared_ptr<Question>> open;    // waiting or running; emptied when the NameLookUp ends
  Ticket next = 1;
  int running = 0;
  int workers = 0;
  bool stopping = false;

  void work() {
    std::unique_lock lock(mutex);
    for (;;) {
      changed.wait(lock, [this] { return stopping || !waiting.empty(); });
      if (stopping) break;
      const auto [ticket, host] = std::move(waiting.front());
      waiting.pop_front();
      ++running;
      lock.unlock();
      auto answer = asked(host);
      lock.lock();
      --running;
      // Under the lock: while `stopping` is false the loop is still there.
      if (!stopping) hand_over(std::move(open.extract(ticket).mapped()), std::move(answer));
    }
    --workers;
    changed.notify_all();
  }

  Result<Addresses> asked(const std::string& host) const {
    try {
      return look_up(host);
    } catch (const std::exception& thrown) {
      return Error{.code = Code::unavailable, .what = "the name " + host + " can't be resolved: " + thrown.what()};
    }
  }

  static void hand_over(std::shared_ptr<Question> question, Result<Addresses> answer) {
    const auto executor = question->answered.get_executor();
    asio::post(executor, [question = std::move(question), answer = std::move(answer)]() mutable {
      question->answer = std::move(answer);
      question->answered.cancel();
    });
  }
};

NameLookUp::NameLookUp(asio::any_io_executor executor, LookUp look_up)
    : executor_(std::move(executor)), state_(std::make_shared<State>()) {
  state_->look_up = look_up ? std::move(look_up) : LookUp(&system_look_up);
  state_->workers = kWorkers;
  for (int i = 0; i < kWorkers; ++i) std::thread([state = state_] { state->work(); }).detach();
}

NameLookUp::~NameLookUp() {
  std::unique_lock lock(state_->mutex);
  state_->stopping = true;
  state_->waiting.clear();
  state_->open.clear();
  state_->changed.notify_all();
  // Workers that only wait end at once; those in the resolver are left alone.
  state_->changed.wait(lock, [this] { return state_->workers <= state_->running; });
}

asio::awaitable<Result<Addresses>> NameLookUp::find(std::string host, digest::Duration limit) {
  auto question = std::make_shared<Question>(executor_, std::move(host));
  question->answered.expires_after(limit);
  {
    const std::lock_guard lock(state_->mutex);
    if (state_->open.size() >= kLookUpsMax) {
      co_return Error{.code = Code::unavailable, .what = "too many names are being resolved at once"};
    }
    state_->waiting.emplace_back(state_->next, question->host);
    state_->open.emplace(state_->next++, question);
  }
  state_->changed.notify_one();
  const auto [ec] = co_await question->answered.async_wait(asio::as_tuple(asio::use_awaitable));
  if (question->answer) co_return std::move(*question->answer);
  if (ec) co_return Error{.code = Code::cancelled, .what = "cancelled"};
  co_return Error{
      .code = Code::timeout,
      .what = "the name " + question->host + " was not resolved within " + std::to_string(limit.count()) + " ms"};
}

}  // namespace gailou::io
