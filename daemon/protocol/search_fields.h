// What a search found, as JSON both ways.
#pragma once

#include <string>

#include "daemon/protocol/fields.h"
#include "digest/search/line.h"

namespace gailou::protocol {

template <class Io, Const<digest::SnippetPart> T>
void fields(Io& io, T& part) {
  io.need("text", part.text);
  io.may("hit", part.hit);
}

template <class Io, class Line>
void entry_fields(Io& io, Line& line) {
  io.may("entry", line.entry);
  io.may("section", line.section);
  auto marker = digest::to_string(line.marker);
  io.may("marker", marker);
  if constexpr (!Io::kWrites) line.marker = digest::parse_marker(marker).value_or(digest::Marker{});
  io.may("cites", line.cites);
}

template <class Io, Const<digest::SearchLine> T>
void fields(Io& io, T& line) {
  io.need("place", line.place);
  io.need("source", line.source);
  io.need("origin", line.origin);
  io.need("id", line.topic);
  io.may("slug", line.slug);
  io.need("title", line.title);
  io.need("at", line.at);
  io.need("floor", line.floor);
  io.need("forum_floor", line.forum_floor);
  io.may("author", line.author);
  entry_fields(io, line);
  io.need("snippet", line.snippet);
}

}  // namespace gailou::protocol
