#include "digest/compose/section.h"

#include <algorithm>

#include "digest/compose/cues.h"

namespace gailou::digest {
namespace {

bool names_figure(std::string_view form) {
  return std::any_of(form.begin(), form.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// An entry of several is the disputed part of its floor only if its own words say so.
bool is_disputed(const Pack& pack, std::string_view form, const Bearing& bearing) {
  if (!bearing.disputes) return false;
  return bearing.alone || has_cue(pack, form, Cue::dispute) || has_cue(pack, form, Cue::contrast) ||
         has_cue(pack, form, Cue::retort);
}

bool is_deal(const Pack& pack, std::string_view form, const Bearing& bearing) {
  if (bearing.has_offers) return true;
  return has_cue(pack, form, Cue::offer) && names_figure(form) && !form.ends_with('?');
}

/// Asking for advice gives none; who opens a thread asks.
bool advises(const Pack& pack, std::string_view form, const Bearing& bearing) {
  if (bearing.opens || form.ends_with('?')) return false;
  return has_cue(pack, form, Cue::advice) || (has_cue(pack, form, Cue::hint) && !has_cue(pack, form, Cue::self));
}

/// It tells of a day near by, or who decides has spoken.
bool is_latest(const Pack& pack, std::string_view form) {
  const bool figure = names_figure(form);
  const bool happens = has_cue(pack, form, Cue::news) || has_cue(pack, form, Cue::report);
  if (has_cue(pack, form, Cue::time) && happens) return true;
  const auto official = count_cues(pack, form, Cue::official);
  return official + (figure ? 1 : 0) > 1 && official > 0 && has_cue(pack, form, Cue::news);
}

}  // namespace

std::string_view section_of(const Pack& pack, std::string_view text, const Bearing& bearing) {
  const auto form = cue_form(pack, text);
  if (is_disputed(pack, form, bearing)) return "disputes";
  if (is_deal(pack, form, bearing)) return "deals";
  if (advises(pack, form, bearing)) return "actions";
  if (is_latest(pack, form)) return "latest";
  return "key";
}

}  // namespace gailou::digest
