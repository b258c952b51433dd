#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "daemon/io/clock.h"
#include "daemon/io/http_server.h"
#include "daemon/io/store_thread.h"
#include "daemon/serve/live/event.h"
#include "daemon/serve/site.h"
#include "storage/store.h"
#include "tests/bench/benches.h"
#include "tests/bench/measure.h"
#include "tests/support/temp_folder.h"

namespace gailou::bench {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kClients = 5000;
constexpr std::size_t kPairs = 2500;  // each written to twice: descriptors are bounded
const digest::Instant kNow = digest::from_ms(1'777'593'600'000);

int connect_to(std::uint16_t port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
  ::close(fd);
  return -1;
}

/// Reads what is there; how much.
std::size_t drain(int fd) {
  std::array<char, 65536> scratch{};
  std::size_t total = 0;
  for (;;) {
    const auto got = ::recv(fd, scratch.data(), scratch.size(), MSG_DONTWAIT);
    if (got <= 0) return total;
    total += static_cast<std::size_t>(got);
  }
}

/// Connected pairs and a bare write() to each: what no server can do without.
class BarePairs {
 public:
  BarePairs() {
    const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    ::bind(listener, reinterpret_cast<const sockaddr*>(&address), length);
    ::listen(listener, 128);
    ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &length);
    for (std::size_t i = 0; i < kPairs; ++i) {
      readers_.push_back(connect_to(ntohs(address.sin_port)));
      writers_.push_back(::accept(listener, nullptr, nullptr));
    }
    ::close(listener);
  }
  BarePairs(const BarePairs&) = delete;
  BarePairs& operator=(const BarePairs&) = delete;
  ~BarePairs() {
    for (const int fd : readers_) ::close(fd);
    for (const int fd : writers_) ::close(fd);
  }

  double write_to_all(const std::string& bytes) {
    const double us = cpu_us([&] {
      for (std::size_t i = 0; i < kClients; ++i) {
        const int fd = writers_[i % kPairs];
        if (::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL) < 0) failed_ = true;
      }
    });
    for (const int fd : readers_) drain(fd);
    return us;
  }
  bool failed() const { return failed_; }

 private:
  std::vector<int> readers_{};
  std::vector<int> writers_{};
  bool failed_ = false;
};

/// A thread that gets a floor and a revision at a time.
class GrowingThread {
 public:
  explicit GrowingThread(storage::Store& store) : store_(store) {
    const auto source = store_.ensure_source({.name = "forum", .origin = "https://forum.example"}).value();
    id_ = store_.add_thread(source.name, digest::TopicId{7}, kNow).value().thread.id;
  }

  digest::CommitNo add_revision() {
    ++floor_;
    digest::Observation seen;
    digest::ThreadHeader header;
    header.title = "算力租赁还会涨价吗";
    seen.header = header;
    digest::Post post;
    post.id = digest::PostId{1000 + floor_};
    post.floor = digest::Floor{floor_};
    post.author = "楼友";
    post.created_at = kNow;
    digest::Block block;
    block.spans.push_back({.text = "第" + std::to_string(floor_) + "楼说租金涨到每月一百二十元。"});
    post.body.blocks.push_back(std::move(block));
    seen.posts.push_back(std::move(post));
    store_.ingest(id_, seen, std::chrono::seconds{90}, kNow).value();
    store_.complete_first_fetch(id_, kNow).value();
    const auto batch = store_.take_batch(id_, {}, digest::Urgency::now, kNow).value();
    return store_.commit_revision(batch->id, step_for(batch->input), kNow).value().commit;
  }

 private:
  digest::Step step_for(const digest::BatchInput& input) const {
    digest::Step step;
    step.revision = input.revision;
    step.generated_at = input.taken_at;
    digest::Entry entry;
    entry.seq = input.next_seq;
    entry.section = "latest";
    entry.rev = input.revision;
    const digest::Floor floor{floor_};
    if (input.revision.value > 1) entry.marker = {.kind = digest::Marker::Kind::added, .first = floor, .last = floor};
    entry.text = "租金涨到每月一百二十元。";
    entry.cites = {floor};
    entry.floors = {floor};
    entry.evidence = {{.floor = floor, .quote = "每月一百二十元"}};
    step.entries.push_back(std::move(entry));
    if (input.revision.value == 1) step.summary = {.text = "租金涨了。", .rev = input.revision, .cites = {floor}};
    return step;
  }

  storage::Store& store_;
  digest::ThreadId id_{};
  std::int64_t floor_ = 0;
};

/// The readers' site behind its real listener, with as many subscribers over loopback.
class Subscribed {
 public:
  explicit Subscribed(const std::string& folder)
      : reader_(storage::open_reader(folder).value()), site_(settings(), clock_, reader_, "bench") {
    const io::Handler handler = [this](const io::ServerRequest& request) { return site_.answer(request); };
    io::ServerSettings server;
    server.max_connections = kClients + 100;
    server_ = io::HttpServer::listen(loop_.get_executor(), {.address = "127.0.0.1:0"}, server, handler, {}).value();
    asio::co_spawn(loop_, server_->serve(), asio::detached);
    asio::co_spawn(loop_, site_.live().run(), asio::detached);
    const auto address = server_->local_address();
    const auto port = static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
    const std::string request = "GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n";
    for (std::size_t i = 0; i < kClients; ++i) {
      const int fd = connect_to(port);
      ::send(fd, request.data(), request.size(), MSG_NOSIGNAL);
      clients_.push_back(fd);
      loop_.poll();
    }
    while (site_.live().subscribers() < kClients) loop_.run_one();
    settle();
  }
  Subscribed(const Subscribed&) = delete;
  Subscribed& operator=(const Subscribed&) = delete;
  ~Subscribed() {
    site_.stop();
    server_->stop(digest::Duration::zero());
    loop_.run_for(std::chrono::seconds{5});
    for (const int fd : clients_) ::close(fd);
  }

  /// CPU from the word that a revision was committed until all have been written to; the store is read in it.
  double broadcast() {
    const double us = cpu_us([this] {
      site_.live().committed();
      // The last subscriber is the last to be served.
      while (::recv(clients_.back(), &probe_, 1, MSG_DONTWAIT | MSG_PEEK) < 1) loop_.run_one();
      loop_.poll();
    });
    settle();
    return us;
  }
  std::size_t least() const { return least_; }

 private:
  static serve::Settings settings() {
    serve::Settings settings;
    settings.max_sse_clients = kClients;
    settings.rate_limit = 0;
    return settings;
  }
  void settle() {
    loop_.poll();
    least_ = SIZE_MAX;
    for (const int fd : clients_) least_ = std::min(least_, drain(fd));
  }

  asio::io_context loop_{1};
  io::SystemClock clock_;
  io::OwningThread<storage::Reader> reader_;
  serve::Site site_;
  std::unique_ptr<io::HttpServer> server_;
  std::vector<int> clients_{};
  std::size_t least_ = 0;  // bytes that the last round brought to the one who got least
  char probe_ = 0;
};

bool allow_descriptors() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  return ::setrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur >= 2 * kClients + 2 * kPairs + 100;
}

}  // namespace

void broadcast(int rounds) {
  if (!allow_descriptors()) return print_skipped("broadcast", "too-few-descriptors");
  const support::TempFolder folder;
  const auto store = storage::open_store(folder.path(), kNow).value();
  GrowingThread thread(*store);
  Subscribed subscribed(folder.path());
  BarePairs pairs;
  thread.add_revision();
  subscribed.broadcast();
  const auto first = store->commits_after({.limit = 1}).value();
  const std::string bytes = *serve::event_of(first.commits.front()).bytes;
  const auto floor = [&] { return pairs.write_to_all(bytes); };
  const auto subject = [&] {
    thread.add_revision();
    return subscribed.broadcast();
  };
  const auto pair = alternate(rounds, floor, subject);
  if (pairs.failed() || subscribed.least() == 0) return print_skipped("broadcast", "bytes-were-lost");
  print("broadcast_5000", pair, kClients, "cpu-us/subscriber");
}

}  // namespace gailou::bench
