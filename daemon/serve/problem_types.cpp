#include "daemon/serve/problem_types.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "digest/render/page/problem_type.h"
#include "digest/render/said.h"

namespace gailou::serve {

namespace {

struct Meaning {
  ProblemKind kind;
  std::string_view zh;
  std::string_view en;
};

// In the order of the enumeration: a kind without a meaning doesn't compile.
constexpr Meaning kMeanings[] = {
    {ProblemKind::bad_request, "请求不合 HTTP 的写法，没有被处理。改正写法后再发；同样的请求还会得到同样的回答。",
     "The request isn't written as HTTP wants it and was not handled. Mend it first: the same one gets the same "
     "answer."},
    {ProblemKind::bad_parameter,
     "某个参数缺少、重复、超出范围，或者写法不对。errors 里逐个写明是哪个参数（pointer）、应该怎样（detail）。",
     "A parameter is missing, repeated, out of range or malformed. errors names each (pointer) and what it should be "
     "(detail)."},
    {ProblemKind::not_found, "这个网址下没有内容。网址可能写错了，或者内容还没有产生，例如帖子还没有第一版摘要。",
     "Nothing stands at this address. It may be mistyped, or what it names isn't there yet, such as a thread's first "
     "digest."},
    {ProblemKind::thread_not_found, "这里没有收录这个帖子。收录了哪些，见首页或 /api/v1/threads。",
     "This thread is not followed here. The front page and /api/v1/threads list those that are."},
    {ProblemKind::method_not_allowed, "这里只供阅读：只支持 GET 和 HEAD。",
     "This site is for reading: GET and HEAD are all it knows."},
    {ProblemKind::not_acceptable, "Accept 里列出的格式这里都没有。available 和 Link 头列出有哪些。",
     "None of the formats in Accept is to be had. available and the Link field list those that are."},
    {ProblemKind::request_timeout, "请求没有在规定的时间内发完，连接已关闭。请重新发送。",
     "The request did not arrive in time and the connection was closed. Send it again."},
    {ProblemKind::future_revision, "要的那一版还没有写出来。rev 是现在最新的一版，可以从它开始。",
     "That revision isn't written yet. rev is the latest one: go on from it."},
    {ProblemKind::thread_removed, "这个帖子曾经收录，现在不再收录，也不会自动回来。请不要再请求这个网址。",
     "This thread was followed once and is no more, nor will it return by itself. Please stop asking for it."},
    {ProblemKind::too_large, "请求带了正文。这里只供阅读，不接受正文。",
     "The request came with a body. This site is for reading and takes none."},
    {ProblemKind::uri_too_long, "网址太长，没有被处理。", "The address is too long and was not looked at."},
    {ProblemKind::unknown_host, "请求里的主机名不是这里的。站主可以用 server.hosts 增加主机名。",
     "The host that was asked for isn't this one. Whoever runs the site can add names with server.hosts."},
    {ProblemKind::rate_limited,
     "来自这个地址的请求太多。请等到 Retry-After 所说的秒数之后再试；带上 If-None-Match 再问，没有变化的回答很小。",
     "Too many requests came from this address. Wait as many seconds as Retry-After says; with If-None-Match the "
     "answer "
     "is small while nothing changed."},
    {ProblemKind::headers_too_large, "请求头太大，没有被处理。",
     "The header fields are too large and were not looked at."},
    {ProblemKind::internal, "这里出了错，与请求无关。请求编号（request_id）也记在日志里，站主可以凭它查找原因。",
     "Something failed here, not in the request. Its request_id is in the log too, where the cause can be found."},
    {ProblemKind::starting, "服务正在启动，稍等几秒再试。", "The service is starting; try again in a few seconds."},
    {ProblemKind::overloaded, "现在请求太多，稍等再试。",
     "There are too many requests right now; try again in a moment."},
    {ProblemKind::store_readonly, "磁盘将满或存储出了问题，暂时只能读取已有的内容。",
     "The disk is nearly full or storing fails: what is there can be read, nothing is added for now."},
};

constexpr bool each_has_a_meaning() {
  for (std::size_t i = 0; i < std::size(kMeanings); ++i) {
    if (static_cast<std::size_t>(kMeanings[i].kind) != i) return false;
  }
  return std::size(kMeanings) == static_cast<std::size_t>(ProblemKind::store_readonly) + 1;
}
static_assert(each_has_a_meaning());

}  // namespace

Plan plan_problem_type(const Visit& visit) {
  const auto types = problem_types();
  const auto found = std::ranges::find(types, std::string_view(visit.target.name), &ProblemFacts::slug);
  if (found == types.end()) {
    Problem problem;
    problem.kind = ProblemKind::not_found;
    problem.detail = {"没有这种问题：" + visit.target.name, "there is no such problem: " + visit.target.name};
    return problem;
  }
  const auto language = visit.look->site.language;
  const auto& meaning = kMeanings[static_cast<std::size_t>(found->kind)];
  const render::ProblemTypeView view{.slug = found->slug,
                                     .status = found->status,
                                     .title = found->title_in(language),
                                     .meaning = render::said(language, meaning.zh, meaning.en)};
  Order order;
  order.key = visit.target.path;
  order.build = [look = visit.look, view](storage::Reader&) -> digest::Result<Outcome> {
    return Outcome(Built{.page = represent(render::problem_type_page(view, look->site), "text/html; charset=utf-8", 0,
                                           digest::Instant{}, look->compress)});
  };
  return order;
}

}  // namespace gailou::serve
