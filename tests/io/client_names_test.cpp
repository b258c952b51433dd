// Whom the HTTP client talks to: addresses inside a network, names and those who resolve them.
#include <future>
#include <stdexcept>

#include <gtest/gtest.h>

#include "tests/io/client_fixture.h"

namespace gailou::io {
namespace {

using namespace std::chrono_literals;
using digest::Code;
using digest::Result;
using testing::answers;
using testing::BeastClientTest;
using testing::Peer;
using testing::ScriptedServer;

// ---- addresses

TEST_F(BeastClientTest, a_private_address_is_refused_without_a_connection) {
  ScriptedServer server({});
  auto asked = request(server.url());
  asked.allow_private_addresses = false;
  const auto response = get(std::move(asked));
  EXPECT_EQ(response.error().code, Code::refused);
  EXPECT_NE(response.error().what.find("loopback"), std::string::npos);
}

TEST_F(BeastClientTest, a_permitted_connection_is_not_lent_to_a_request_without_permission) {
  ScriptedServer server({answers(200, "", "inside")});
  EXPECT_EQ(get(server.url())->body, "inside");
  auto asked = request(server.url());
  asked.allow_private_addresses = false;
  EXPECT_EQ(get(std::move(asked)).error().code, Code::refused);
}

// A resolver that the test steers.
class NamedHosts : public BeastClientTest {
 protected:
  NamedHosts() : BeastClientTest([](const std::string& host) { return look_up(host); }) {}

  static Result<Addresses> look_up(const std::string& host) {
    const auto address = [](const char* text) { return boost::asio::ip::make_address(text); };
    if (host == "inside.example") return Addresses{address("127.0.0.1")};
    if (host == "both.example") return Addresses{address("203.0.112.1"), address("10.0.0.1")};
    if (host == "second.example") return Addresses{address("127.0.0.2"), address("127.0.0.1")};
    if (host == "empty.example") return Addresses{};
    if (host == "throws.example") throw std::runtime_error("resolver broke");
    if (host == "rebinding.example") return Addresses{address(++asked_ == 1 ? "10.0.0.1" : "127.0.0.1")};
    return digest::Error{.code = Code::unavailable, .what = "there is no host " + host};
  }

  static inline std::atomic<int> asked_ = 0;
};

TEST_F(NamedHosts, the_name_stays_in_the_host_field) {
  std::promise<std::string> seen;
  ScriptedServer server({[&](Peer& peer) {
    seen.set_value(peer.request());
    peer.answer(200, "", "");
  }});
  ASSERT_TRUE(get(server.url("/", "inside.example")));
  EXPECT_NE(seen.get_future().get().find("Host: inside.example:" + std::to_string(server.port()) + "\r\n"),
            std::string::npos);
}

TEST_F(NamedHosts, one_inside_address_among_several_refuses_all) {
  auto asked = request("http://both.example/");
  asked.allow_private_addresses = false;
  const auto response = get(std::move(asked));
  EXPECT_EQ(response.error().code, Code::refused);
  EXPECT_NE(response.error().what.find("10.0.0.1"), std::string::npos);
}

TEST_F(NamedHosts, the_second_address_is_tried_when_the_first_refuses) {
  ScriptedServer server({answers(200, "", "reached")});
  EXPECT_EQ(get(server.url("/", "second.example"))->body, "reached");
}

TEST_F(NamedHosts, unknown_and_empty_names_are_unavailable) {
  for (const char* url : {"http://nowhere.example/", "http://empty.example/", "http://throws.example/"}) {
    const auto response = get(url);
    ASSERT_FALSE(response) << url;
    EXPECT_EQ(response.error().code, Code::unavailable) << url;
  }
}

TEST_F(NamedHosts, a_name_is_resolved_and_judged_anew_for_each_request) {
  for (const char* address : {"10.0.0.1", "127.0.0.1", "127.0.0.1"}) {
    auto asked = request("http://rebinding.example/");
    asked.allow_private_addresses = false;
    const auto response = get(std::move(asked));
    EXPECT_EQ(response.error().code, Code::refused);
    EXPECT_NE(response.error().what.find(address), std::string::npos) << response.error().what;
  }
}

// A resolver that hangs until it is let go.
struct HangingNames {
  std::promise<void> gate;
  std::shared_future<void> opened{gate.get_future().share()};
  LookUp look_up() {
    return [opened = opened](const std::string&) -> Result<Addresses> {
      opened.wait();
      return Addresses{};
    };
  }
};

TEST(NameLookUp, a_hanging_resolver_costs_a_deadline_and_no_more) {
  HangingNames names;
  support::LoopThread loop;
  auto client = std::make_unique<BeastClient>(loop.context().get_executor(), names.look_up());
  HttpRequest request{.url = "http://hangs.example/"};
  request.connect_timeout = 50ms;
  const auto response = loop.run(client->get(request));
  EXPECT_EQ(response.error().code, Code::timeout);
  loop.call([&] {
    client.reset();  // returns although the resolver still hangs
    return 0;
  });
  names.gate.set_value();
}

TEST(NameLookUp, over_the_bound_a_look_up_fails_at_once) {
  HangingNames names;
  support::LoopThread loop;
  auto lookups = std::make_unique<NameLookUp>(loop.context().get_executor(), names.look_up());
  std::vector<std::future<Result<Addresses>>> waiting;
  for (std::size_t i = 0; i < kLookUpsMax; ++i) waiting.push_back(loop.start(lookups->find("hangs.example", 10s)));
  const auto refused = loop.run(lookups->find("one-more.example", 10s));
  EXPECT_EQ(refused.error().code, Code::unavailable);
  names.gate.set_value();
  for (auto& one : waiting) EXPECT_TRUE(one.get());
  loop.call([&] {
    lookups.reset();
    return 0;
  });
}

TEST(NameLookUp, several_look_ups_at_once_get_their_own_answers) {
  support::LoopThread loop;
  const auto number = [](const std::string& host) -> Result<Addresses> {
    return Addresses{boost::asio::ip::make_address("127.0.0." + host.substr(host.size() - 1))};
  };
  auto lookups = std::make_unique<NameLookUp>(loop.context().get_executor(), number);
  for (int round = 0; round < 20; ++round) {
    std::vector<std::future<Result<Addresses>>> answers;
    for (std::size_t i = 0; i < kLookUpsMax; ++i) {
      answers.push_back(loop.start(lookups->find("host" + std::to_string(i), 10s)));
    }
    for (std::size_t i = 0; i < answers.size(); ++i) {
      const auto answer = answers[i].get();
      ASSERT_TRUE(answer);
      EXPECT_EQ(answer->at(0).to_string(), "127.0.0." + std::to_string(i));
    }
  }
  loop.call([&] {
    lookups.reset();
    return 0;
  });
}

TEST(NameLookUp, its_end_leaves_look_ups_that_wait_without_an_answer) {
  HangingNames names;
  support::LoopThread loop;
  auto lookups = std::make_unique<NameLookUp>(loop.context().get_executor(), names.look_up());
  std::vector<std::future<Result<Addresses>>> waiting;
  for (std::size_t i = 0; i < kLookUpsMax; ++i) waiting.push_back(loop.start(lookups->find("hangs.example", 50ms)));
  loop.call([&] {
    lookups.reset();
    return 0;
  });
  for (auto& one : waiting) EXPECT_FALSE(one.get());
  names.gate.set_value();
}

TEST(NameLookUp, the_system_knows_localhost) {
  const auto addresses = system_look_up("localhost");
  ASSERT_TRUE(addresses);
  for (const auto& address : *addresses) EXPECT_TRUE(address.is_loopback());
}

}  // namespace
}  // namespace gailou::io
