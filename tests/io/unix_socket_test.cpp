// The server on a Unix socket, and the blocking client that the command line uses.
#include <filesystem>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "daemon/io/unix_client.h"
#include "tests/io/test_server.h"
#include "tests/support/temp_folder.h"

namespace gailou::io {
namespace {

using namespace std::chrono_literals;
using digest::Code;
using support::RawClient;
using testing::Gate;
using testing::TestServer;

class AdminSocket : public ::testing::Test {
 protected:
  AdminSocket() : path_(folder_.file("admin.sock")) {}

  Endpoint endpoint() const { return {.address = "unix:" + path_.string(), .unix_mode = 0640}; }
  static ServerSettings admin() {
    ServerSettings settings;
    settings.any_method = true;
    settings.body_bytes_max = 100'000;
    return settings;
  }
  digest::Result<LocalAnswer> ask(std::string_view method, std::string_view target, std::string_view body = "") const {
    return local_request(path_.string(), method, target, body, 10s);
  }

  support::TempFolder folder_;
  std::filesystem::path path_;
};

TEST_F(AdminSocket, any_method_and_a_body_arrive) {
  TestServer server(admin(), testing::echo, endpoint());
  const auto answer = ask("POST", "/admin/v1/add", "{\"url\":\"x\"}");
  ASSERT_TRUE(answer) << to_string(answer.error());
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(answer->body, "POST /admin/v1/add {\"url\":\"x\"}\n");
  EXPECT_EQ(ask("GET", "/x")->body, "GET /x \n");
  EXPECT_EQ(ask("DELETE", "/x")->body, "DELETE /x \n");
}

TEST_F(AdminSocket, a_large_body_arrives_whole_and_a_larger_one_is_refused) {
  TestServer server(admin(), testing::echo, endpoint());
  EXPECT_EQ(ask("POST", "/x", std::string(100'000, 'b'))->body.size(), 100'000u + 9);
  EXPECT_EQ(ask("POST", "/x", std::string(100'001, 'b'))->status, 413);
  EXPECT_EQ(ask("GET", "/x", "body")->status, 400);
}

TEST_F(AdminSocket, a_client_that_expects_it_is_told_to_continue) {
  TestServer server(admin(), testing::echo, endpoint());
  RawClient client("unix:" + path_.string());
  client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  EXPECT_EQ(client.receive().status, 100);
  client.send("ok");
  EXPECT_EQ(client.receive().body, "POST /x ok\n");
}

TEST_F(AdminSocket, the_file_has_its_mode_and_goes_with_the_server) {
  {
    TestServer server(admin(), testing::echo, endpoint());
    struct stat st {};
    ASSERT_EQ(::lstat(path_.c_str(), &st), 0);
    EXPECT_EQ(st.st_mode & 0777, 0640u);
    EXPECT_EQ(server.address(), "unix:" + path_.string());
  }
  EXPECT_FALSE(std::filesystem::exists(path_));
}

TEST_F(AdminSocket, a_left_over_file_is_replaced_and_a_live_one_is_busy) {
  // A file that a killed process left behind: bound, and nobody listens.
  const int dead = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  path_.string().copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(::bind(dead, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  ::close(dead);
  TestServer server(admin(), testing::echo, endpoint());
  EXPECT_EQ(ask("GET", "/")->status, 200);
  support::LoopThread loop;
  const auto second =
      HttpServer::listen(loop.context().get_executor(), endpoint(), {}, testing::echo, testing::error_page);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::busy);
  EXPECT_EQ(ask("GET", "/")->status, 200);
}

TEST_F(AdminSocket, another_file_in_the_way_is_left_alone) {
  std::filesystem::create_directory(path_);
  support::LoopThread loop;
  const auto server =
      HttpServer::listen(loop.context().get_executor(), endpoint(), {}, testing::echo, testing::error_page);
  ASSERT_FALSE(server);
  EXPECT_EQ(server.error().code, Code::config);
  EXPECT_TRUE(std::filesystem::exists(path_));
}

TEST_F(AdminSocket, a_path_over_107_bytes_is_a_configuration_error_on_both_ends) {
  const std::string path = "/tmp/" + std::string(110, 'x');
  support::LoopThread loop;
  const Endpoint endpoint{.address = "unix:" + path};
  const auto server =
      HttpServer::listen(loop.context().get_executor(), endpoint, {}, testing::echo, testing::error_page);
  EXPECT_EQ(server.error().code, Code::config);
  EXPECT_EQ(local_request(path, "GET", "/", "", 1s).error().code, Code::config);
}

TEST_F(AdminSocket, without_a_daemon_the_client_says_unavailable) {
  const auto answer = ask("GET", "/");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Code::unavailable);
  EXPECT_NE(answer.error().hint.find("gailou serve"), std::string::npos);
}

TEST_F(AdminSocket, the_client_gives_up_at_its_deadline) {
  Gate gate;
  TestServer server(admin(), gate.handler(), endpoint());
  EXPECT_EQ(local_request(path_.string(), "GET", "/", "", 50ms).error().code, Code::timeout);
}

}  // namespace
}  // namespace gailou::io
