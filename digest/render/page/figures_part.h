// The thread at a glance: where each floor went, and how fast they came. In the margin where the page has one.
#pragma once

#include <vector>

#include "digest/render/blocks/node.h"
#include "digest/render/page/account.h"
#include "digest/render/page/places.h"
#include "digest/render/page/rhythm.h"
#include "digest/render/view.h"

namespace gailou::render {

/// Bars of the plot on the thread's page.
constexpr std::size_t kBarsMax = 72;

/// <aside class="figures">; nothing before the first digest.
std::vector<Node> figures_part(const ThreadView& view, const Account& account, const Rhythm& rhythm,
                               const Places& places, const Site& site);

/// <figure>: the strip below its legend, which counts as well; nothing for a thread too long for it.
std::vector<Node> strip_figure(const Account& account, digest::Language language);

/// <figure>: the bars, their title and axis; nothing without floors.
std::vector<Node> bars_figure(const Rhythm& rhythm, int height, const Site& site);

}  // namespace gailou::render
