-- Which entries tell of an offer: finds an offer's chain, and all offers, without reading every entry.
--
-- A row stays when its entry is withdrawn: it holds no text, and the number of the first entry is what calendars know
-- the offer by.
CREATE TABLE entry_deals (
  thread_id INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  first INTEGER NOT NULL,            -- seq of the entry that opened the offer; its own where it did
  PRIMARY KEY (thread_id, seq),
  FOREIGN KEY (thread_id, seq) REFERENCES entries (thread_id, seq) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
