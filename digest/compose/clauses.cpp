#include "digest/compose/clauses.h"

#include <algorithm>

#include "digest/compose/cues.h"
#include "digest/text/normalize.h"

namespace gailou::digest {
namespace {

constexpr std::size_t kTopicUnits = 3;  // "保险，…": a shorter clause names what the next one is about

bool is_digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

/// Bytes of the comma at that place; 0 if there is none that parts clauses.
std::size_t clause_comma(std::string_view text, std::size_t at) {
  if (text.substr(at).starts_with("，")) return std::string_view("，").size();
  const bool comma = text[at] == ',' && !is_digit_at(text, at + 1);
  return comma ? 1 : 0;
}

/// How much deeper inside brackets or quotes what follows stands; a straight quote opens and closes by turns.
int depth_change(std::string_view rest, bool quoted) {
  for (const std::string_view open : {"(", "（", "[", "【", "《", "「", "『", "“"}) {
    if (rest.starts_with(open)) return 1;
  }
  for (const std::string_view close : {")", "）", "]", "】", "》", "」", "』", "”"}) {
    if (rest.starts_with(close)) return -1;
  }
  return rest.starts_with('"') ? (quoted ? -1 : 1) : 0;
}

bool ends_with_cue(const Pack& pack, std::string_view form, Cue cue) {
  const auto& words = pack.of(cue);
  return std::any_of(words.begin(), words.end(), [form](const std::string& word) { return form.ends_with(word); });
}

/// "RAV4", "Medicare": a name at the front is a subject.
bool opens_with_name(std::string_view text) {
  return !text.empty() && text.front() >= 'A' && text.front() <= 'Z';
}

bool is_asking(std::string_view form) {
  for (const std::string_view end : {"?", "吗", "么", "呢", "吧"}) {
    if (form.ends_with(end)) return true;
  }
  return false;
}

Clause clause_of(const Pack& pack, std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  Clause clause{.text = text, .form = cue_form(pack, text), .units = units(text)};
  const auto& form = clause.form;
  const bool announces = form.ends_with(':');
  const bool masked = form.starts_with(' ');  // by a neutral word, such as "不然": nobody knows what it does here
  const bool hangs = ends_with_cue(pack, form, Cue::hanging) && !form.ends_with("小时");
  clause.leads =
      announces || masked || hangs || clause.units <= kTopicUnits || opens_with_cue(pack, form, Cue::opening);
  clause.limits = masked || opens_with_cue(pack, form, Cue::limiting);
  clause.fresh = opens_with_cue(pack, form, Cue::fresh) || opens_with_name(text);
  const bool figure = std::any_of(form.begin(), form.end(), [](char c) { return c >= '0' && c <= '9'; });
  clause.telling = figure || announces || masked || is_asking(form) || has_cue(pack, form, Cue::negation) ||
                   has_cue(pack, form, Cue::contrast) || has_cue(pack, form, Cue::limit) ||
                   has_cue(pack, form, Cue::outcome);
  return clause;
}

/// `gone` grown by every clause that needs one that goes.
std::vector<bool> with_dependents(const std::vector<Clause>& clauses, std::vector<bool> gone) {
  for (bool grown = true; grown;) {
    grown = false;
    for (std::size_t i = 0; i < clauses.size(); ++i) {
      if (gone[i]) continue;
      const bool next = i + 1 < clauses.size() && gone[i + 1] && (clauses[i].leads || clauses[i + 1].limits);
      const bool before = i > 0 && gone[i - 1] && !clauses[i].fresh;
      if (!next && !before) continue;
      gone[i] = true;
      grown = true;
    }
  }
  return gone;
}

}  // namespace

std::vector<Clause> clauses_of(const Pack& pack, std::string_view sentence) {
  std::vector<Clause> clauses;
  int depth = 0;
  std::size_t from = 0;
  for (std::size_t at = 0; at < sentence.size(); ++at) {
    depth = std::max(0, depth + depth_change(sentence.substr(at), depth > 0));
    const auto comma = depth == 0 ? clause_comma(sentence, at) : 0;
    if (comma == 0) continue;
    clauses.push_back(clause_of(pack, sentence.substr(from, at - from)));
    from = at + comma;
    at = from - 1;
  }
  clauses.push_back(clause_of(pack, sentence.substr(from)));
  return clauses;
}

std::vector<bool> left_standing(const std::vector<Clause>& clauses, const std::vector<bool>& idle) {
  std::vector<bool> gone(clauses.size());
  for (std::size_t i = clauses.size(); i-- > 0;) {
    if (!idle[i] || gone[i]) continue;
    auto wider = gone;
    wider[i] = true;
    wider = with_dependents(clauses, std::move(wider));
    bool allowed = std::find(wider.begin(), wider.end(), false) != wider.end();
    for (std::size_t k = 0; k < wider.size(); ++k) allowed = allowed && (!wider[k] || idle[k]);
    if (allowed) gone = std::move(wider);
  }
  gone.flip();
  return gone;
}

}  // namespace gailou::digest
