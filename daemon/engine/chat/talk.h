// One question carried through: what a Conversation wants is sent, waited for, booked. Holds the endpoint's turn while
// it lasts. Inner part of ChatEngine.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/asio/awaitable.hpp>

#include "daemon/engine/chat/chat_state.h"
#include "daemon/engine/chat/conversation.h"

namespace gailou::engine {

/// A batch on its way through its questions.
struct Drafting {
  Asker asker{};
  digest::BatchInput known{};         // the batch, with what answers cite among its context
  std::vector<digest::Post> found{};  // that which was added
  std::string trial{};                // kind of the ledger's rows; empty: no trial
  int attempts = 0;                   // so far
  bool rests = false;                 // a question was not sent because the endpoint rests
  std::vector<Exchange> exchanges{};  // of a trial
  std::string advice{};               // of a trial: what can be done about its last call
};

class Talk {
 public:
  /// All outlive it.
  Talk(ChatState& state, Drafting& drafting, Conversation& conversation)
      : state_(state), drafting_(drafting), conversation_(conversation) {}

  /// Until the question is over. Errors: the ledger's, cancelled.
  boost::asio::awaitable<digest::Result<Done>> run();

 private:
  template <class T>
  using Answer = boost::asio::awaitable<digest::Result<T>>;

  Answer<Step> next_step();
  /// The request as it leaves, made on the desk.
  Answer<std::string> text_of(Send send);
  Answer<void> carry_out(Send send);
  Answer<bool> settled_before(Send& send, std::string& request, const std::string& hash);
  Answer<bool> may_leave(std::int64_t reserved);
  Answer<void> ask(Send send, std::string request, std::string hash);
  /// `has_left` becomes false if nothing of it was sent.
  Answer<io::HttpResponse> post(std::string request, std::string hash, std::shared_ptr<bool> has_left);
  Answer<Outcome> told(Came came);
  Answer<void> find_cited(std::string content);
  void learn(const Came& came, std::int64_t estimate);
  void count(const Came& came, std::optional<std::int64_t> cost_micros, digest::Duration took);
  void learn_of_cut(const Came& came, std::int64_t estimate);

  ChatState& state_;
  Drafting& drafting_;
  Conversation& conversation_;
};

}  // namespace gailou::engine
