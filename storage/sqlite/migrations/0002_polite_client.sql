-- What a complete and polite forum client has to remember.

ALTER TABLE sources ADD COLUMN trouble TEXT NOT NULL DEFAULT '';       -- why the cooldown: digest::Code by name; '' = none
ALTER TABLE sources ADD COLUMN requests_day_ms INTEGER;                -- the UTC day that `requests` counts
ALTER TABLE sources ADD COLUMN requests INTEGER NOT NULL DEFAULT 0;    -- on that day

ALTER TABLE threads ADD COLUMN paused_until_ms INTEGER;                -- with state 'paused'; NULL = until resumed
ALTER TABLE threads ADD COLUMN missing_since_ms INTEGER;               -- first of the 404s and 403s in a row; NULL = reachable
ALTER TABLE threads ADD COLUMN completed_ms INTEGER;                   -- when the first fetch ended; what came later was seen to come
ALTER TABLE threads ADD COLUMN unlisted INTEGER NOT NULL DEFAULT 0;    -- kept off the forum's lists, readable by its link
ALTER TABLE threads ADD COLUMN notice TEXT NOT NULL DEFAULT '';        -- what its owner should know, in words; no failure
UPDATE threads SET completed_ms = added_ms WHERE complete = 1;

DROP VIEW tracked;
CREATE VIEW tracked AS
SELECT t.id, t.source, s.origin, t.topic,
       t.title, t.slug, t.category, t.tags, t.forum_posts, t.forum_highest, t.created_ms, t.last_posted_ms, t.closed, t.archived, t.unlisted,
       t.state, t.last_poll_ms, t.last_success_ms, t.next_poll_ms, t.failures, t.last_error, t.missing_since_ms, t.notice, t.paused_until_ms,
       t.added_ms, t.complete, t.completed_ms, t.revision, t.digest_ms, t.commit_no, t.last_number,
       coalesce((SELECT max(p.floor) FROM posts AS p WHERE p.thread_id = t.id), 0) AS highest,
       t.posts_stored,
       (SELECT count(*) FROM posts AS p INDEXED BY posts_pending
        WHERE p.thread_id = t.id AND p.state = 'visible' AND p.revision IS NULL
          AND NOT EXISTS (SELECT 1 FROM dispositions AS d WHERE d.thread_id = p.thread_id AND d.floor = p.floor)) AS pending
FROM threads AS t JOIN sources AS s ON s.name = t.source
WHERE t.removed_ms IS NULL;
