#include "digest/render/formats.h"

#include <algorithm>
#include <array>

#include "digest/render/writers.h"

namespace gailou::render {
namespace {

constexpr auto kFormats = std::to_array<Format>({
    {"html", "text/html; charset=utf-8", "", &render_html},
    {"json", "application/json", ".json", &render_json},
    {"md", "text/markdown; charset=utf-8", ".md", &render_markdown},
    {"text", "text/plain; charset=utf-8", ".txt", &render_text},
});

}  // namespace

std::span<const Format> formats() {
  return kFormats;
}

const Format* format_named(std::string_view name) {
  const auto found = std::find_if(kFormats.begin(), kFormats.end(), [&](const Format& f) { return f.name == name; });
  return found == kFormats.end() ? nullptr : &*found;
}

}  // namespace gailou::render
