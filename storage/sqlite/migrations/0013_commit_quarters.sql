-- The archive of daily editions asks how much was committed on each day, whichever zone its days are of: zones differ by
-- quarters of an hour. Counted as revisions come, so that nobody reads a year of them for a calendar.
CREATE TABLE commit_quarters (
  thread_id INTEGER NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  quarter INTEGER NOT NULL,          -- committed_ms / 900000
  revisions INTEGER NOT NULL,
  entries INTEGER NOT NULL,          -- appended by them
  PRIMARY KEY (thread_id, quarter)
) STRICT, WITHOUT ROWID;

-- A revision's `entries` is the number of the last one: what it added is the difference to the one before.
INSERT INTO commit_quarters
SELECT thread_id, quarter, count(*), sum(added)
FROM (SELECT thread_id, committed_ms / 900000 AS quarter,
             entries - lag(entries, 1, 0) OVER (PARTITION BY thread_id ORDER BY revision) AS added
      FROM revisions)
GROUP BY thread_id, quarter;
