// A kind of problem, explained to whoever met one.
#pragma once

#include <string>
#include <string_view>

#include "digest/render/view.h"

namespace gailou::render {

struct ProblemTypeView {
  std::string_view slug{};
  int status = 0;
  std::string_view title{};
  std::string_view meaning{};  // what happened, and what to do about it
};

std::string problem_type_page(const ProblemTypeView& type, const Site& site);

}  // namespace gailou::render
