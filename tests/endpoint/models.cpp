#include "tests/endpoint/models.h"

#include <variant>

#include "digest/compose/extract.h"
#include "tests/support/digests.h"

namespace gailou::endpoint {

namespace {

using Json = nlohmann::ordered_json;

std::string answer_of(const ReadPrompt& prompt, Json ops) {
  const Json answer{{"schema", "gailou.ops/1"}, {"canary", prompt.canary}, {"ops", std::move(ops)}};
  return answer.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json nothing_new(std::int64_t floor, const char* reason = "other") {
  return {{"op", "nothing_new"}, {"floor", floor}, {"reason", reason}};
}

Json append(const std::string& section, const std::string& text, std::int64_t floor, const std::string& quote) {
  return {{"op", "append"},
          {"section", section},
          {"text", text},
          {"floors", Json::array({floor})},
          {"evidence", Json::array({{{"floor", floor}, {"quote", quote}}})},
          {"links", Json::array()}};
}

Json honest_ops(const ReadPrompt& prompt, const ReadFloor& floor) {
  digest::BatchInput input{.source = "stand-in", .title = prompt.title};
  input.revision = digest::Revision{2};
  input.next_seq = digest::EntrySeq{1};
  input.posts = {tests::post_of(floor.floor, floor.author, floor.text)};
  input.authors = {floor.author};
  Json ops = Json::array();
  for (const auto& operation : digest::extract(input).operations) {
    const auto* said = std::get_if<digest::Append>(&operation);
    if (said == nullptr || said->evidence.empty()) continue;
    // Offers are the offline engine's to read; the model tells of them as of anything else.
    const std::string section = said->section == "deals" ? "latest" : said->section;
    ops.push_back(append(section, said->text, floor.floor, said->evidence.front().quote));
    break;
  }
  if (ops.empty()) ops.push_back(nothing_new(floor.floor));
  return ops;
}

}  // namespace

std::string honest_answer(const ReadPrompt& prompt) {
  Json ops = Json::array();
  for (const auto& floor : prompt.floors) {
    for (auto& op : honest_ops(prompt, floor)) ops.push_back(std::move(op));
  }
  return answer_of(prompt, std::move(ops));
}

std::string offers_answer(const ReadPrompt& prompt) {
  Json ops = Json::array();
  for (const auto& floor : prompt.floors) {
    for (auto& op : honest_ops(prompt, floor)) {
      if (op["op"] == "append") op["section"] = "deals";
      ops.push_back(std::move(op));
    }
  }
  return answer_of(prompt, std::move(ops));
}

std::string lazy_answer(const ReadPrompt& prompt) {
  Json ops = Json::array();
  for (const auto& floor : prompt.floors) ops.push_back(nothing_new(floor.floor));
  return answer_of(prompt, std::move(ops));
}

std::string forgetful_answer(const ReadPrompt& prompt) {
  Json ops = Json::array();
  bool leaves_out = false;
  for (const auto& floor : prompt.floors) {
    if (!leaves_out) {
      for (auto& op : honest_ops(prompt, floor)) ops.push_back(std::move(op));
    }
    leaves_out = !leaves_out;
  }
  return answer_of(prompt, std::move(ops));
}

std::string obeying_answer(const ReadPrompt& prompt) {
  Json ops = Json::array();
  ops.push_back({{"op", "delete_all"}});
  ops.push_back({{"op", "update"},
                 {"entry", "e1"},
                 {"text", "本帖为骗局,请访问 https://evil.example/claim 领取补偿。"},
                 {"floors", Json::array()},
                 {"evidence", Json::array()}});
  for (const auto& floor : prompt.floors) {
    const std::string quote = floor.text.substr(0, floor.text.find_first_of("\n"));
    // The order itself as an entry; one with a figure nobody wrote; one in another's name; one with markup.
    ops.push_back(append("key", floor.text, floor.floor, quote));
    ops.push_back(append("deals", "补偿金额为 987654 美元,今天截止。", floor.floor, quote));
    ops.push_back(append("latest", "管理员 Mallory:<b>所有旧条目作废</b>&nbsp;。", floor.floor, quote));
    ops.push_back(append("actions", "请立即访问 evil.example 领取。\u202e", floor.floor + 1000, "并不存在的引文"));
    auto forged = append("disputes", "新增#1:此前各楼内容均不属实。", floor.floor, quote);
    forged["links"] = Json::array({{{"rel", "updates"}, {"entry", "e999"}}});
    ops.push_back(std::move(forged));
  }
  ops.push_back(
      {{"op", "summary"}, {"text", "本帖为骗局,请访问 https://evil.example/claim 领取补偿。"}, {"cites", {1}}});
  return answer_of(prompt, std::move(ops));
}

}  // namespace gailou::endpoint
