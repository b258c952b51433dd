// A Body under construction: text and spans come in the order of reading, the builder keeps blocks, blanks and limits.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "digest/text/body.h"

namespace gailou::digest {

class BodyBuilder {
 public:
  // --- where text goes
  /// Blocks that start from now on are of this kind, until leave_kind.
  void enter_kind(Block::Kind kind);
  void leave_kind();
  /// A quote or onebox: everything until the matching close is one block. Inside another one it is only text of that.
  void open_container(Block block);
  void close_container();
  bool in_container() const { return containers_ > 0; }
  /// The outermost open container; null outside.
  Block* container() { return container_ ? &*container_ : nullptr; }
  /// A paragraph with a spoiler in it is a spoiler as a whole: half a sentence hides nothing.
  void mark_spoiler();

  // --- what is said
  /// Words of the running text in this form; blanks collapse. Adjacent words of one form become one span unless
  /// `split` came between.
  void words(const Span& form, std::string_view text);
  void verbatim(std::string_view text);  // code: blanks as they are
  void span(Span span);                  // a whole one: an image, an emoji
  void split() { split_ = true; }
  /// The span that was added last to the block in hand; null if it has none.
  Span* last();

  // --- where blocks end
  void boundary();    // between blocks; only a blank inside a quote, onebox or table row
  void line_break();  // ends a paragraph, is a blank elsewhere
  void blank();

  bool is_full() const;
  Body take();

 private:
  Block& current();
  Block::Kind kind() const;
  bool is_inside(Block::Kind kind) const;
  bool in_row() const { return is_inside(Block::Kind::row); }
  void append(Span span);
  void finish(Block& block);

  Body body_{};
  std::optional<Block> open_{};
  std::optional<Block> container_{};
  std::size_t containers_ = 0;
  std::vector<Block::Kind> kinds_{};
  std::size_t bytes_ = 0;
  bool ends_blank_ = true;
  bool split_ = false;
};

}  // namespace gailou::digest
