// The admin routes over a real tracker, store and Discourse source, against a replay forum, on virtual time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "daemon/admin/routes.h"
#include "daemon/engine/engine.h"
#include "daemon/forum/discourse/source.h"
#include "daemon/protocol/message.h"
#include "daemon/protocol/stored_answers.h"
#include "digest/codec.h"
#include "digest/compose/extract.h"
#include "tests/replay/site.h"
#include "tests/support/replay_client.h"
#include "tests/support/temp_folder.h"
#include "tests/support/virtual_loop.h"

namespace gailou::admin {

using namespace std::chrono_literals;

/// The offline engine without a worker of its own: virtual time waits for nobody.
class InlineEngine : public engine::Engine {
 public:
  std::string_view name() const override { return "extract"; }
  boost::asio::awaitable<digest::Result<digest::Draft>> draft(engine::Asker /*asker*/,
                                                              const digest::BatchInput& input) override {
    co_return digest::extract(input);
  }
};

inline const std::string kTopicUrl = "http://127.0.0.1:1/t/topic/1";

class AdminTest : public testing::Test {
 protected:
  AdminTest() : site_(replay::made_up_forum(30)), client_(site_) { site_.forum().released = 12; }

  void SetUp() override {
    start({});
    // Some time passes first: an instance that begins spreads what is due.
    loop_.run_for(1s);
  }

  void TearDown() override {
    running_->cancel();
    loop_.run_until([this] { return running_->done(); }, 1min);
    loop_.forget_workers();
  }

  void start(std::vector<storage::SourceRecord> configured) {
    auto opened = storage::open_store(folder_.path(), loop_.now());
    ASSERT_TRUE(opened) << to_string(opened.error());
    store_ = std::make_unique<track::StoreThread>(std::move(*opened));
    auto reader = storage::open_reader(folder_.path());
    ASSERT_TRUE(reader) << to_string(reader.error());
    reader_ = std::make_unique<ReaderThread>(std::move(*reader));
    loop_.watch(*store_);
    loop_.watch(*reader_);
    auto factory = [this](const storage::SourceRecord& record) -> digest::Result<std::unique_ptr<forum::Source>> {
      return std::unique_ptr<forum::Source>(
          std::make_unique<forum::discourse::Source>(record, client_, forum::Settings{}, loop_.clock()));
    };
    settings_.settle.edit_grace = 0s;
    settings_.settle.settle_age = std::chrono::hours{24 * 3650};  // few floors stay pending, however old
    tracker_ = std::make_unique<track::Tracker>(settings_, loop_.clock(), *store_, engine_, std::move(factory), 1,
                                                loop_.executor());
    routes_ = std::make_unique<Routes>(*tracker_, *reader_, std::move(configured), loop_.clock(), "1.2.3");
    running_ = loop_.spawn(tracker_->run());
  }

  io::ServerResponse ask(io::ServerRequest request) {
    request.request_id = "r-1";
    return loop_.run(routes_->answer(request));
  }
  io::ServerResponse post(const std::string& verb, const std::string& body) {
    return ask({.method = "POST", .path = "/admin/v1/" + verb, .body = body});
  }

  /// Asked as the command line does it, read as it does.
  template <class Verb>
  digest::Result<typename Verb::Reply> ask_verb(const Verb& verb) {
    const protocol::Request request = verb;
    const auto response =
        ask({.method = "POST", .path = protocol::target_of(request), .body = protocol::body_of(request)});
    if (response.status != 200) return error_in(response);
    if constexpr (std::is_same_v<typename Verb::Reply, digest::Digest>) {
      return digest::digest_from_document(*response.body);
    } else {
      return protocol::reply_of<typename Verb::Reply>(json_in(response));
    }
  }

  static nlohmann::json json_in(const io::ServerResponse& response) {
    return nlohmann::json::parse(response.body ? *response.body : "null");
  }
  static digest::Error error_in(const io::ServerResponse& response);

  static std::string header(const io::ServerResponse& response, std::string_view name) {
    for (const auto& [key, value] : response.headers) {
      if (key == name) return value;
    }
    return "";
  }

  /// The replay's topic, its first fetch over.
  void add_and_fetch() {
    ASSERT_TRUE(ask_verb(protocol::AddThread{.thread = kTopicUrl}));
    loop_.run_for(2min);
  }

  support::TempFolder folder_;
  // Just after the last post that the forum shows at first: its thread is a lively one.
  support::VirtualLoop loop_{digest::from_ms(1'750'000'000'000) + std::chrono::minutes{12 * 7 + 1}};
  replay::Site site_;
  support::ReplayClient client_;
  track::Settings settings_;
  InlineEngine engine_;
  std::unique_ptr<track::StoreThread> store_;
  std::unique_ptr<ReaderThread> reader_;
  std::unique_ptr<track::Tracker> tracker_;
  std::unique_ptr<Routes> routes_;
  std::optional<support::Spawned<digest::Result<void>>> running_;
};

}  // namespace gailou::admin
