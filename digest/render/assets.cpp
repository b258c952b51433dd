// The files that pages load, under names that change with their content: a browser may keep them for ever.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "digest/render/pages.h"
#include "render_assets.h"

namespace gailou::render {
namespace {

/// FNV-1a, 64 bits. It tells versions of our own files apart, nothing more.
std::uint64_t fnv1a(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037ULL;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return hash;
}

std::string hex(std::uint64_t number, std::size_t digits) {
  constexpr std::string_view kHex = "0123456789abcdef";
  std::string out;
  for (std::size_t at = 0; at < digits; ++at, number >>= 4U) out += kHex[number & 0xFU];
  return out;
}

std::string_view media_type_of(std::string_view extension) {
  if (extension == ".css") return "text/css; charset=utf-8";
  if (extension == ".js") return "text/javascript; charset=utf-8";
  return "image/svg+xml";
}

/// "gailou.css" -> "/assets/gailou.1a2b3c4d.css"
std::string hashed_path(std::string_view name, std::string_view bytes) {
  const std::size_t dot = name.rfind('.');
  return "/assets/" + std::string(name.substr(0, dot)) + "." + hex(fnv1a(bytes), 8) + std::string(name.substr(dot));
}

struct Table {
  std::vector<std::string> paths{};
  std::vector<Asset> assets{};
};

Table made() {
  Table table;
  table.paths.reserve(std::size(embedded::kFiles));
  for (const auto& [name, text] : embedded::kFiles) {
    table.paths.push_back(hashed_path(name, text));
    table.assets.push_back({.name = name,
                            .path = table.paths.back(),
                            .media_type = media_type_of(name.substr(name.rfind('.'))),
                            .bytes = text});
  }
  return table;
}

}  // namespace

std::span<const Asset> assets() {
  static const Table kTable = made();
  return kTable.assets;
}

std::string_view asset_path(std::string_view name) {
  for (const Asset& asset : assets()) {
    if (asset.name == name) return asset.path;
  }
  return {};
}

}  // namespace gailou::render
