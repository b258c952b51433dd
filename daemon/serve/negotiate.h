// What a client accepts and already has: Accept, Accept-Encoding, If-None-Match. Pure.
//
// Headers are hostile: no answer here costs more than one pass, and a part that isn't grammatical is passed over as if
// it weren't there.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace gailou::serve {

/// How welcome a media type is, in thousandths; 0 = not at all. The most specific range that fits decides; without a
/// readable Accept everything is welcome. Parameters of either side but `q` are passed over.
int quality_of(std::string_view accept, std::string_view media_type);

/// Index of the most welcome of `offered`, the earlier one where two are equal; nothing if none is acceptable.
std::optional<std::size_t> best_of(std::string_view accept, std::span<const std::string_view> offered);

/// Errors are JSON unless a client likes HTML better, as browsers say they do.
bool prefers_html(std::string_view accept);

/// Whether gzip is acceptable and no less welcome than the bytes as they are.
bool wants_gzip(std::string_view accept_encoding);

/// If-None-Match, a list or "*", against the tag of what would be sent: weak comparison (RFC 9110, 8.8.3.2).
bool has_current(std::string_view if_none_match, std::string_view etag);

}  // namespace gailou::serve
