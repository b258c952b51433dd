#include <utility>

#include "daemon/track/tracker_impl.h"

namespace gailou::track {

Tracker::Tracker(const Settings& settings, io::Clock& clock, StoreThread& store, engine::Engine& engine,
                 SourceFactory sources, std::uint64_t seed, asio::any_io_executor executor)
    : impl_(std::make_unique<Impl>(settings, clock, store, engine, std::move(sources), seed, std::move(executor))) {}
Tracker::~Tracker() = default;

void Tracker::on_change(OnChange callback) {
  impl_->on_change_ = std::move(callback);
}
void Tracker::on_news(OnNews listener) {
  impl_->on_news_ = std::move(listener);
}
void Tracker::settings_for(SettingsFor settings) {
  impl_->settings_for_ = std::move(settings);
}
asio::awaitable<Result<void>> Tracker::run() {
  return impl_->run();
}
asio::awaitable<Result<storage::SourceRecord>> Tracker::add_source(storage::SourceRecord source) {
  return impl_->add_source(std::move(source));
}
asio::awaitable<Result<void>> Tracker::remove_source(std::string name) {
  return impl_->remove_source(std::move(name));
}
asio::awaitable<Result<forum::SiteLook>> Tracker::try_out(storage::SourceRecord source, bool stored) {
  return impl_->try_out(std::move(source), stored);
}
void Tracker::rules(std::vector<discover::Rule> rules) {
  impl_->use_rules(std::move(rules));
}
void Tracker::apply(const Retune& retune) {
  impl_->apply(retune);
}
asio::awaitable<Result<void>> Tracker::discover() {
  return impl_->discover();
}
asio::awaitable<Result<Survey>> Tracker::survey(storage::SourceRecord source, bool stored) {
  return impl_->survey(std::move(source), stored);
}
asio::awaitable<Result<storage::AddedThread>> Tracker::add(storage::SourceRecord source, digest::TopicId topic) {
  return impl_->add(std::move(source), topic);
}
asio::awaitable<Result<void>> Tracker::remove(digest::ThreadId id, bool keep_data) {
  return impl_->remove(id, keep_data);
}
asio::awaitable<Result<RoundReport>> Tracker::poll(digest::ThreadId id, PollWish wish) {
  return impl_->poll(id, wish);
}
asio::awaitable<Result<void>> Tracker::pause(digest::ThreadId id, std::optional<digest::Instant> until) {
  return impl_->pause(id, until);
}
asio::awaitable<Result<void>> Tracker::resume(digest::ThreadId id) {
  return impl_->resume(id);
}
asio::awaitable<Result<RoundReport>> Tracker::digest_now(digest::ThreadId id) {
  return impl_->digest_now(id);
}
asio::awaitable<Result<void>> Tracker::use_engine(digest::ThreadId id, std::optional<engine::Kind> kind) {
  return impl_->use_engine(id, kind);
}
asio::awaitable<Result<ImportReport>> Tracker::import(digest::ThreadId id,
                                                      std::shared_ptr<const digest::Observation> observation) {
  return impl_->import(id, std::move(observation));
}
asio::awaitable<std::uint64_t> Tracker::wait_for_change(digest::ThreadId id, std::uint64_t seen,
                                                        digest::Duration timeout) {
  return impl_->wait_for_change(id, seen, timeout);
}
std::uint64_t Tracker::commits() const {
  return impl_->commits_;
}
asio::awaitable<void> Tracker::wait_for_commit(std::uint64_t seen, digest::Duration timeout) {
  return impl_->wait_for_commit(seen, timeout);
}
std::optional<storage::PollState> Tracker::poll_of(digest::ThreadId id) const {
  return impl_->poll_of(id);
}
void Tracker::stop() {
  impl_->asked_to_stop_ = true;
  impl_->stop();
}
std::map<std::string, SourceFigures> Tracker::figures() const {
  return impl_->figures();
}
TrackerStatus Tracker::status() const {
  return impl_->status();
}

}  // namespace gailou::track
