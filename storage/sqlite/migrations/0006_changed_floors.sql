-- Digested floors whose digest rests on another text than they have now, or on none any more.

ALTER TABLE posts ADD COLUMN digested_version INTEGER;  -- the text that the digest knows; 0 = none any more, what cited it was withdrawn; NULL like revision

-- A batch saw what had been seen when it was taken.
UPDATE posts
SET digested_version = coalesce(
  (SELECT max(v.version) FROM post_versions AS v
   JOIN revisions AS r ON r.thread_id = v.thread_id AND r.revision = posts.revision
   WHERE v.thread_id = posts.thread_id AND v.post_id = posts.post_id AND v.first_seen_ms <= r.generated_ms), version)
WHERE revision IS NOT NULL;
UPDATE posts
SET digested_version = 0
WHERE quiet = 0 AND deleted_ms IS NOT NULL
  AND EXISTS (SELECT 1 FROM dispositions AS d JOIN entries AS e ON e.thread_id = d.thread_id AND e.seq = d.seq
              WHERE d.thread_id = posts.thread_id AND d.floor = posts.floor AND e.content IS NULL);

CREATE INDEX posts_changed ON posts (thread_id, floor) WHERE state = 'visible' AND digested_version <> version;

-- Changed floors that the open batch takes along.
CREATE TABLE batch_changes (
  batch_id INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  floor INTEGER NOT NULL,
  post_id INTEGER NOT NULL,
  before INTEGER NOT NULL,           -- digested_version when the batch was taken
  version INTEGER NOT NULL,          -- the text that the engine sees
  PRIMARY KEY (batch_id, floor)
) STRICT, WITHOUT ROWID;

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
        WHERE p.thread_id = t.id AND p.state = 'visible' AND p.digested_version <> p.version) AS changed
FROM threads AS t JOIN sources AS s ON s.name = t.source
WHERE t.removed_ms IS NULL;
