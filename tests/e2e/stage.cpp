#include "tests/e2e/stage.h"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace gailou::e2e {
namespace {

/// The number behind `words` in `text`.
std::uint16_t port_after(const std::string& text, const std::string& words) {
  const auto at = text.find(words);
  if (at == std::string::npos) throw std::runtime_error("no \"" + words + "\" in: " + text);
  return static_cast<std::uint16_t>(std::stoul(text.substr(at + words.size())));
}

}  // namespace

bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(20ms);
  }
  return true;
}

std::string recorded_thread() {
  return std::string(GAILOU_TEST_DATA) + "/seed-thread.json";
}

Forum::Forum(std::vector<std::string> what) {
  std::vector<std::string> command{std::string(GAILOU_BINARY_DIR) + "/gailou-replay", "--port", "0", "--hold"};
  command.insert(command.end(), what.begin(), what.end());
  process_ = std::make_unique<support::Process>(std::move(command));
  if (!process_->wait_for_output("/t/", 30s)) throw std::runtime_error("no replay forum: " + process_->output());
  port_ = port_after(process_->output(), "http://127.0.0.1:");
}

void Forum::tell(const std::string& order) const {
  const auto answer = support::http_get(port_, "/replay/" + order);
  if (answer.status != 200) throw std::runtime_error("the replay forum refused " + order + ": " + answer.body);
}

std::vector<std::string> Forum::requests() const {
  std::istringstream lines(support::http_get(port_, "/replay/requests").body);
  std::vector<std::string> targets;
  for (std::string line; std::getline(lines, line);) targets.push_back(line);
  return targets;
}

std::string Gailou::program() {
  return std::string(GAILOU_BINARY_DIR) + "/gailou";
}

Gailou::Gailou(std::vector<std::string> settings, std::string config) : settings_(std::move(settings)) {
  write_config(config);
  start();
}

void Gailou::write_config(const std::string& text) const {
  std::ofstream(config_file()) << text;
}

void Gailou::start() {
  std::vector<std::string> command{program(), "serve", "--config", config_file(),
                                   "--state", state(), "--listen", "127.0.0.1:" + std::to_string(port_)};
  std::vector<std::string> all{"poll.allow_private_addresses=true",
                               "poll.min_interval=1s",
                               "poll.max_interval=1s",
                               "poll.per_host_rate=1000/s",
                               "poll.backoff=200ms",
                               "digest.settle_age=0s",
                               "digest.edit_grace=0s",
                               "site.timezone=America/Los_Angeles",
                               "log.format=logfmt"};
  all.insert(all.end(), settings_.begin(), settings_.end());
  for (const auto& setting : all) {
    command.push_back("--set");
    command.push_back(setting);
  }
  process_ = std::make_unique<support::Process>(std::move(command));
  if (!process_->wait_for_output("event=ready", 30s))
    throw std::runtime_error("gailou did not start: " + process_->output());
  port_ = port_after(process_->output(), "address=127.0.0.1:");
}

void Gailou::kill() {
  process_->signal(SIGKILL);
  process_->wait(10s);
}

std::optional<int> Gailou::stop(int signal) {
  process_->signal(signal);
  return process_->wait(12s);
}

support::Finished Gailou::run(std::vector<std::string> words) const {
  std::vector<std::string> command{program(), "--config", config_file(), "--state", state()};
  command.insert(command.end(), words.begin(), words.end());
  return support::run(std::move(command));
}

support::HttpAnswer Gailou::get(const std::string& target, const std::string& headers) const {
  return support::http_get(port_, target, headers);
}

Json Gailou::json(const std::string& target) const {
  return Json::parse(get(target).body, nullptr, false);
}

Json Gailou::digest() const {
  const auto answer = get("/t/local/1.json");
  return answer.status == 200 ? Json::parse(answer.body) : Json();
}

bool Gailou::reaches(std::int64_t last_number) const {
  const auto document = digest();
  return document.is_object() && document["thread"]["last_number"] == last_number;
}

std::string Gailou::last_error() const {
  return json("/api/v1/threads/local/1").value("last_error", "");
}

}  // namespace gailou::e2e
