// What only reads, on the reader's worker.
#include "daemon/admin/verbs.h"
#include "daemon/protocol/json.h"
#include "daemon/protocol/stored_answers.h"
#include "digest/codec.h"

namespace gailou::admin {

namespace {

using digest::Result;

nlohmann::ordered_json document_of(const digest::Digest& digest) {
  return digest::to_document(digest);
}
template <class Answered>
nlohmann::ordered_json document_of(const Answered& reply) {
  return protocol::document_of(reply);
}

/// Rendered on the worker too: a page of posts is large enough to be felt on the loop.
template <class Verb>
Answer read(Context& context, Verb verb) {
  auto query = [verb = std::move(verb)](storage::Reader& reader) -> Result<Reply> {
    const auto reply = protocol::answer(reader, verb);
    if (!reply) return reply.error();
    return Reply{.body = protocol::dump(document_of(*reply))};
  };
  co_return co_await context.reader.run(std::move(query));
}

}  // namespace

Answer run(Context& context, protocol::ListThreads verb) {
  return read(context, verb);
}
Answer run(Context& context, protocol::ShowThread verb) {
  return read(context, std::move(verb));
}
Answer run(Context& context, protocol::ReadDigest verb) {
  return read(context, std::move(verb));
}
Answer run(Context& context, protocol::ReadPosts verb) {
  return read(context, std::move(verb));
}

}  // namespace gailou::admin
