// The links of a page of ours, exchanged for others. Pure. It reads only what digest/render writes: attributes in
// double quotes, no "<" in a text; a page from elsewhere is none of its business.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace gailou::static_site {

/// What a link becomes; nothing: there is no such place. `target` is what follows the base path
/// ("/t/forum/7?from=201#p9").
using Exchange = std::function<std::optional<std::string>(std::string_view target)>;

/// Each href, src, data-src and action that leads into the site is exchanged; data-base goes, by which a page's script
/// knows that a server is behind it. An <a> without a place loses its href and stays as
/// text, a <link> or <script> goes, a <form> goes with all that is in it. Other sites' addresses and fragments stay.
std::string with_links(std::string_view html, std::string_view base_path, const Exchange& exchange);

/// Each whole address that begins with `base` ("https://news.example/mud"), in whatever text: what follows up to its
/// fragment is exchanged. A place (#…) stays unless the exchange names one.
std::string with_targets(std::string_view text, std::string_view base,
                         const std::function<std::optional<std::string>(const std::string& target)>& exchange);

}  // namespace gailou::static_site
