#include "daemon/forum/sources.h"

#include <string>

#include "daemon/forum/discourse/saved.h"
#include "daemon/forum/discourse/source.h"

namespace gailou::forum {
namespace {

template <class Kind>
std::unique_ptr<Source> make(const storage::SourceRecord& record, io::HttpClient& client, const Settings& settings,
                             io::Clock& clock) {
  return std::make_unique<Kind>(record, client, settings, clock);
}

constexpr SourceKind kKinds[] = {
    {"discourse", &make<discourse::Source>, &discourse::saved_topic, &discourse::read_saved},
};

std::string kind_names() {
  std::string names;
  for (const SourceKind& kind : kKinds) names += (names.empty() ? "" : ", ") + std::string(kind.name);
  return names;
}

}  // namespace

std::span<const SourceKind> source_kinds() {
  return kKinds;
}

digest::Result<std::unique_ptr<Source>> make_source(const storage::SourceRecord& record, io::HttpClient& client,
                                                    const Settings& settings, io::Clock& clock) {
  for (const SourceKind& kind : kKinds) {
    if (kind.name == record.kind) return kind.make(record, client, settings, clock);
  }
  return digest::Error{.code = digest::Code::config,
                       .what = "no forum kind \"" + record.kind + "\"",
                       .where = "source " + record.name,
                       .hint = "there are: " + kind_names()};
}

}  // namespace gailou::forum
