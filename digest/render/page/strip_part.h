// The strip: one cell per floor, in rows, each fate with a shape of its own.
#pragma once

#include "digest/render/blocks/node.h"
#include "digest/render/page/account.h"

namespace gailou::render {

/// Threads of more floors have the words only.
constexpr std::int64_t kStripFloorsMax = 10'000;

/// <svg class="strip" role="img"> with its title and description.
Node strip_of(const Account& account, digest::Language language);

}  // namespace gailou::render
