-- What Discourse does to posts beyond editing and deleting them.

ALTER TABLE posts ADD COLUMN moved_to INTEGER;                      -- with state 'moved': the topic where it lives now; NULL = not known
ALTER TABLE posts ADD COLUMN moved_ms INTEGER;                      -- when that was believed
ALTER TABLE posts ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0;   -- as the answer to the topic's question
ALTER TABLE thread_events ADD COLUMN detail TEXT NOT NULL DEFAULT '';  -- whom or what it names

-- A digested post that moved away isn't deleted: until here readers had to leave its deleted_ms out.
UPDATE posts SET moved_ms = deleted_ms WHERE state = 'moved';
UPDATE posts SET deleted_ms = NULL WHERE state = 'moved' AND revision IS NOT NULL;

-- Posts that go by another number here than at the forum.
CREATE INDEX posts_renumbered ON posts (thread_id, forum_floor) WHERE floor <> forum_floor;

-- Each floor is one post's. A second one that came on it was never digested: it goes to the end.
UPDATE posts
SET floor = twins.floor
FROM (SELECT p.thread_id, p.post_id,
             (SELECT max(q.floor) FROM posts AS q WHERE q.thread_id = p.thread_id)
               + row_number() OVER (PARTITION BY p.thread_id ORDER BY p.floor, p.post_id) AS floor
      FROM posts AS p
      WHERE p.revision IS NULL
        AND NOT EXISTS (SELECT 1 FROM batch_floors AS f JOIN batches AS b ON b.id = f.batch_id
                        WHERE b.thread_id = p.thread_id AND f.post_id = p.post_id)
        AND EXISTS (SELECT 1 FROM posts AS q
                    WHERE q.thread_id = p.thread_id AND q.floor = p.floor AND q.post_id <> p.post_id
                      AND (q.revision IS NOT NULL OR q.post_id < p.post_id
                           OR EXISTS (SELECT 1 FROM batch_floors AS f JOIN batches AS b ON b.id = f.batch_id
                                      WHERE b.thread_id = q.thread_id AND f.post_id = q.post_id)))) AS twins
WHERE posts.thread_id = twins.thread_id AND posts.post_id = twins.post_id;

-- Replies that came after the first fetch, for the delay from a reply to its detection. Those of the last 30 days.
CREATE TABLE arrivals (
  source TEXT NOT NULL,
  seen_ms INTEGER NOT NULL,
  thread_id INTEGER NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  post_id INTEGER NOT NULL,
  delay_ms INTEGER NOT NULL,         -- by the forum's clock and ours; never below 0
  PRIMARY KEY (source, seen_ms, thread_id, post_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX arrivals_by_thread ON arrivals (thread_id, seen_ms);
