// The field Forwarded (RFC 7239): what the proxies on a request's way say about who asked. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gailou::serve {

/// The parameter `name` ("for", "proto") of each element, in order, without quotes; "" where an element lacks it. Names
/// are told apart without case. What is malformed ends up in some value: it is a proxy's word, and no address.
std::vector<std::string> forwarded_values(std::string_view field, std::string_view name);

}  // namespace gailou::serve
