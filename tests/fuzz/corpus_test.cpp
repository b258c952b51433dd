// Each target over its seeds, whole, cut short and spoilt the same way each time: quick, and so that none can rot. What
// looks longer is ./dev fuzz.
#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/fuzz/target.h"

namespace gailou::fuzz {
namespace {

namespace fs = std::filesystem;

constexpr std::array kTargets{Target{"answer", &feed_answer},   Target{"discourse", &feed_discourse},
                              Target{"cooked", &feed_cooked},   Target{"config", &feed_config},
                              Target{"request", &feed_request}, Target{"digest", &feed_digest},
                              Target{"admin", &feed_admin}};

constexpr std::size_t kSeedBytesMax = 100'000;  // of larger ones the beginning
constexpr std::size_t kCuts = 4;
constexpr int kSpoilt = 12;

std::string bytes_of(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str().substr(0, kSeedBytesMax);
}

/// As tests/fuzz/seeds.txt says, in the order of their names.
std::vector<std::string> seeds_of(std::string_view target) {
  std::vector<fs::path> paths;
  std::ifstream table(std::string(GAILOU_SOURCE_DIR) + "/tests/fuzz/seeds.txt");
  for (std::string line; std::getline(table, line);) {
    std::istringstream words(line);
    std::string word;
    if (!(words >> word) || word != target) continue;
    while (words >> word) {
      const fs::path place =
          word.starts_with('/') ? std::string(GAILOU_SOURCE_DIR) + word : std::string(GAILOU_TEST_DATA) + "/" + word;
      if (!fs::is_directory(place)) {
        paths.push_back(place);
        continue;
      }
      for (const auto& entry : fs::recursive_directory_iterator(place)) {
        if (entry.is_regular_file()) paths.push_back(entry.path());
      }
    }
  }
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> seeds;
  for (const auto& path : paths) seeds.push_back(bytes_of(path));
  return seeds;
}

class Xorshift {
 public:
  explicit Xorshift(std::uint64_t seed) : state_(seed * 2 + 1) {}
  std::size_t below(std::size_t bound) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return bound == 0 ? 0 : static_cast<std::size_t>(state_ % bound);
  }

 private:
  std::uint64_t state_;
};

/// A byte is changed, a piece taken out, doubled, or replaced by what breaks readers.
std::string spoilt(std::string bytes, Xorshift& chance) {
  static const std::vector<std::string> kBad{"\"",   "{",          "[[[[", "\\ud800", "99999999999999999999",
                                             "null", "\xff\xfe",   "<b>",  "\r\n",    "-1e999",
                                             "#59",  "c-7f3a91\"", "%00",  "\t",      "…"};
  for (std::size_t changes = 1 + chance.below(4); changes > 0; --changes) {
    const std::size_t at = chance.below(bytes.size() + 1);
    const std::size_t length = chance.below(std::min<std::size_t>(bytes.size() - at, 64) + 1);
    switch (chance.below(4)) {
      case 0:
        if (at < bytes.size()) bytes[at] = static_cast<char>(chance.below(256));
        break;
      case 1:
        bytes.erase(at, length);
        break;
      case 2:
        bytes.insert(at, bytes.substr(at, length));
        break;
      default:
        bytes.insert(at, kBad[chance.below(kBad.size())]);
    }
  }
  return bytes;
}

class Corpus : public testing::TestWithParam<Target> {};

TEST_P(Corpus, does_no_harm_whole_cut_or_spoilt) {
  const auto& target = GetParam();
  const auto seeds = seeds_of(target.name);
  ASSERT_FALSE(seeds.empty()) << "no seeds in tests/fuzz/seeds.txt";
  target.feed({});
  std::uint64_t number = 0;
  for (const auto& seed : seeds) {
    target.feed(seed);
    for (std::size_t cut = 1; cut < kCuts; ++cut)
      target.feed(std::string_view(seed).substr(0, seed.size() * cut / kCuts));
    Xorshift chance(++number);
    const std::string small = seed.substr(0, 20'000);
    for (int i = 0; i < kSpoilt; ++i) target.feed(spoilt(small, chance));
  }
}

INSTANTIATE_TEST_SUITE_P(OfTargets, Corpus, testing::ValuesIn(kTargets),
                         [](const auto& given) { return std::string(given.param.name); });

}  // namespace
}  // namespace gailou::fuzz
