// Canned replies of tests/data/llm-replies: an endpoint's answer, the batch it is about, and what each must lead to.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "digest/llm/reply.h"
#include "digest/llm/review.h"
#include "digest/operation.h"
#include "tests/support/digests.h"
#include "tests/support/files.h"

namespace gailou::tests {

/// What judging an answer came to, in the words of the canned replies.
struct Outcome {
  std::string verdict{};
  std::vector<std::string> rules{};
  std::vector<std::size_t> dropped{};
  bool operator==(const Outcome&) const = default;
};

inline std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
  out << outcome.verdict;
  for (const auto& rule : outcome.rules) out << ' ' << rule;
  for (const auto index : outcome.dropped) out << " #" << index;
  return out;
}

class Canned {
 public:
  using Json = nlohmann::json;

  explicit Canned(Json reply) : reply_(std::move(reply)) {}

  std::string name() const { return reply_.at("name"); }

  llm::HttpAnswer answer() const {
    llm::HttpAnswer answer{.status = reply_.at("http_status")};
    answer.body = reply_.contains("raw_body") ? reply_["raw_body"].get<std::string>()
                  : reply_.contains("body")   ? reply_["body"].dump()
                                              : std::string();
    return answer;
  }

  std::int64_t estimate() const { return reply_.at("prompt_estimate"); }
  llm::Heard heard() const { return llm::hear(answer(), estimate(), std::nullopt); }

  /// Floors above the batch didn't exist when it was taken.
  digest::BatchInput input() const {
    static const Json kSeed = read_json("seed-thread.json");
    const Json& thread = reply_.contains("thread") ? reply_.at("thread") : kSeed;
    digest::BatchInput input{.source = "uscardforum", .title = thread.at("thread").at("title")};
    const auto batch = batch_floors();
    Json posts = thread.at("posts");
    for (const auto& post : reply_.value("extra_posts", Json::array())) posts.push_back(post);
    for (const auto& post : posts) {
      if (!post.value("deleted_at", Json()).is_null()) continue;
      auto made = post_of(post.at("number"), post.at("author"), post.at("text"));
      if (const Json answered = post.value("reply_to", Json()); answered.is_number_integer()) {
        made.reply_to = digest::Floor{answered.get<std::int64_t>()};
      }
      input.authors.push_back(made.author);
      const bool asked = std::find(batch.begin(), batch.end(), made.floor) != batch.end();
      if (asked || made.floor < batch.back()) (asked ? input.posts : input.context).push_back(std::move(made));
    }
    add_digest(input);
    input.taken_at = digest::from_ms(1'778'200'000'000);
    return input;
  }

  llm::Asked asked() const { return {.canary = reply_.at("canary"), .floors = batch_floors(), .open = batch_floors()}; }

  Outcome outcome() const {
    const auto heard = this->heard();
    if (heard.verdict != llm::Verdict::accept) {
      return {.verdict = std::string(llm::name_of(heard.verdict)), .rules = {heard.rule}};
    }
    const auto review = llm::review(input(), asked(), heard.content);
    return {.verdict = std::string(llm::name_of(review.verdict)), .rules = review.rules, .dropped = review.dropped};
  }

  Outcome expected() const {
    const Json& expect = reply_.at("expect");
    return {.verdict = expect.at("verdict"), .rules = expect.at("rules"), .dropped = expect.at("dropped")};
  }

 private:
  std::vector<digest::Floor> batch_floors() const {
    std::vector<digest::Floor> floors;
    for (const auto& floor : reply_.at("batch")) floors.push_back(digest::Floor{floor.get<std::int64_t>()});
    std::sort(floors.begin(), floors.end());
    return floors;
  }

  void add_digest(digest::BatchInput& input) const {
    const std::int64_t revision = reply_.at("existing");
    input.revision = digest::Revision{revision + 1};
    Json entries = reply_.value("entries", Json::array());
    if (!reply_.contains("thread")) {
      static const Json kDigests = read_json("model-digest.json");
      for (const auto& digest : kDigests) {
        if (digest.at("revision") != revision) continue;
        if (entries.empty()) entries = digest.at("entries");
        input.summary = {.text = digest.at("summary").at("text"),
                         .rev = digest::Revision{digest.at("summary").at("rev").get<std::int64_t>()},
                         .cites = floors_in(digest.at("summary").at("cites"))};
      }
    }
    for (const auto& entry : entries) input.similar.push_back(entry_of(entry));
    input.next_seq = digest::EntrySeq{static_cast<std::int64_t>(entries.size()) + 1};
  }

  static std::vector<digest::Floor> floors_in(const Json& numbers) {
    std::vector<digest::Floor> floors;
    for (const auto& number : numbers) floors.push_back(digest::Floor{number.get<std::int64_t>()});
    return floors;
  }

  static digest::Entry entry_of(const Json& json) {
    digest::Entry entry{.seq = digest::parse_entry_id(json.at("id").get<std::string>()).value(),
                        .section = json.at("section"),
                        .rev = digest::Revision{json.at("rev").get<std::int64_t>()},
                        .marker = digest::parse_marker(json.at("marker").get<std::string>()).value(),
                        .text = json.at("text"),
                        .cites = floors_in(json.at("cites")),
                        .floors = floors_in(json.at("floors"))};
    return entry;
  }

  Json reply_;
};

/// All replies of a folder of tests/data, by name.
inline std::vector<Canned> canned_in(const std::string& folder) {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(std::string(GAILOU_TEST_DATA) + "/" + folder)) {
    names.push_back(file.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  std::vector<Canned> replies;
  for (const auto& name : names) replies.emplace_back(read_json(folder + "/" + name));
  return replies;
}

}  // namespace gailou::tests
