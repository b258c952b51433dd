// What the stand-in answers as a model: gailou.ops/1 in several tempers.
#pragma once

#include <string>

#include "tests/endpoint/prompt_reader.h"

namespace gailou::endpoint {

/// Of each floor what the offline engine would say of it, with its evidence, as the model's operations.
std::string honest_answer(const ReadPrompt& prompt);
/// The same, all of it in section deals.
std::string offers_answer(const ReadPrompt& prompt);
std::string lazy_answer(const ReadPrompt& prompt);
std::string forgetful_answer(const ReadPrompt& prompt);
/// What a model does that believes the floors more than its instructions.
std::string obeying_answer(const ReadPrompt& prompt);

}  // namespace gailou::endpoint
