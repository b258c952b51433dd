// The vectors that fix what the text functions answer, whoever wrote them.
#include <gtest/gtest.h>

#include "digest/text/faults.h"
#include "digest/text/figures.h"
#include "digest/text/normalize.h"
#include "digest/text/similar.h"
#include "tests/support/files.h"

namespace gailou::digest {
namespace {

using Strings = std::vector<std::string>;

nlohmann::json vectors(const std::string& kind) {
  return tests::read_json("text-vectors.json").at(kind);
}

TEST(TextVectors, norm_agrees) {
  for (const auto& v : vectors("norm")) EXPECT_EQ(norm(v.at("in").get<std::string>()), v.at("out"));
}

TEST(TextVectors, units_agree) {
  for (const auto& v : vectors("units")) {
    EXPECT_EQ(units(v.at("text").get<std::string>()), v.at("units").get<std::size_t>()) << v;
  }
}

TEST(TextVectors, whole_faults_agree) {
  for (const auto& v : vectors("whole")) {
    EXPECT_EQ(whole_faults(v.at("text").get<std::string>()), v.at("faults").get<Strings>()) << v;
  }
}

TEST(TextVectors, figure_faults_agree) {
  for (const auto& v : vectors("figures")) {
    const auto faults = figure_faults(v.at("text").get<std::string>(), Strings{v.at("source").get<std::string>()});
    EXPECT_EQ(faults, v.at("faults").get<Strings>()) << v;
  }
}

TEST(TextVectors, similar_agrees) {
  for (const auto& v : vectors("similar")) {
    const auto got = similar(v.at("a").get<std::string>(), v.at("b").get<std::string>());
    EXPECT_NEAR(got.jaccard, v.at("jaccard").get<double>(), 1e-4) << v;
    EXPECT_NEAR(got.containment, v.at("containment").get<double>(), 1e-4) << v;
  }
}

}  // namespace
}  // namespace gailou::digest
