// The headers that every response carries, and those that its class asks for. Pure.
#pragma once

#include <string>
#include <string_view>

#include "daemon/serve/outcome.h"

namespace gailou::serve {

/// Security headers, Accept-Ranges, the request's id; CORS on the API.
Headers common_headers(const io::ServerRequest& request, const Look& look);

std::string_view cache_control(CacheClass cache);

/// Whether the path is of the API or a feed: for programs, readable from any site.
bool is_open(std::string_view path, std::string_view base_path);

}  // namespace gailou::serve
