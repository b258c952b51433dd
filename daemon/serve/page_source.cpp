#include "daemon/serve/page_source.h"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gailou::serve {

namespace asio = boost::asio;

namespace {

// A page of 70 floors takes 30 KB in both encodings, one of 5,000 in text 2 MB: the pages of a thousand threads fit.
constexpr std::size_t kCacheBytesMax = 64 * 1024 * 1024;

Answer answer_of(Outcome outcome, digest::Instant now) {
  if (auto* moved = std::get_if<Redirect>(&outcome)) return std::move(*moved);
  if (auto* problem = std::get_if<Problem>(&outcome)) return std::move(*problem);
  auto& built = std::get<Built>(outcome);
  built.page.modified = std::min(built.page.modified, now);
  return std::make_shared<const Built>(std::move(built));
}

}  // namespace

/// A build under way and those who wait for it.
struct PageSource::Flight {
  explicit Flight(const asio::any_io_executor& executor) : landed(executor, asio::steady_timer::time_point::max()) {}

  std::optional<digest::Result<Answer>> result{};  // nothing after landing: its builder was cancelled
  bool over = false;
  bool outdated = false;  // something changed after it began
  asio::steady_timer landed;
};

/// Wakes those who wait however the builder ends, and takes the flight off the board.
class PageSource::Landing {
 public:
  Landing(PageSource& owner, std::string key, std::shared_ptr<Flight> flight)
      : owner_(owner), key_(std::move(key)), flight_(std::move(flight)) {}
  Landing(const Landing&) = delete;
  Landing& operator=(const Landing&) = delete;
  ~Landing() {
    flight_->over = true;
    flight_->landed.cancel();
    const auto found = owner_.flights_.find(key_);
    if (found != owner_.flights_.end() && found->second == flight_) owner_.flights_.erase(found);
  }

 private:
  PageSource& owner_;
  std::string key_;
  std::shared_ptr<Flight> flight_;
};

PageSource::PageSource(io::OwningThread<storage::Reader>& reader, io::Clock& clock)
    : reader_(reader), clock_(clock), cache_(kCacheBytesMax) {}

PageSource::~PageSource() = default;

asio::awaitable<digest::Result<Answer>> PageSource::get(std::string key, Build build) {
  if (key.empty()) {
    auto anew = build_anew(std::move(build));
    co_return co_await std::move(anew);
  }
  while (true) {
    if (auto page = cache_.find(key)) co_return Answer(std::move(page));
    const auto found = flights_.find(key);
    if (found == flights_.end()) break;
    const auto flight = found->second;
    co_await flight->landed.async_wait(asio::as_tuple(asio::use_awaitable));
    if (flight->result) co_return *flight->result;
    // Otherwise its builder was cancelled, or we are: then the next await throws.
    if (!flight->over) co_await asio::post(asio::use_awaitable);
  }
  auto once = build_once(std::move(key), std::move(build));
  co_return co_await std::move(once);
}

asio::awaitable<digest::Result<Answer>> PageSource::build_anew(Build build) {
  auto outcome = co_await reader_.run(std::move(build));
  if (!outcome) co_return outcome.error();
  co_return answer_of(std::move(*outcome), clock_.now());
}

asio::awaitable<digest::Result<Answer>> PageSource::build_once(std::string key, Build build) {
  const auto executor = co_await asio::this_coro::executor;
  const auto flight = std::make_shared<Flight>(executor);
  flights_.insert_or_assign(key, flight);
  const Landing landing(*this, key, flight);

  auto outcome = co_await reader_.run(std::move(build));
  if (!outcome) {
    flight->result.emplace(outcome.error());
  } else if (auto* built = std::get_if<Built>(&*outcome); built && !flight->outdated) {
    flight->result.emplace(Answer(cache_.keep(key, std::move(*built), clock_.now())));
  } else {
    flight->result.emplace(answer_of(std::move(*outcome), clock_.now()));
  }
  co_return *flight->result;
}

void PageSource::changed(digest::ThreadId thread) {
  cache_.changed(thread);
  forget_flights();
}

void PageSource::clear() {
  cache_.clear();
  forget_flights();
}

// Which threads a build depends on is known only when it has ended: a change makes all of them old. Changes come by the
// second at most, builds take milliseconds.
void PageSource::forget_flights() {
  for (auto& [key, flight] : flights_) flight->outdated = true;
  flights_.clear();
}

}  // namespace gailou::serve
