// A thread's floors by what became of them: what the strip draws and the tables tell.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "digest/render/view.h"

namespace gailou::render {

enum class Fate : unsigned char {
  missing,  // never seen
  entry,
  nothing_new,
  pending,
  gone,  // deleted, moved away, or hidden by the forum
};

/// Each list ascending and without repeats.
struct Account {
  std::vector<digest::Floor> in_entries{};
  std::map<digest::Reason, std::vector<digest::Floor>> nothing_new{};
  std::vector<digest::Floor> pending{};
  std::vector<digest::Floor> gone{};
  std::int64_t last = 0;  // the highest floor of all

  std::int64_t quiet() const;
};

Account account_of(const ThreadView& view);

/// What the view knows of its floors: its facts, or where it has none, those of its posts.
std::vector<digest::FloorFact> facts_of(const ThreadView& view);

/// By floor, the first at place 0.
std::vector<Fate> fates_of(const Account& account);

struct FloorRange {
  digest::Floor first{};
  digest::Floor last{};
};
std::vector<FloorRange> ranges_of(const std::vector<digest::Floor>& sorted);

}  // namespace gailou::render
