// The keys of a thread's page: gailou.js shows the button and loads their script with the first one pressed.
#pragma once

#include "digest/render/blocks/node.h"
#include "digest/render/view.h"

namespace gailou::render {

/// A button for who has no "?" at hand, hidden without script.
Node keys_part(const Site& site);

}  // namespace gailou::render
