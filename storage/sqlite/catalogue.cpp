#include "storage/sqlite/catalogue.h"

#include <cassert>
#include <utility>

#include "queries.embedded.h"

namespace gailou::storage::sqlite {
namespace {

constexpr std::string_view kHeading = "-- name: ";

}  // namespace

std::vector<NamedSql> split_queries(std::string_view text) {
  std::vector<NamedSql> found;
  auto at = text.find(kHeading);
  while (at != std::string_view::npos) {
    const auto name_begin = at + kHeading.size();
    const auto line_end = text.find('\n', name_begin);
    if (line_end == std::string_view::npos) break;
    at = text.find(kHeading, line_end);
    found.push_back({.name = text.substr(name_begin, line_end - name_begin),
                     .sql = text.substr(line_end + 1, at == std::string_view::npos ? at : at - line_end - 1)});
  }
  return found;
}

std::vector<NamedSql> all_queries() {
  std::vector<NamedSql> all;
  for (const auto& file : queries::kFiles) {
    const auto found = split_queries(file.text);
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

digest::Result<Catalogue> Catalogue::prepare(Connection& connection) {
  Catalogue catalogue;
  for (const auto& [name, sql] : all_queries()) {
    auto statement = Statement::prepare(connection, name, sql);
    if (!statement) return statement.error();
    const bool is_new = catalogue.statements_.emplace(name, std::move(*statement)).second;
    assert(is_new);
    static_cast<void>(is_new);
  }
  return catalogue;
}

const Statement& Catalogue::named(std::string_view name) const {
  const auto at = statements_.find(name);
  assert(at != statements_.end());
  return at->second;
}

}  // namespace gailou::storage::sqlite
