// What makes two versions of a post different for a reader, as one hash.
//
// A forum cooks old posts anew without anybody having edited them: a bare link grows into a preview, a picture gets a
// frame, upload and CDN hosts change (discourse-wire, edits). None of that may look like an edit.
#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include <openssl/sha.h>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

#include "digest/text/blanks.h"
#include "digest/text/body.h"
#include "digest/text/links.h"

namespace gailou::digest {
namespace {

// Marks between the parts of the hashed form. Control characters are taken out of texts, so no text can forge them.
constexpr char kLink = '\x01';
constexpr char kLinkText = '\x02';
constexpr char kImage = '\x03';
constexpr char kQuote = '\x04';
constexpr char kCode = '\x05';
constexpr char kEnd = '\x06';

std::string without_controls(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 ? byte != 0x7F : (c == '\n' || c == '\t')) out += c;
  }
  return out;
}

std::string nfc(std::string_view text) {
  UErrorCode code = U_ZERO_ERROR;
  const icu::Normalizer2* form = icu::Normalizer2::getNFCInstance(code);
  const icu::StringPiece piece(text.data(), static_cast<int32_t>(text.size()));
  if (U_FAILURE(code)) return std::string(text);
  const icu::UnicodeString normal = form->normalize(icu::UnicodeString::fromUTF8(piece), code);
  if (U_FAILURE(code)) return std::string(text);
  std::string out;
  normal.toUTF8String(out);
  return out;
}

std::string plain(std::string_view text) {
  return nfc(without_controls(text));
}

std::string hashed_link(const Span& link) {
  if (link.url.empty()) return plain(link.text);
  const std::string target = kLink + plain(link_identity(link.url));
  const bool says_nothing_more = link.text == link.url || link.text.empty() || link.fetched;
  return target + (says_nothing_more ? std::string{} : kLinkText + plain(link.text)) + kEnd;
}

std::string hashed(const Span& span) {
  switch (span.kind) {
    case Span::Kind::link:
      return hashed_link(span);
    case Span::Kind::image:
      return kImage + plain(span.url.empty() ? span.text : image_name(span.url)) + kEnd;
    case Span::Kind::text:
    case Span::Kind::emoji:
    case Span::Kind::mention:
      return plain(span.text);
    case Span::Kind::code:
      return kCode + plain(span.text) + kEnd;
  }
  return {};
}

std::string hashed(const Block& block) {
  if (block.kind == Block::Kind::onebox && !block.url.empty()) return kLink + plain(link_identity(block.url)) + kEnd;
  std::string line;
  if (block.kind == Block::Kind::quote) {
    line += kQuote + plain(block.author) + kLinkText + std::to_string(block.floor) + kLinkText +
            std::to_string(block.topic) + kEnd;
  }
  for (const Span& span : block.spans) line += hashed(span);
  return collapse_blanks(line);
}

/// A picture that gets its frame leaves the paragraph it stood in, which ends there: whether a blank or the end of a
/// line is beside a picture says nothing.
std::string without_blanks_beside_pictures(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] != kImage) {
      out += text[at++];
      continue;
    }
    while (!out.empty() && (out.back() == ' ' || out.back() == '\n')) out.pop_back();
    const std::size_t end = text.find(kEnd, at);
    out.append(text, at, end - at + 1);
    at = std::min(text.find_first_not_of(" \n", end + 1), text.size());
  }
  return out;
}

std::string hex(const std::array<unsigned char, SHA256_DIGEST_LENGTH>& bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  for (const unsigned char byte : bytes) {
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
  }
  return out;
}

}  // namespace

std::string content_hash(const Body& body) {
  std::string whole;
  for (const Block& block : body.blocks) {
    const std::string line = hashed(block);
    if (!line.empty()) whole += line + "\n";
  }
  whole = without_blanks_beside_pictures(whole);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> sum{};
  const std::vector<unsigned char> bytes(whole.begin(), whole.end());
  SHA256(bytes.data(), bytes.size(), sum.data());
  return hex(sum);
}

}  // namespace gailou::digest
