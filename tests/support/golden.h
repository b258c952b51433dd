// Golden files: whole outputs that only change on purpose. GAILOU_UPDATE_GOLDEN=1 writes them anew.
#pragma once

#include <cstdlib>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/files.h"

namespace gailou::tests {

/// `name` is a path below tests/data.
inline void expect_golden(const std::string& name, const std::string& bytes) {
  if (std::getenv("GAILOU_UPDATE_GOLDEN") != nullptr) {
    std::ofstream out(std::string(GAILOU_TEST_DATA) + "/" + name, std::ios::binary);
    out << bytes;
    ASSERT_TRUE(out.good()) << "cannot write " << name;
    return;
  }
  EXPECT_EQ(bytes, read_data(name)) << name << " differs; GAILOU_UPDATE_GOLDEN=1 writes it anew";
}

}  // namespace gailou::tests
