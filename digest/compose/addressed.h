// An entry that answers another floor says so in its text; one that disputes it cites both sides.
#pragma once

#include <optional>

#include "digest/compose/features.h"
#include "digest/compose/pack.h"
#include "digest/operation.h"

namespace gailou::digest {

/// A reply up to this length reads better with the floor it answers in front.
inline constexpr std::size_t kShortReplyUnits = 30;

/// "反驳#65：" or "回应#38：" in front, where there is room for it.
/// Not `sharply`: the milder words.
void open_with_rebuttal(Append& entry, Floor partner, bool sharply, const ComposeSettings& settings);
void open_with_answer(Append& entry, Floor partner, const ComposeSettings& settings);

/// "#12 问：…？答：" in front of an answer, where `question` is one and both together stay short; its words are cited.
/// False if it isn't done.
bool open_with_question(Append& entry, const Pack& pack, const Post& question, const ComposeSettings& settings);

/// What `partner` says of what `about` names: a verbatim piece of it, its longest sentence if nothing is shared;
/// nothing if it says too little to be quoted.
std::optional<Evidence> side_of(const Post& partner, const FeatureKeys& about);

}  // namespace gailou::digest
