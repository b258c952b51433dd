-- What all ids of the store's feeds begin with: one row, written when the store is first opened and never again.
CREATE TABLE feed_identity (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  authority TEXT NOT NULL,           -- of no host: random
  since_ms INTEGER NOT NULL          -- 00:00 UTC of the day it was made
) STRICT;
