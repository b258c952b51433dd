// The field that leads to the search.
#pragma once

#include <string_view>

#include "digest/render/blocks/node.h"
#include "digest/render/view.h"

namespace gailou::render {

/// A plain form: GET /search?q=
Node search_form(std::string_view query, const Site& site);

/// <link rel="search">: browsers offer to add the site to their own search.
Node search_description(const Site& site);

}  // namespace gailou::render
