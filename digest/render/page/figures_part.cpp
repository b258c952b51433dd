#include "digest/render/page/figures_part.h"

#include <utility>

#include "digest/render/page/bars_part.h"
#include "digest/render/page/frame.h"
#include "digest/render/page/strip_part.h"
#include "digest/render/said.h"

namespace gailou::render {
namespace {

constexpr int kBarsHeight = 52;  // px

/// "■ 条目 42": the classes draw the cell that is meant.
void add_key(Node& legend, std::string_view classes, std::string_view name, std::int64_t count) {
  if (count == 0) return;
  legend.add(
      make(Tag::span, std::string(name) + " " + grouped(count)).with(Attr::classes, "key " + std::string(classes)));
  legend.add(" ");
}

}  // namespace

std::vector<Node> strip_figure(const Account& account, digest::Language language) {
  if (account.last < 1 || account.last > kStripFloorsMax) return {};
  Node legend(Tag::figcaption);
  add_key(legend, "in", said(language, "条目", "entries"), std::ssize(account.in_entries));
  add_key(legend, "low", said(language, "无新", "nothing new"), account.quiet());
  add_key(legend, "open", said(language, "待摘", "pending"), std::ssize(account.pending));
  add_key(legend, "gone", said(language, "已删", "gone"), std::ssize(account.gone));
  std::vector<Node> nodes;
  nodes.push_back(make(Tag::figure, strip_of(account, language), std::move(legend)));
  return nodes;
}

std::vector<Node> bars_figure(const Rhythm& rhythm, int height, const Site& site) {
  if (rhythm.bars.empty()) return {};
  std::vector<Node> nodes;
  nodes.push_back(make(Tag::figure, bars_of(rhythm, height, site), axis_of(rhythm, site),
                       make(Tag::figcaption, make(Tag::span, bars_title(rhythm, site.language)), " ",
                            make(Tag::span, bars_peak(rhythm, site.language)))));
  return nodes;
}

std::vector<Node> figures_part(const ThreadView& view, const Account& account, const Rhythm& rhythm,
                               const Places& places, const Site& site) {
  if (view.digest.revision.value == 0) return {};
  Node inside = make(Tag::div, strip_figure(account, site.language), bars_figure(rhythm, kBarsHeight, site));
  inside.add(make(Tag::p, link_to(places.page("/activity"), said(site.language, "逐楼去向与活跃度", "all figures")))
                 .with(Attr::classes, "note"));
  std::vector<Node> nodes;
  nodes.push_back(make(Tag::aside, std::move(inside))
                      .with(Attr::classes, "figures")
                      .with(Attr::aria_label, said(site.language, "全帖一览", "The thread at a glance")));
  return nodes;
}

}  // namespace gailou::render
