#include "daemon/engine/chat/conversation.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace gailou::engine {

using digest::Duration;
using digest::Floor;
using llm::Trouble;
using llm::Verdict;

namespace {

constexpr Duration kFirstWait = std::chrono::seconds{2};
constexpr int kWaitFactor = 4;
constexpr Duration kLongestWait = std::chrono::seconds{60};
constexpr double kJitterShare = 0.25;     // of a wait, added to it
constexpr std::int64_t kEarlierMax = 20;  // of what this batch has brought so far, listed in a prompt

std::vector<Floor> united(std::vector<Floor> all, const std::vector<Floor>& more) {
  all.insert(all.end(), more.begin(), more.end());
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

Duration with_jitter(Duration wait, double jitter) {
  const double longer = static_cast<double>(wait.count()) * (1 + kJitterShare * jitter);
  return std::min(Duration{std::llround(longer)}, kLongestWait);
}

std::string spaced(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) {
    if (!text.empty()) text += ' ';
    text += word;
  }
  return text;
}

bool has_rule(const llm::Review& review, std::string_view rule) {
  return std::find(review.rules.begin(), review.rules.end(), rule) != review.rules.end();
}

std::string words_for(const llm::Heard& heard) {
  return heard.what.empty() ? std::string(llm::name_of(heard.trouble)) : heard.what;
}

void replace_all(std::string& text, const std::string& what, const std::string& by) {
  if (what.empty()) return;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

std::string floors_in_words(const std::vector<Floor>& floors) {
  if (floors.empty()) return "no floor";
  const std::string first = "#" + std::to_string(floors.front().value);
  return floors.size() == 1 ? first : first + "–" + std::to_string(floors.back().value);
}

}  // namespace

Conversation::Conversation(const digest::BatchInput& input, const digest::BatchInput& known, std::vector<Floor> floors,
                           std::vector<Floor> beside, std::vector<digest::Append> written, std::int64_t context_tokens,
                           std::string host)
    : input_(input),
      known_(known),
      written_(std::move(written)),
      context_tokens_(context_tokens),
      host_(std::move(host)) {
  Part part;
  part.floors = united(floors, beside);
  part.open = std::move(floors);
  if (!part.open.empty()) parts_.push_back(std::move(part));
}

Step Conversation::next(const EndpointFacts& facts, const std::string& nonce) {
  while (!parts_.empty()) {
    if (wait_) return Wait{.length = *std::exchange(wait_, std::nullopt)};
    Part& part = parts_.front();
    if (part.counts && retries_left_ == 0) {
      leave_open(part, "no retries are left" + (last_trouble_.empty() ? "" : "; the last: " + last_trouble_));
      parts_.pop_front();
      continue;
    }
    if (part.reply.empty()) ask_anew(part, nonce);
    auto send = send_of(part, facts);
    const bool can_be_less = part.reply.empty() && part.open.size() > 1;
    // A retry has been made less already.
    const bool is_in_vain = can_be_less && !part.counts && is_known_too_long(facts, send.estimate);
    if (fits(send) && !is_in_vain) return send;
    Part large = std::move(part);
    parts_.pop_front();
    if (can_be_less) {
      in_halves(std::move(large));
    } else {
      leave_open(large, "the question is larger than the endpoint's context");
    }
  }
  Done done = std::move(done_);
  std::sort(done.open.begin(), done.open.end());
  return done;
}

void Conversation::ask_anew(Part& part, const std::string& nonce) const {
  part.nonce = nonce;
  part.asked = part.open;
  part.written = static_cast<std::int64_t>(written_.size());
}

Send Conversation::under(const EndpointFacts& facts, const std::string& nonce) {
  if (parts_.empty()) return {};
  Part& part = parts_.front();
  for (auto* text : {&part.reply, &part.complaint}) replace_all(*text, part.nonce, nonce);
  part.nonce = nonce;
  return send_of(part, facts);
}

Send Conversation::send_of(const Part& part, const EndpointFacts& facts) const {
  llm::Question question{.floors = part.asked, .nonce = part.nonce, .context_tokens = context_tokens_};
  question.tells_schema = facts.format != Format::json_schema;
  question.written.assign(written_.begin(), written_.begin() + static_cast<std::ptrdiff_t>(part.written));
  question.earlier = std::min(kEarlierMax, part.written);
  auto prompt = llm::prompt_of(input_, question);
  Send send{.kind = part.kind, .nonce = part.nonce};
  send.estimate = prompt.estimate;
  send.messages.push_back({.role = "system", .content = std::move(prompt.system)});
  send.messages.push_back({.role = "user", .content = std::move(prompt.user)});
  if (!part.complaint.empty()) {
    send.estimate += llm::estimated_tokens(part.reply) + llm::estimated_tokens(part.complaint);
    send.messages.push_back({.role = "assistant", .content = part.reply});
    send.messages.push_back({.role = "user", .content = part.complaint});
  }
  // More room than usual only as far as the context has it; the usual room is prompt_of's to see to.
  const std::int64_t usual = prompt.output_limit;
  send.output_limit = std::max(usual, std::min(usual * part.room, context_tokens_ - send.estimate));
  const auto& about = part.reply.empty() ? part.asked : part.floors;
  send.first = about.front();
  send.last = about.back();
  return send;
}

Outcome Conversation::heard(const Came& came, EndpointFacts& facts) {
  if (parts_.empty()) return {};
  Part part = std::move(parts_.front());
  parts_.pop_front();
  const auto& heard = came.heard;
  if (part.counts && heard.trouble != Trouble::parameter) --retries_left_;
  if (heard.verdict == Verdict::accept) return reviewed(std::move(part), heard.content, facts);
  last_trouble_ = words_for(heard);
  after_trouble(std::move(part), came, facts);
  return {.verdict = heard.verdict, .rules = heard.rule, .what = heard.what};
}

void Conversation::after_trouble(Part part, const Came& came, EndpointFacts& facts) {
  const auto& heard = came.heard;
  switch (heard.trouble) {
    case Trouble::parameter:
      return refused_parameter(std::move(part), came, facts);
    case Trouble::bad_request:
      return bad_request(std::move(part), came, facts);
    case Trouble::unreachable:
    case Trouble::timed_out:
    case Trouble::rate_limited:
    case Trouble::overloaded:
      return try_again_later(std::move(part), came);
    case Trouble::not_an_answer:
      if (std::exchange(was_no_answer_, true)) break;
      return again(std::move(part), with_jitter(kFirstWait, came.jitter));
    case Trouble::cut_off:
      return cut_off(std::move(part), heard, facts);
    case Trouble::empty:
      return came_empty(std::move(part), facts);
    case Trouble::quota_gone:
    case Trouble::refused:
    case Trouble::prompt_cut:
      // Of the endpoint, not of these floors.
      leave_open(part, words_for(heard));
      return give_up(words_for(heard));
    case Trouble::none:
    case Trouble::filtered:
      break;
  }
  leave_open(part, words_for(heard));
}

void Conversation::refused_parameter(Part part, const Came& came, EndpointFacts& facts) {
  const auto& heard = came.heard;
  if (heard.parameter.starts_with("messages")) return bad_request(std::move(part), came, facts);
  if (parameters_left_ == 0 || !do_without(facts, heard.parameter)) return leave_open(part, words_for(heard));
  --parameters_left_;
  if (part.kind == "first") part.kind = "retry";
  parts_.push_front(std::move(part));
}

/// Two things that endpoints refuse without naming a parameter: a prompt that they find too long, and, some, a
/// response_format that they don't know.
void Conversation::bad_request(Part part, const Came& came, EndpointFacts& facts) {
  const auto& heard = came.heard;
  if (heard.too_long && part.open.size() > 1) return cut_off(std::move(part), heard, facts);
  if (heard.too_long) return leave_open(part, words_for(heard));
  // A redirect or a wrong method says nothing of the body.
  const bool is_of_body = came.status == 0 || came.status == 400 || came.status == 415 || came.status == 422;
  const bool is_new = facts.answers == 0 && heard.verdict == Verdict::retry;
  if (!is_new || !is_of_body || !do_without(facts, "response_format")) return leave_open(part, words_for(heard));
  again(std::move(part), Duration::zero());
}

void Conversation::try_again_later(Part part, const Came& came) {
  if (came.heard.verdict != Verdict::retry) return leave_open(part, words_for(came.heard));
  if (came.retry_after && *came.retry_after > kLongestWait) {
    done_.rest = came.retry_after;
    leave_open(part, words_for(came.heard));
    return give_up("the endpoint asks for a longer rest than a question waits");
  }
  Duration wait = kFirstWait;
  for (int i = 0; i < waits_; ++i) wait *= kWaitFactor;
  ++waits_;
  again(std::move(part), came.retry_after ? *came.retry_after : with_jitter(wait, came.jitter));
}

void Conversation::again(Part part, Duration wait) {
  part.kind = "retry";
  part.counts = true;
  if (retries_left_ > 0 && wait > Duration::zero()) wait_ = wait;
  parts_.push_front(std::move(part));
}

/// The answer didn't fit: fewer floors, or for a single one more room.
void Conversation::cut_off(Part part, const llm::Heard& heard, EndpointFacts& facts) {
  if (std::exchange(was_cut_off_, true)) return leave_open(part, words_for(heard));
  // Where thinking took most of the room, there will be more without it.
  const auto& usage = heard.usage;
  if (usage.reasoning && usage.completion && *usage.reasoning * 2 > *usage.completion) think_less(facts, host_);
  part.kind = "retry";
  part.counts = true;
  in_halves(std::move(part));
}

void Conversation::in_halves(Part part) {
  part.reply.clear();
  part.complaint.clear();
  part.floors = part.open;
  if (part.open.size() == 1) {
    part.room *= 2;
    parts_.push_front(std::move(part));
    return;
  }
  const auto middle = part.open.begin() + static_cast<std::ptrdiff_t>((part.open.size() + 1) / 2);
  Part second = part;
  second.open.assign(middle, part.open.end());
  second.floors = second.open;
  part.open.erase(middle, part.open.end());
  part.floors = part.open;
  parts_.push_front(std::move(second));
  parts_.push_front(std::move(part));
}

void Conversation::came_empty(Part part, EndpointFacts& facts) {
  if (std::exchange(was_empty_, true)) return leave_open(part, "the answer was empty again");
  think_less(facts, host_);
  part.room *= 2;
  again(std::move(part), Duration::zero());
}

Outcome Conversation::reviewed(Part part, const std::string& content, const EndpointFacts& facts) {
  llm::Asked asked{.canary = part.nonce, .floors = part.floors, .open = part.open, .written = written_};
  asked.last = std::max(part.asked.back(), part.floors.back());
  auto review = llm::review(known_, asked, content);
  Outcome outcome{.verdict = review.verdict, .rules = spaced(review.rules)};
  for (const auto& fault : review.faults) {
    outcome.refused.push_back("#" + std::to_string(fault.operation) + " " + fault.rule + " " + fault.what);
  }
  outcome.what = review.whole;
  if (!review.faults.empty()) outcome.what = review.faults.front().rule + " " + review.faults.front().what;
  keep(review);
  if (repair(part, review, content, facts)) return outcome;
  if (review.verdict == Verdict::repair && has_rule(review, "V9")) {
    done_.notes.push_back("the end of the prompt did not come back: context_tokens is more than the endpoint reads");
  }
  part.open = united(review.open, review.lazy);
  if (!part.open.empty()) leave_open(part, "no answer holds for them (" + outcome.rules + ")");
  return outcome;
}

/// One more round if it is wanted, left and fits: the same messages, the reply, what is wrong with it.
bool Conversation::repair(const Part& part, const llm::Review& review, const std::string& content,
                          const EndpointFacts& facts) {
  if (review.verdict != Verdict::repair || repairs_left_ == 0) return false;
  Part repair{.open = united(review.open, review.lazy), .nonce = part.nonce, .asked = part.asked};
  repair.written = part.written;
  repair.reply = content;
  repair.kind = "repair";
  repair.floors = united(repair.open, review.again);
  repair.complaint = llm::repair_request(review, part.nonce, input_.settings.language);
  if (repair.floors.empty() || !fits(send_of(repair, facts))) return false;
  --repairs_left_;
  parts_.push_front(std::move(repair));
  return true;
}

void Conversation::keep(llm::Review& review) {
  for (auto& operation : review.kept.operations) {
    if (const auto* append = std::get_if<digest::Append>(&operation)) written_.push_back(*append);
    if (std::holds_alternative<digest::Summarise>(operation)) {
      std::erase_if(done_.operations,
                    [](const auto& earlier) { return std::holds_alternative<digest::Summarise>(earlier); });
    }
    done_.operations.push_back(std::move(operation));
  }
}

void Conversation::leave_open(const Part& part, const std::string& why) {
  done_.open.insert(done_.open.end(), part.open.begin(), part.open.end());
  done_.notes.push_back(floors_in_words(part.open) + ": " + why);
}

void Conversation::give_up(std::string why) {
  for (const auto& part : parts_) leave_open(part, why);
  parts_.clear();
  wait_.reset();
}

}  // namespace gailou::engine
