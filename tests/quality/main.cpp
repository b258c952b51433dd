// gailou-revisions THREAD.json: the thread through the store and the offline engine, in batches of a size of one's
// choice; prints a list of its digest's revisions, each as it stood when it was written.
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <random>
#include <set>
#include <stdexcept>

#include <CLI/CLI.hpp>

#include "digest/codec.h"
#include "digest/compose/append.h"
#include "digest/compose/extract.h"
#include "digest/compose/judge.h"
#include "storage/store.h"
#include "tests/quality/history.h"
#include "tests/support/temp_folder.h"

namespace gailou::quality {
namespace {

using namespace std::chrono_literals;
using digest::Instant;

constexpr digest::Duration kConfirmAfter = 90s;

void value_of(const digest::Result<void>& result) {
  if (!result) throw std::runtime_error(result.error().what + " (" + result.error().where + ")");
}

template <class T>
T value_of(digest::Result<T> result) {
  if (result) return std::move(*result);
  throw std::runtime_error(result.error().what + " (" + result.error().where + ")");
}

/// New floors of each batch: 0 is all that is left.
class BatchSizes {
 public:
  explicit BatchSizes(const std::string& choice) {
    if (choice == "all") return;
    if (choice.starts_with("random:")) {
      random_.emplace(static_cast<unsigned>(std::stoul(choice.substr(7))));
    } else {
      fixed_ = std::stoul(choice);
    }
  }

  std::size_t next() {
    if (!random_) return fixed_;
    return std::uniform_int_distribution<std::size_t>{1, 15}(*random_);
  }

 private:
  std::size_t fixed_ = 0;
  std::optional<std::mt19937> random_{};
};

class Run {
 public:
  explicit Run(const History& history) : history_(history) {
    store_ = value_of(storage::open_store(folder_.path(), Instant{}));
    const auto source = value_of(store_->ensure_source({.name = history.source, .origin = "https://forum.example"}));
    thread_ = value_of(store_->add_thread(source.name, digest::TopicId{history.topic}, Instant{})).thread.id;
  }

  void go(BatchSizes sizes) {
    std::size_t wanted = sizes.next();
    std::size_t fresh = 0;
    for (const auto& happening : history_.happenings) {
      if (wanted > 0 && fresh >= wanted && happening.is_new) {
        digest_now();
        fresh = 0;
        wanted = sizes.next();
      }
      see(happening);
      fresh += happening.is_new ? 1 : 0;
      if (!happening.is_new && wanted > 0 && revised()) digest_now();
    }
    digest_now();
  }

  const nlohmann::ordered_json& revisions() const { return revisions_; }

 private:
  bool revised() const { return !revisions_.empty(); }

  void see(const Happening& happening) {
    now_ = std::max(now_, happening.at);
    if (happening.post.state == digest::PostState::visible) {
      stream_.insert(happening.post.id);
    } else {
      stream_.erase(happening.post.id);
    }
    digest::Observation seen;
    seen.header.emplace();
    seen.header->title = history_.title;
    seen.stream.emplace(stream_.begin(), stream_.end());
    seen.fresh = true;
    seen.posts = {happening.post};
    value_of(store_->ingest(thread_, seen, kConfirmAfter, now_));
  }

  void keep(const std::optional<storage::Committed>& committed) {
    if (committed) revisions_.push_back(to_document(value_of(store_->digest(thread_, committed->revision))));
  }

  void digest_now() {
    now_ += 1s;
    if (!complete_) value_of(store_->complete_first_fetch(thread_, now_));
    complete_ = true;
    keep(value_of(store_->withdraw_deleted(thread_, now_)));
    const digest::SettleSettings settle{.settle_floors = 1, .settle_age = 0ms, .edit_grace = 0ms};
    while (auto batch = value_of(store_->take_batch(thread_, settle, digest::Urgency::now, now_))) {
      batch->input.settings.zone = history_.zone;
      const auto judged = judge(batch->input, digest::extract(batch->input));
      for (const auto& refusal : judged.refused) std::cerr << refusal.gate << ": " << refusal.what << "\n";
      const auto step = append(batch->input, judged);
      for (const auto& fault : step_faults(batch->input, step)) std::cerr << "fault " << fault << "\n";
      if (says_nothing(step)) {
        value_of(store_->pass_over(batch->id));
      } else {
        keep(value_of(store_->commit_revision(batch->id, step, now_)));
      }
    }
  }

  const History& history_;
  support::TempFolder folder_{support::TempFolder::memory()};
  std::unique_ptr<storage::Store> store_{};
  digest::ThreadId thread_{};
  std::set<digest::PostId> stream_{};
  Instant now_{};
  bool complete_ = false;
  nlohmann::ordered_json revisions_ = nlohmann::ordered_json::array();
};

int run(int argc, char** argv) {
  CLI::App app{"Digest a thread document as the daemon would; print the revisions of its digest as JSON."};
  std::string file;
  std::string batches = "all";
  app.add_option("THREAD", file, "a document of schema gailou.thread/1")->required();
  app.add_option("--batches", batches, "floors in each: a number, all, or random:SEED");
  CLI11_PARSE(app, argc, argv);
  std::ifstream in(file);
  if (!in) throw std::runtime_error(file + ": can't be read");
  const auto history = history_of(nlohmann::json::parse(in));
  Run run(history);
  run.go(BatchSizes(batches));
  std::cout << run.revisions().dump() << "\n";
  return 0;
}

}  // namespace
}  // namespace gailou::quality

int main(int argc, char** argv) {
  try {
    return gailou::quality::run(argc, argv);
  } catch (const std::exception& failure) {
    std::cerr << "gailou-revisions: " << failure.what() << "\n";
    return 1;
  }
}
