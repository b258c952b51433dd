// Where each floor went, in words; the same as the strip draws.
#pragma once

#include <vector>

#include "digest/render/blocks/node.h"
#include "digest/render/page/account.h"
#include "digest/render/page/places.h"

namespace gailou::render {

/// A row for each fate, those with nothing new by reason, with their floors.
Node coverage_table(const Account& account, const Places& places);

/// "收入条目 42 楼 · 无新内容 28 楼"
std::string coverage_sum(const Account& account, digest::Language language);

}  // namespace gailou::render
