// Offers' names: how one is made out of the words that announce it, and which offers a text names.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gailou::digest {

/// A short name out of the clause that holds the amount (`amount_at` in it) and those before: brands and what is
/// offered of them; with headings also what stands alone in front, a shop or a thing. Empty if nothing there can be a
/// name. `text` in normal form.
std::string offer_name(std::u32string_view text, std::size_t amount_at, bool with_headings = true);

/// What of a name a text may call the offer by.
struct NameKey {
  std::u32string word{};  // small form
  bool weak = false;      // an everyday word too: one alone is no name
  bool inner = false;     // two characters from within a Chinese name
  bool initials = false;  // of several words
};
/// The words of a name that a text says too, in their order; empty if these name nothing.
std::string name_said_in(std::string_view offer, std::string_view text);

std::vector<NameKey> name_keys(std::string_view offer);

/// Indices of those that the text names: by a word that no other of them has, or by more words than any other of those
/// that share them. `text` in small form.
std::vector<std::size_t> named_in(std::u32string_view text, const std::vector<std::vector<NameKey>>& offers);

/// Do two names mean one offer? One says no more than the other, everyday words aside.
bool may_be_same(const std::vector<NameKey>& a, const std::vector<NameKey>& b);

}  // namespace gailou::digest
