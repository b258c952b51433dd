-- What feeds are made from: commits of tracked threads, and the entries that each touched last.

-- name: feed_identity
SELECT authority, since_ms FROM feed_identity WHERE one = 1;

-- name: feed_identity_insert
INSERT INTO feed_identity (one, authority, since_ms) VALUES (1, :authority, :since_ms) ON CONFLICT (one) DO NOTHING;

-- name: feed_commits_older
-- Newest first, up to a commit.
SELECT r.commit_no, r.thread_id, r.revision, t.source, t.topic
FROM revisions AS r CROSS JOIN threads AS t ON t.id = r.thread_id
WHERE r.commit_no <= :commit_no AND t.removed_ms IS NULL AND (:source IS NULL OR t.source = :source)
ORDER BY r.commit_no DESC;

-- name: feed_commits_newer
-- Oldest first, from a commit on.
SELECT r.commit_no, r.thread_id, r.revision, t.source, t.topic
FROM revisions AS r CROSS JOIN threads AS t ON t.id = r.thread_id
WHERE r.commit_no >= :commit_no AND t.removed_ms IS NULL AND (:source IS NULL OR t.source = :source)
ORDER BY r.commit_no;

-- name: feed_thread_commits_older
SELECT r.commit_no, r.thread_id, r.revision, t.source, t.topic
FROM threads AS t CROSS JOIN revisions AS r ON r.thread_id = t.id
WHERE t.id = :thread_id AND t.removed_ms IS NULL AND r.revision > 0 AND r.commit_no <= :commit_no
ORDER BY r.revision DESC;

-- name: feed_thread_commits_newer
SELECT r.commit_no, r.thread_id, r.revision, t.source, t.topic
FROM threads AS t CROSS JOIN revisions AS r ON r.thread_id = t.id
WHERE t.id = :thread_id AND t.removed_ms IS NULL AND r.revision > 0 AND r.commit_no >= :commit_no
ORDER BY r.revision;

-- name: feed_entries_touched
-- Those that a revision was the last to touch: it wrote or withdrew them.
SELECT seq AS place FROM entries INDEXED BY entries_by_revision
WHERE thread_id = :thread_id AND revision = :revision AND withdrawn_revision IS NULL
UNION ALL
SELECT seq FROM entries INDEXED BY entries_withdrawn WHERE thread_id = :thread_id AND withdrawn_revision = :revision
ORDER BY place DESC;

-- name: feed_revisions_touched
-- The same of revisions: it wrote one, or withdrew the last entry of one that was withdrawn.
SELECT place FROM (
  SELECT :revision AS place
  WHERE EXISTS (SELECT 1 FROM entries AS e INDEXED BY entries_by_revision
                WHERE e.thread_id = :thread_id AND e.revision = :revision)
  UNION
  SELECT e.revision FROM entries AS e INDEXED BY entries_withdrawn
  WHERE e.thread_id = :thread_id AND e.withdrawn_revision = :revision)
WHERE NOT EXISTS (SELECT 1 FROM entries AS e INDEXED BY entries_by_revision
                  WHERE e.thread_id = :thread_id AND e.revision = place AND e.withdrawn_revision > :revision)
ORDER BY place DESC;

-- name: feed_last_touch
SELECT r.commit_no, r.thread_id, r.revision, t.source, t.topic
FROM entries AS e
JOIN revisions AS r ON r.thread_id = e.thread_id AND r.revision = coalesce(e.withdrawn_revision, e.revision)
JOIN threads AS t ON t.id = e.thread_id
WHERE e.thread_id = :thread_id AND e.seq = :seq AND t.removed_ms IS NULL;

-- name: feed_revision
SELECT commit_no, committed_ms, title, url FROM revisions WHERE thread_id = :thread_id AND revision = :revision;

-- name: feed_entries_of_revision
SELECT seq, revision, section, floors, content, withdrawn_floor, withdrawn_language
FROM entries INDEXED BY entries_by_revision
WHERE thread_id = :thread_id AND revision = :revision ORDER BY seq;

-- name: feed_author
-- The floor's author as long as the floor can be read.
SELECT author FROM posts INDEXED BY posts_by_floor
WHERE thread_id = :thread_id AND floor = :floor AND state = 'visible' ORDER BY post_id LIMIT 1;
