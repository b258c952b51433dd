// The words by which floors speak of offers: how a report went, that something is over or back, what is given and what
// is asked for it. Plain tables, in word_tables.h.
#pragma once

#include <cstddef>
#include <string_view>

namespace gailou::digest {

enum class DealWord {
  received,       // a report: what was promised is there
  done,           // a report that it went well, or of a step that did: less sure
  failed,         // a report: it didn't
  neutral,        // holds one of the others and means nothing of it
  had_not,        // a report of who wasn't chosen; a failure where an offer is for some only
  waiting,        // a report: not yet
  over,           // the offer or its link is dead
  back,           // it lives again
  still,          // it lives, whatever was feared
  local,          // of one shop or region
  everywhere,     // of all
  elsewhere,      // it is an account, an app, a page for signing in that is down, not the offer
  hedge,          // supposed, not known
  second,         // says what another has said
  asking,         // a question that doesn't end in a mark
  hearsay,        // somebody else's, or long ago
  chosen_few,     // for some only
  changed,        // another value than before
  was,            // stands before an old value
  end_before,     // stands before a last day
  end_behind,     // stands behind a last day
  last_day_near,  // somewhere near a last day
  start_before,
  start_behind,
  till,         // between a first and a last day
  getting_in,   // what has to be done by the last day
  gives,        // stands before what one gets
  given,        // stands behind what one gets
  asks,         // stands before what one has to spend, or what is no offer's figure
  asked,        // stands behind such a figure
  offer,        // what offers are called
  condition,    // a clause that is a condition
  deal_thread,  // in titles of threads about offers
  spam,         // who advertises himself
  no_offer,     // money talk that is no offer
  no_name,      // Latin words that name no offer
  weak_name,    // that names share with everyday talk
  filler,       // in front of a name or behind it, no part of it
};

/// All of the table stand in small form; Latin ones match whole words only, Chinese ones anywhere.
bool says(std::u32string_view text, DealWord kind);
/// Where the first of them begins; npos if none does.
std::size_t find_deal_word(std::u32string_view text, DealWord kind, std::size_t from = 0);
/// A word of the table ends at most `gap` characters before the end of `front`.
bool ends_in(std::u32string_view front, DealWord kind, std::size_t gap);
/// A word of the table begins at most `gap` characters behind the beginning of `back`.
bool begins_in(std::u32string_view back, DealWord kind, std::size_t gap);
/// How long the longest word of the table is that stands there; 0 if none does.
std::size_t word_length_at(std::u32string_view text, std::size_t at, DealWord kind);
/// Is the word itself in the table?
bool is_deal_word(std::u32string_view word, DealWord kind);

}  // namespace gailou::digest
