#include "digest/llm/reply.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "digest/llm/complaint.h"
#include "digest/llm/json_text.h"
#include "digest/llm/plain_line.h"
#include "digest/text/chars.h"
#include "digest/text/normalize.h"

namespace gailou::llm {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kWhatBytesMax = 200;
constexpr std::size_t kModelBytesMax = 128;
constexpr std::size_t kFinishBytesMax = 32;
constexpr double kReadOfUsualMin = 0.7;

std::optional<std::int64_t> count_in(const Json& object, std::string_view name) {
  const auto count = whole_number(member(object, name));
  return count && *count >= 0 ? count : std::nullopt;
}

/// OpenAI's names; where they are missing, DeepSeek's.
Usage usage_of(const Json& body) {
  const Json& usage = member(body, "usage");
  Usage out{.prompt = count_in(usage, "prompt_tokens"),
            .completion = count_in(usage, "completion_tokens"),
            .cached = count_in(member(usage, "prompt_tokens_details"), "cached_tokens"),
            .reasoning = count_in(member(usage, "completion_tokens_details"), "reasoning_tokens")};
  if (!out.cached) out.cached = count_in(usage, "prompt_cache_hit_tokens");
  if (!out.reasoning) out.reasoning = count_in(usage, "reasoning_tokens");
  return out;
}

/// A name that a hostile endpoint might fill with what it was sent.
std::string shown_name(std::string_view name, std::size_t bytes) {
  if (name.starts_with("sk-") || name.starts_with("Bearer")) return {};
  return plain_line(name, bytes);
}

bool is_blank(std::string_view text) {
  const auto chars = digest::to_u32(text);
  return std::all_of(chars.begin(), chars.end(), digest::is_space);
}

/// One answer on its way to a verdict; the status is judged first, because error pages are often HTML.
class Hearing {
 public:
  Hearing(const HttpAnswer& answer, std::int64_t estimate, std::optional<double> usual_ratio,
          std::optional<double> dense)
      : answer_(answer),
        estimate_(estimate),
        usual_ratio_(usual_ratio),
        least_ratio_(dense ? std::min(kReadOfEstimateMin, kReadOfUsualMin * *dense) : kReadOfEstimateMin),
        body_(read_json(answer.body)) {}

  Heard run() {
    if (body_) {
      heard_.model = shown_name(text_member(*body_, "model"), kModelBytesMax);
      heard_.usage = usage_of(*body_);
    }
    if (answer_.status < 200 || answer_.status >= 300) {
      judge_status();
    } else if (const Json* choice = first_choice()) {
      judge_choice(*choice);
    }
    return std::move(heard_);
  }

 private:
  void end(Verdict verdict, Trouble trouble, std::string_view rule, std::string_view what) {
    heard_.verdict = verdict;
    heard_.trouble = trouble;
    heard_.rule = rule;
    heard_.what = plain_line(what, kWhatBytesMax);
  }

  /// "HTTP 404 (model_not_found): The model … does not exist"
  std::string status_line(const Complaint& complaint) const {
    std::string line = "HTTP " + std::to_string(answer_.status);
    if (!complaint.code.empty()) line += " (" + complaint.code + ")";
    if (!complaint.words.empty()) line += ": " + complaint.words;
    return line;
  }

  void judge_status() {
    const Complaint complaint = body_ ? complaint_of(*body_) : Complaint{};
    const std::string line = status_line(complaint);
    const int status = answer_.status;
    if (status == 429) {
      if (quota_is_gone()) return end(Verdict::fallback, Trouble::quota_gone, "V1", line);
      if (complaint.too_long) return too_long("V1", line);
      return end(Verdict::retry, Trouble::rate_limited, "V1", line);
    }
    if (status == 402) return end(Verdict::fallback, Trouble::quota_gone, "V1", line);
    if (status == 401 || status == 403 || status == 404) return end(Verdict::fallback, Trouble::refused, "V1", line);
    if (status >= 300 && status < 400) {
      return end(Verdict::retry, Trouble::bad_request, "V1", line + ": redirects are not followed");
    }
    if (status == 408 || status == 409 || status >= 500 || status < 200) {
      return end(Verdict::retry, Trouble::overloaded, "V1", line);
    }
    // 422 is what servers that check bodies by a schema say instead of 400.
    if ((status == 400 || status == 422) && !complaint.parameter.empty()) {
      heard_.parameter = complaint.parameter;
      return end(Verdict::retry, Trouble::parameter, "V1", line);
    }
    if (complaint.too_long || status == 413) return too_long("V1", line);
    end(Verdict::retry, Trouble::bad_request, "V1", line);
  }

  void too_long(std::string_view rule, std::string_view what) {
    heard_.too_long = true;
    end(Verdict::retry, Trouble::bad_request, rule, what);
  }

  /// 429 has two meanings: wait, and pay.
  bool quota_is_gone() const {
    if (!body_) return false;
    const Json& error = member(*body_, "error");
    const Json& code = member(error, "code");
    const Json& said = !error.is_object() ? error : says_something(code) ? code : member(error, "type");
    return said.dump(-1, ' ', false, Json::error_handler_t::replace).find("insufficient_quota") != std::string::npos;
  }

  /// Null, and judged, if there is none.
  const Json* first_choice() {
    const auto not_an_answer = [&](std::string_view what) {
      end(Verdict::retry, Trouble::not_an_answer, "V2", what);
      return nullptr;
    };
    const std::string status = "HTTP " + std::to_string(answer_.status);
    if (answer_.body.size() > kAnswerBytesMax) return not_an_answer(status + " with more than 1 MiB");
    if (!body_)
      return not_an_answer(status + " with a body that is not JSON" + (looks_like_page() ? " but a page" : ""));
    if (!body_->is_object()) return not_an_answer(status + " with JSON that is no object");
    if (says_something(member(*body_, "error"))) {
      const Complaint complaint = complaint_of(*body_);
      const std::string line = status + " with an error: " + complaint.words;
      if (!complaint.too_long) return not_an_answer(line);
      too_long("V2", line);  // LM Studio says so with 200 (lmstudio-ai/lmstudio-bug-tracker#2322)
      return nullptr;
    }
    const Json& choices = member(*body_, "choices");
    if (!choices.is_array() || choices.empty() || !choices.front().is_object()) {
      return not_an_answer(status + " without choices");
    }
    return &choices.front();
  }

  bool looks_like_page() const {
    const auto first = answer_.body.find_first_not_of(" \t\r\n");
    return first != std::string::npos && answer_.body[first] == '<';
  }

  void judge_choice(const Json& choice) {
    const Json& message = member(choice, "message");
    const std::string_view finish = text_member(choice, "finish_reason");
    heard_.finish_reason = shown_name(finish, kFinishBytesMax);
    if (finish == "length") {
      return end(Verdict::retry, Trouble::cut_off, "V3", "the answer was cut off at its limit of tokens");
    }
    if (finish == "content_filter" || says_something(member(message, "refusal"))) {
      return end(Verdict::fallback, Trouble::filtered, "V4",
                 finish == "content_filter" ? "stopped by a content filter" : "the model refused");
    }
    const std::string_view content = text_member(message, "content");
    if (is_blank(content)) return end(Verdict::retry, Trouble::empty, "V5", emptiness_of(message));
    if (is_cut()) {
      return end(Verdict::fallback, Trouble::prompt_cut, "V10",
                 "the endpoint read " + std::to_string(*heard_.usage.prompt) + " tokens of about " +
                     std::to_string(estimate_) + ": its context is too small and cuts the prompt");
    }
    heard_.content = content;
  }

  static std::string_view emptiness_of(const Json& message) {
    for (const std::string_view field : {"reasoning_content", "reasoning"}) {
      if (says_something(member(message, field))) return "no content, all of the answer is reasoning";
    }
    return "no content";
  }

  /// Gateways that don't count say 0.
  bool is_cut() const {
    const std::int64_t read = heard_.usage.prompt.value_or(0);
    if (read <= 0) return false;
    const auto tokens = static_cast<double>(read);
    const auto estimate = static_cast<double>(estimate_);
    if (tokens < least_ratio_ * estimate) return true;
    return usual_ratio_ && tokens < kReadOfUsualMin * *usual_ratio_ * estimate;
  }

  const HttpAnswer& answer_;
  std::int64_t estimate_;
  std::optional<double> usual_ratio_;
  double least_ratio_;
  std::optional<Json> body_;
  Heard heard_{};
};

}  // namespace

Heard hear(const HttpAnswer& answer, std::int64_t estimate, std::optional<double> usual_ratio,
           std::optional<double> dense) {
  return Hearing(answer, estimate, usual_ratio, dense).run();
}

}  // namespace gailou::llm
