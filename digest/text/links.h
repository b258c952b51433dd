// What identifies where a link leads and which picture an image is, whatever host or query the forum serves them by.
#pragma once

#include <string>
#include <string_view>

namespace gailou::digest {

/// An absolute http or https URL, resolved against `origin` ("https://forum.example"); "" for everything else: other
/// schemes, fragments, control characters, more than 2,048 bytes.
std::string absolute_url(std::string_view url, std::string_view origin);

/// The URL without tracking parameters; of an upload its name alone, because upload hosts change.
std::string link_identity(std::string_view url);

/// The last part of an image's path without its extension and the size that a thumbnail's name ends in
/// ("…/2X/a/abc_2_690x388.jpeg" -> "abc"). An upload is named by the SHA-1 of its bytes, in hexadecimal digits on its
/// host and in base 62 by its short URL: both give the latter.
std::string image_name(std::string_view url);

/// Campaign and click parameters dropped, everything else as it stands.
std::string without_tracking(std::string_view url);

}  // namespace gailou::digest
