#include "daemon/cli/client.h"

#include <chrono>

#include "daemon/io/unix_client.h"
#include "daemon/protocol/problem.h"
#include "digest/codec.h"

namespace gailou::cli {

using digest::Code;
using digest::Error;
using digest::Result;

namespace {

/// "gailou: POST /admin/v1/list {} at /run/gailou/admin.sock: 200, 1234 bytes, 3 ms"
std::string told(const std::string& socket, const protocol::Request& request, const Result<io::LocalAnswer>& answer,
                 std::chrono::steady_clock::duration took) {
  const bool is_file = std::holds_alternative<protocol::ImportFile>(request);
  std::string line = "gailou: POST " + protocol::target_of(request) + " " +
                     (is_file ? "(a file)" : protocol::body_of(request)) + " at " + socket;
  line += answer ? ": " + std::to_string(answer->status) + ", " + std::to_string(answer->body.size()) + " bytes"
                 : ": " + answer.error().what;
  return line + ", " + std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()) + " ms";
}

}  // namespace

Result<std::string> Client::exchange(const protocol::Request& request, digest::Duration timeout) {
  const auto began = std::chrono::steady_clock::now();
  const std::string target = protocol::target_of(request);
  const std::string asked = protocol::body_of(request);
  auto answer = exchange_ ? exchange_(target, asked) : io::local_request(socket_, "POST", target, asked, timeout);
  if (listener_) listener_(told(socket_, request, answer, std::chrono::steady_clock::now() - began));
  reached_ = answer.has_value() || answer.error().code != Code::unavailable;
  if (!answer) {
    Error error = answer.error();
    if (error.code == Code::unavailable) {
      error.what = "the daemon can't be reached at " + socket_;
      error.where.clear();
      error.hint = "start it with: gailou serve";
    }
    if (error.code == Code::permission) error.hint = "are you in the group `gailou`? --socket names another socket";
    return error;
  }
  if (answer->status >= 400) return protocol::error_of(answer->body, answer->status);
  return std::move(answer->body);
}

template <class Reply>
Result<Reply> Client::read(const std::string& body) {
  const auto document = protocol::parse_json(body, protocol::kReplyLimits);
  auto reply = document ? protocol::reply_of<Reply>(*document) : Result<Reply>(document.error());
  if (reply) return reply;
  Error error = reply.error().at("the daemon's answer");
  error.hint = "is the daemon of another version? `gailou status` tells";
  return error;
}

template <>
Result<digest::Digest> Client::read<digest::Digest>(const std::string& body) {
  return digest::digest_from_document(body);
}

template <>
Result<digest::CatchUp> Client::read<digest::CatchUp>(const std::string& body) {
  auto caught = protocol::catch_up_of(body);
  if (!caught) return caught.error().at("the daemon's answer");
  return caught;
}

template Result<digest::Explanation> Client::read(const std::string&);
template Result<protocol::AddReply> Client::read(const std::string&);
template Result<protocol::RemoveReply> Client::read(const std::string&);
template Result<protocol::PauseReply> Client::read(const std::string&);
template Result<protocol::SourcesReply> Client::read(const std::string&);
template Result<protocol::TestReply> Client::read(const std::string&);
template Result<protocol::SourceReply> Client::read(const std::string&);
template Result<protocol::ImportReply> Client::read(const std::string&);
template Result<protocol::RoundReply> Client::read(const std::string&);
template Result<protocol::WaitReply> Client::read(const std::string&);
template Result<protocol::ListReply> Client::read(const std::string&);
template Result<protocol::ShowReply> Client::read(const std::string&);
template Result<protocol::PostsReply> Client::read(const std::string&);
template Result<protocol::ChangesReply> Client::read(const std::string&);
template Result<protocol::DealsReply> Client::read(const std::string&);
template Result<protocol::CostsReply> Client::read(const std::string&);
template Result<protocol::SearchReply> Client::read(const std::string&);
template Result<protocol::TestEngineReply> Client::read(const std::string&);
template Result<protocol::TryDigestReply> Client::read(const std::string&);
template Result<protocol::UseEngineReply> Client::read(const std::string&);
template Result<protocol::StatusReply> Client::read(const std::string&);

}  // namespace gailou::cli
