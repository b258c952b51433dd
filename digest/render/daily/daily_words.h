// A day's counts in words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "digest/daily.h"
#include "digest/settings.h"

namespace gailou::render {

/// "#58–71 · 新增 5 条，更正 1 条", "新收录 · 42 条"
std::string thread_words(const digest::EditionThread& thread, digest::Language language);

/// "3 个帖子，42 条"
std::string day_total(const std::vector<digest::EditionThread>& threads, digest::Language language);

/// "其余 7 条"
std::string more_words(std::int64_t entries, digest::Language language);

}  // namespace gailou::render
