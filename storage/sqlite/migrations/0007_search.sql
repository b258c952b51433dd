-- The index by which floors and entries are found.

-- Words as digest::search_words cuts them, apart by blanks, and a word for each thing a query can be narrowed to
-- (sqlite/search_text.cpp). It holds no text of its own: a row leaves it by FTS5's 'delete' with the very words it
-- came with. detail=full: phrases need positions. columnsize=0: nothing is ranked by length.
CREATE VIRTUAL TABLE search_index USING fts5(words, content = '', columnsize = 0, tokenize = "ascii tokenchars '_'");

-- What the index holds.
CREATE TABLE search_docs (
  doc INTEGER PRIMARY KEY,           -- rowid in search_index; of something newer a higher one (sqlite/search_place.cpp)
  thread_id INTEGER NOT NULL,
  kind INTEGER NOT NULL,             -- 0 = a floor, 1 = an entry
  item INTEGER NOT NULL,             -- post_id or seq
  at_ms INTEGER NOT NULL,            -- a floor's created_ms, an entry's generated_ms, never after it was first indexed
  mark INTEGER NOT NULL              -- of the indexed words: tells whether they can still be named
) STRICT;
CREATE UNIQUE INDEX search_docs_by_item ON search_docs (thread_id, kind, item);

-- One row. An older database's rows are indexed step by step, in the order of their keys, while the daemon has nothing
-- better to do; until then searches say that they are incomplete.
CREATE TABLE search_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  stamp TEXT NOT NULL,               -- of the words' making; another one and the index is made anew
  filling INTEGER,                   -- kind that is being filled: 0, 1; NULL = complete
  thread_id INTEGER NOT NULL,        -- the last one filled
  item INTEGER NOT NULL,
  erasing INTEGER NOT NULL           -- 0 = nothing is owed; 1 = deleted words are still in old segments; 2 = they are being merged away
) STRICT;
INSERT INTO search_state (id, stamp, filling, thread_id, item, erasing) VALUES (1, '', 0, 0, 0, 0);
