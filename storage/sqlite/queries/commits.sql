-- Digest transactions in the order of all threads, for those who follow along.

-- name: commit_latest
-- The last number given, also if its thread is gone since.
SELECT seq FROM sqlite_sequence WHERE name = 'revisions';

-- name: commits_after
SELECT r.commit_no FROM revisions AS r JOIN threads AS t ON t.id = r.thread_id
WHERE r.commit_no > :after AND t.removed_ms IS NULL
ORDER BY r.commit_no LIMIT :limit;

-- name: commits_of_thread
-- From the newest backwards: read until one is known already.
SELECT commit_no FROM revisions WHERE thread_id = :thread_id ORDER BY revision DESC;

-- name: commit_head
SELECT t.id, t.source, t.topic, r.title, r.url, r.revision, r.generated_ms, r.committed_ms, r.last_number, r.posts_count
FROM revisions AS r JOIN threads AS t ON t.id = r.thread_id
WHERE r.commit_no = :commit_no;

-- name: entries_of_revision
SELECT seq, revision, section, floors, content, withdrawn_floor, withdrawn_language FROM entries INDEXED BY entries_by_revision
WHERE thread_id = :thread_id AND revision = :revision ORDER BY seq;

-- name: entries_withdrawn_by
SELECT seq, revision, section, floors, content, withdrawn_floor, withdrawn_language FROM entries INDEXED BY entries_withdrawn
WHERE thread_id = :thread_id AND withdrawn_revision = :revision AND revision < :revision ORDER BY seq;
