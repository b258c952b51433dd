#include "daemon/admin/source_choice.h"

#include <algorithm>

#include "daemon/forum/topic_url.h"
#include "daemon/protocol/thread_ref.h"

namespace gailou::admin {

namespace asio = boost::asio;
using digest::Code;
using digest::Error;
using digest::Result;
using storage::SourceRecord;

asio::awaitable<Result<std::vector<SourceRecord>>> known_sources(Context& context) {
  auto query = [](storage::Reader& reader) { return reader.sources(); };
  auto stored = co_await context.reader.run(std::move(query));
  if (!stored) co_return stored.error();
  std::vector<SourceRecord> sources = context.configured;
  sources.insert(sources.end(), stored->begin(), stored->end());
  co_return sources;
}

const SourceRecord* with_origin(const std::vector<SourceRecord>& sources, const std::string& origin) {
  const auto found = std::ranges::find(sources, origin, &SourceRecord::origin);
  return found == sources.end() ? nullptr : &*found;
}

const SourceRecord* with_name(const std::vector<SourceRecord>& sources, const std::string& name) {
  const auto found = std::ranges::find(sources, name, &SourceRecord::name);
  return found == sources.end() ? nullptr : &*found;
}

Error no_such_source(const std::string& name) {
  return {.code = Code::not_found, .what = "there is no source '" + name + "'", .hint = "`gailou sources` lists them"};
}

Result<ChosenSource> source_for(const std::vector<SourceRecord>& sources, const std::string& origin,
                                const std::string& wanted_name) {
  if (!wanted_name.empty() && !protocol::is_source_name(wanted_name)) {
    return Error{
        .code = Code::malformed, .what = "a source's name holds a-z, 0-9 and \"-\", at most 32", .where = "/source"};
  }
  if (const auto* known = with_origin(sources, origin)) {
    if (wanted_name.empty() || wanted_name == known->name) return ChosenSource{.source = *known, .known = true};
    return Error{.code = Code::conflict,
                 .what = origin + " is the source '" + known->name + "' already",
                 .hint = "a source's name never changes; leave --source out"};
  }
  if (const auto* taken = with_name(sources, wanted_name)) {
    return Error{.code = Code::conflict,
                 .what = "the source '" + wanted_name + "' is " + taken->origin,
                 .hint = "choose another name with --source"};
  }
  const std::string name = wanted_name.empty() ? forum::source_name_for(origin) : wanted_name;
  return ChosenSource{.source = {.name = name, .origin = origin}};
}

Result<ChosenSource> source_meant(const std::vector<SourceRecord>& sources, const std::string& named) {
  if (named.find("://") != std::string::npos) {
    const auto origin = forum::parse_forum_url(named);
    if (!origin) return origin.error();
    return source_for(sources, *origin, "");
  }
  const auto* known = with_name(sources, named);
  if (known == nullptr) return no_such_source(named);
  return ChosenSource{.source = *known, .known = true};
}

}  // namespace gailou::admin
