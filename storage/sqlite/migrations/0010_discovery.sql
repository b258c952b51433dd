-- Threads that a rule of the configuration added by itself ([[discover]]), and those of them that it let go of.

ALTER TABLE threads ADD COLUMN added_by TEXT NOT NULL DEFAULT '';  -- the rule's name; '' = somebody asked for it by hand
ALTER TABLE threads ADD COLUMN let_go_ms INTEGER;  -- with state paused: its rule paused it then, as it had fallen asleep; NULL = not so

ALTER TABLE sources ADD COLUMN listed_ms INTEGER;  -- its lists of topics were last asked for; NULL = never

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
          AND NOT EXISTS (SELECT 1 FROM dispositions AS d WHERE d.thread_id = p.thread_id AND d.floor = p.floor)) AS pending,
       (SELECT count(*) FROM posts AS p INDEXED BY posts_changed
        WHERE p.thread_id = t.id AND p.state = 'visible' AND p.digested_version <> p.version) AS changed,
       t.added_by, t.let_go_ms
FROM threads AS t JOIN sources AS s ON s.name = t.source
WHERE t.removed_ms IS NULL;
