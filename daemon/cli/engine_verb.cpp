// `engine`, `digest --dry-run` and `digest --compare`: what engines would write, and which one writes.
#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "daemon/cli/entry_text.h"
#include "daemon/cli/outside_question.h"
#include "daemon/cli/side_by_side.h"
#include "daemon/cli/table.h"
#include "daemon/cli/targets.h"
#include "daemon/cli/verbs.h"
#include "daemon/io/log.h"
#include "digest/text/nearest.h"

namespace gailou::cli {

namespace {

using digest::Code;
using digest::Error;
using digest::Result;
using nlohmann::json;
using protocol::DraftLine;
using protocol::ExchangeLine;

// A local model may take half an hour for a call, and a batch may need several.
constexpr std::chrono::minutes kEngineTimeout{180};
constexpr int kDoesNotWork = 1;
constexpr std::size_t kOtherBodyBytes = 2000;

/// "0.0012 USD"
std::string cost_text(std::int64_t micros, const std::string& currency) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "%.6g", static_cast<double>(micros) / 1e6);
  return text.data() + (" " + currency);
}

std::string tokens_text(const ExchangeLine& exchange) {
  if (!exchange.prompt_tokens) return "tokens not told";
  std::string text = std::to_string(*exchange.prompt_tokens) + " tokens in";
  if (exchange.cached_tokens) text += " (" + std::to_string(*exchange.cached_tokens) + " cached)";
  if (exchange.completion_tokens) text += ", " + std::to_string(*exchange.completion_tokens) + " out";
  if (exchange.reasoning_tokens) text += " (" + std::to_string(*exchange.reasoning_tokens) + " of it thinking)";
  return text;
}

/// "first: accept, 1.2 s, 812 tokens in, 96 out, 0.0012 USD", then what was refused and why.
std::string verdict_text(const ExchangeLine& exchange, const std::string& currency, const Paint& paint) {
  std::string head = exchange.kind + ": " + exchange.verdict;
  if (!exchange.trouble.empty()) head += " (" + exchange.trouble + ")";
  if (!exchange.rules.empty()) head += " " + exchange.rules;
  head += exchange.http_status == 0 ? ", no answer" : ", HTTP " + std::to_string(exchange.http_status);
  head += ", " + std::to_string(exchange.took_ms) + " ms, " + tokens_text(exchange);
  if (exchange.cost_micros) head += ", " + cost_text(*exchange.cost_micros, currency);
  std::string text = paint.bold(cell(head)) + "\n";
  if (!exchange.what.empty()) text += "  " + cell(exchange.what) + "\n";
  for (const std::string& refused : exchange.refused) text += "  " + cell(refused) + "\n";
  return text;
}

/// The messages of a request as a person reads them; the bytes where it is none.
std::string prompt_text(const std::string& request) {
  const auto parsed = json::parse(request, nullptr, false);
  if (!parsed.is_object() || !parsed.contains("messages") || !parsed["messages"].is_array()) return request;
  std::string text;
  for (const auto& message : parsed["messages"]) {
    if (!message.is_object()) continue;
    text += "[" + message.value("role", "") + "]\n" + message.value("content", "") + "\n";
  }
  return text;
}

/// What the model wrote; the body where it is no answer.
std::string answer_text(const std::string& body) {
  const auto parsed = json::parse(body, nullptr, false);
  const json::json_pointer content("/choices/0/message/content");
  if (parsed.is_object() && parsed.contains(content) && parsed.at(content).is_string()) {
    return parsed.at(content).get<std::string>() + "\n";
  }
  if (body.empty()) return "";
  return body.substr(0, kOtherBodyBytes) + (body.size() > kOtherBodyBytes ? "…" : "") + "\n";
}

std::vector<std::string> draft_paragraphs(const DraftLine& draft) {
  std::vector<std::string> paragraphs;
  const Paint plain;
  for (const auto& section : digest::kSections) {
    bool titled = false;
    for (const protocol::EntryLine& entry : draft.entries) {
      if (entry.section != section.key) continue;
      if (!titled) paragraphs.push_back("【" + std::string(section.title) + "】");
      titled = true;
      paragraphs.push_back(entry_text_in_section(entry, plain));
    }
  }
  std::string quiet;
  for (const auto& line : draft.nothing_new) {
    quiet += (quiet.empty() ? "" : ", ") + ("#" + std::to_string(line.floor.value)) + " " + line.reason;
  }
  if (!quiet.empty()) paragraphs.push_back("nothing new: " + cell(quiet));
  if (!draft.summary.empty()) paragraphs.push_back("summary: " + cell(draft.summary));
  if (paragraphs.empty()) paragraphs.emplace_back("nothing");
  return paragraphs;
}

std::string draft_text(const DraftLine& draft, const Paint& paint) {
  std::string text = paint.bold(cell(draft.engine)) + "\n";
  for (const std::string& paragraph : draft_paragraphs(draft)) text += paragraph + "\n";
  return text;
}

std::string draft_head(const DraftLine& draft) {
  return draft.engine + ", " + std::to_string(draft.entries.size()) +
         (draft.entries.size() == 1 ? " entry" : " entries");
}

std::string compared_text(const DraftLine& left, const DraftLine& right, const Session& session) {
  auto a = draft_paragraphs(left);
  auto b = draft_paragraphs(right);
  a.insert(a.begin(), draft_head(left));
  b.insert(b.begin(), draft_head(right));
  return side_by_side(a, b, session.streams.columns, session.streams.ambiguous);
}

std::string floors_text(const std::vector<digest::Floor>& floors) {
  std::string text = "#" + std::to_string(floors.front().value);
  if (floors.size() > 1) text += "–#" + std::to_string(floors.back().value);
  return text;
}

std::string endpoint_text(const protocol::EndpointLine& endpoint) {
  std::string text = "endpoint     " + cell(endpoint.endpoint) + "\nmodel        " + cell(endpoint.model) + "\n";
  text += "format       " + cell(endpoint.format.empty() ? "none" : endpoint.format) + "\n";
  text += "limit        " + cell(endpoint.token_parameter) + "\n";
  text += "temperature  " + std::string(endpoint.takes_temperature ? "0" : "not taken") + "\n";
  if (!endpoint.thinking.empty()) text += "thinking     off by " + cell(endpoint.thinking) + "\n";
  if (endpoint.is_prompt_cut) text += "context      smaller than engine.context_tokens says\n";
  if (endpoint.is_resting) text += "resting      " + cell(endpoint.why) + "\n";
  return text;
}

void print_notes(Session& session, const std::vector<std::string>& notes) {
  for (const std::string& note : notes) session.note(cell(note));
}

Result<int> test(Session& session) {
  const auto reply = ask_outside(session, protocol::TestEngine{}, kEngineTimeout);
  if (!reply) return reply.error();
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(*reply)) + "\n");
    return reply->works ? 0 : kDoesNotWork;
  }
  std::string text = endpoint_text(reply->endpoint);
  for (const auto& exchange : reply->exchanges) text += verdict_text(exchange, reply->currency, session.paint);
  text += draft_text(reply->draft, session.paint);
  session.print(text);
  print_notes(session, reply->notes);
  session.note(reply->works ? "it works" : "the model wrote nothing that stands; the offline engine did");
  return reply->works ? 0 : kDoesNotWork;
}

Result<int> use(Session& session, const EngineArguments& verb) {
  if (verb.thread.empty() || verb.kind.empty()) {
    return Error{.code = Code::usage, .what = "which thread, and which engine?", .hint = "gailou engine use 1 llm"};
  }
  if (auto checked = check_names({verb.thread}); !checked) return checked.error();
  const auto reply =
      ask_outside(session, protocol::UseEngine{.thread = verb.thread, .engine = verb.kind}, std::chrono::seconds{30});
  if (!reply) return reply.error();
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(*reply)) + "\n");
  } else {
    session.print(cell(reply->thread + " is written by " + reply->engine + " from now on" +
                       (reply->own ? "" : ", as its source is")) +
                  "\n");
  }
  return 0;
}

}  // namespace

Result<int> try_digest(Session& session, const DigestArguments& verb) {
  const std::string engine = verb.compare ? "both" : verb.engine.empty() ? "llm" : verb.engine;
  const auto reply = ask_outside(session, protocol::TryDigest{.thread = verb.thread, .engine = engine}, kEngineTimeout);
  if (!reply) return reply.error();
  if (session.global.json) {
    session.print(protocol::dump(protocol::document_of(*reply)) + "\n");
    return 0;
  }
  std::string text;
  for (const auto& exchange : reply->exchanges) {
    if (verb.dry_run) text += io::log::printable(prompt_text(exchange.request) + answer_text(exchange.answer));
    text += verdict_text(exchange, reply->currency, session.paint);
  }
  if (reply->drafts.size() == 2) {
    text += compared_text(reply->drafts.front(), reply->drafts.back(), session);
  } else {
    for (const DraftLine& draft : reply->drafts) text += draft_text(draft, session.paint);
  }
  session.print_long(text);
  print_notes(session, reply->notes);
  if (!reply->offline.empty()) session.note("by the offline engine: " + floors_text(reply->offline));
  session.note(cell(reply->thread) + ": floors " + floors_text(reply->floors) +
               (reply->pending ? ", pending" : ", digested before") + "; nothing was written");
  return 0;
}

Result<int> run(Session& session, const EngineArguments& verb) {
  if (verb.action == "test" && verb.thread.empty()) return test(session);
  if (verb.action == "use") return use(session, verb);
  if (verb.action == "test") return Error{.code = Code::usage, .what = "`gailou engine test` takes no thread"};
  const auto near = digest::nearest(verb.action, {"test", "use"});
  return Error{.code = Code::usage,
               .what = "engine has no '" + verb.action + "'",
               .hint = near ? "did you mean `gailou engine " + std::string(*near) + "`?" : "see `gailou help engine`"};
}

}  // namespace gailou::cli
