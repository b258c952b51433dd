// `deals`: which offers are still alive.
#include <cstdint>

#include "daemon/cli/reads.h"
#include "daemon/cli/targets.h"
#include "daemon/cli/verbs.h"
#include "digest/render/deals/deals.h"
#include "digest/render/deals/offer_words.h"

namespace gailou::cli {

namespace {

using digest::Result;
using render::OfferRow;

constexpr int kNothingAlive = 2;

/// For programs that cut columns: each fact in its own, whole.
std::vector<std::string> cells_of(const OfferRow& row, const render::Today& today) {
  const digest::OfferStanding& offer = row.offer;
  const auto& last = offer.last_report;
  return {offer.state.offer,
          std::string(render::shown_status(row)),
          offer.state.amount,
          offer.state.ends,
          row.days_left ? std::to_string(*row.days_left) : "",
          std::to_string(offer.people.success),
          std::to_string(offer.people.failure),
          std::to_string(offer.people.pending),
          render::terms_words(offer.state.terms, ";"),
          render::thread_words(offer),
          render::cites_words(offer.cites),
          last ? "#" + std::to_string(last->floor.value) : "",
          last ? digest::to_string(render::day_in(today, last->at)) : ""};
}

/// On a terminal the rows as people read them, in a pipe their cells.
std::string rows_text(const std::vector<OfferRow>& rows, const render::Today& today, const Session& session) {
  if (!session.streams.out_is_terminal) {
    std::vector<std::vector<std::string>> cells;
    for (const OfferRow& row : rows) cells.push_back(cells_of(row, today));
    return table(std::vector<Column>(13), cells, session.table_style());
  }
  std::string text;
  for (const OfferRow& row : rows) {
    const std::string line = cell(render::row_words(row, today, session.places.site.language));
    // An offer's name ends where the first dot stands between blanks.
    const std::size_t name = std::min(line.find(" · "), line.size());
    text += session.paint.bold(line.substr(0, name)) + line.substr(name) + "\n";
  }
  return text;
}

}  // namespace

Result<int> run(Session& session, const DealsArguments& verb) {
  if (!verb.thread.empty()) {
    if (auto checked = check_names({verb.thread}); !checked) return checked.error();
  }
  Reads reads(session);
  const auto reply = reads.answer(protocol::ListDeals{.thread = verb.thread});
  if (!reply) return reply.error();
  const render::Today today = render::today_at(session.streams.now, session.places.site.zone);
  const render::DealsView view{
      .rows = render::offer_rows(reply->offers, today, verb.all), .today = today, .all = verb.all};
  const int exit_code = render::has_living(view.rows) ? 0 : kNothingAlive;
  if (session.global.json) {
    session.print(render::deals_json(view));
    return exit_code;
  }
  session.print(rows_text(view.rows, today, session));
  if (exit_code != 0) session.note(reply->offers.empty() ? "no thread tells of an offer" : "no offer is alive");
  return exit_code;
}

}  // namespace gailou::cli
