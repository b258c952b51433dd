#include "daemon/serve/revision_page.h"

#include <string>
#include <utility>

#include "daemon/serve/stored_thread.h"
#include "digest/render/formats.h"

namespace gailou::serve {

namespace {

Problem no_such_revision(const storage::ThreadRecord& record, digest::Revision revision) {
  Problem problem;
  problem.kind = ProblemKind::not_found;
  const auto asked = "r" + std::to_string(revision.value);
  const auto last = "r" + std::to_string(record.revision.value);
  problem.detail = record.revision.value == 0
                       ? Words{"这个帖子还没有摘要", "this thread has no digest yet"}
                       : Words{"还没有 " + asked + "，最新的是 " + last, "no " + asked + " yet; the latest is " + last};
  problem.revision = record.revision.value;
  return problem;
}

digest::Result<Outcome> build_revision(storage::Reader& reader, const storage::ThreadRecord& record, const Look& look,
                                       digest::Revision revision) {
  if (revision > record.revision) return Outcome(no_such_revision(record, revision));
  auto digest = reader.digest(record.id, revision);
  if (!digest) return digest.error();
  auto viewed = view_of(record, std::move(*digest), {});
  auto& view = viewed.view;
  view.latest = record.revision;
  view.since = digest::Revision{revision.value - 1};
  view.raw = false;
  // What the thread is like today says nothing of that day.
  view.state = "active";
  view.pending = 0;
  view.expected = 0;
  view.posts_total = view.digest.thread.posts_count;
  view.last_error.clear();
  view.last_success.reset();
  const auto& html = *render::format_named("html");
  // A later withdrawal blanks earlier revisions too, so the latest commit is when these bytes may have changed.
  return Outcome(Built{
      .page = represent(html.render(view, look.site), html.media_type, revision.value, viewed.modified, look.compress),
      .thread = record.id});
}

}  // namespace

Plan plan_revision_page(const Visit& visit) {
  Order order;
  order.key = visit.target.path;
  order.delivery.cache = CacheClass::api;
  const storage::ThreadName name{.source = visit.target.source, .topic = visit.target.topic};
  const digest::Revision revision{visit.target.number};
  order.build = [look = visit.look, name, revision](storage::Reader& reader) {
    return with_thread(reader, name, [&](const storage::ThreadRecord& record) {
      return build_revision(reader, record, *look, revision);
    });
  };
  return order;
}

}  // namespace gailou::serve
