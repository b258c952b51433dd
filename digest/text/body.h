// A post's content as a value: blocks of plain text with what the digest has to tell apart (whose words a quote holds,
// what a link preview says, where an image stood). Text nodes hold text only, never markup; every writer escapes them
// for its own edge.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "digest/error.h"

namespace gailou::digest {

struct Span {
  enum class Kind {
    text,
    link,     // text = what is shown, url = where it leads (http or https only, absolute)
    image,    // text = file name or alt text, may be empty; url = upload path or URL
    emoji,    // text = the character or ":name:"
    mention,  // text = "@name"
    code,     // inline code
  };
  Kind kind = Kind::text;
  std::string text{};
  std::string url{};
  bool fetched = false;  // link only: its text is the title that the forum fetched, not the author's words
  bool operator==(const Span&) const = default;
};

struct Block {
  enum class Kind {
    paragraph,
    heading,
    item,    // of a list
    row,     // of a table, cells separated by one blank
    quote,   // somebody else's words; `author` may be empty where the forum's HTML doesn't say
    onebox,  // a link preview: third-party text; `url` its page
    code,
    option,  // of a poll
    spoiler,
  };
  Kind kind = Kind::paragraph;
  std::vector<Span> spans{};
  std::string author{};    // quote only
  std::int64_t floor = 0;  // quote only: the quoted floor; 0 = not said
  std::int64_t topic = 0;  // quote only: the topic of that floor if it is another one; 0 = this topic or not said
  std::string url{};       // onebox only
  bool operator==(const Block&) const = default;
};

struct Body {
  std::vector<Block> blocks{};
  bool too_complex = false;  // a limit was hit: the text was kept, its structure was not
  bool operator==(const Body&) const = default;
};

/// The post as flat text, the form that digest_check.py and the text format know: blocks separated by '\n', runs of
/// blanks made one; a quote as "author: words", a onebox as "url title excerpt" preceded by its URL once more, an image
/// as its upload path, a link as its text, followed by nothing if that text is the URL itself, else by its URL in
/// front.
std::string text_of(const Body& body);

/// Only what the author says: no quotes, oneboxes, images; code cut to two lines. One paragraph, item or row a line.
std::string own_text_of(const Body& body);

/// SHA-256, hex, over what makes two versions of a post different for a reader: text, quote targets, link targets
/// without tracking parameters, image names, code; blanks collapsed, Unicode NFC. Not over onebox bodies, CDN hosts,
/// avatars or emoji URLs.
std::string content_hash(const Body& body);

/// Compact JSON, the stored form. body_from_json(to_json(b)) == b.
std::string to_json(const Body& body);
Result<Body> body_from_json(std::string_view json);

}  // namespace gailou::digest
