-- Digested floors that changed since: edited, or readable again after a withdrawal. They are few, whatever the thread's
-- length: an index holds them alone.

-- name: changed_floors
SELECT p.post_id, p.floor, max(p.first_seen_ms, coalesce(p.edited_ms, 0), coalesce(p.restored_ms, 0))
FROM posts AS p INDEXED BY posts_changed
WHERE p.thread_id = :thread_id AND p.state = 'visible' AND p.digested_version <> p.version
ORDER BY p.floor LIMIT :limit;

-- name: batch_change_insert
INSERT INTO batch_changes (batch_id, floor, post_id, before, version)
SELECT :batch_id, floor, post_id, digested_version, version FROM posts WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: batch_changes_outdated
-- A changed floor has changed once more, or can't be read any more.
SELECT EXISTS (
  SELECT 1 FROM batch_changes AS c JOIN posts AS p ON p.thread_id = :thread_id AND p.post_id = c.post_id
  WHERE c.batch_id = :batch_id
    AND (p.version <> c.version OR p.state <> 'visible' OR p.floor <> c.floor OR p.digested_version IS NOT c.before));

-- name: batch_changes_of
-- With the text that the digest knows; NULL where it was forgotten or withdrawn.
SELECT c.floor, c.post_id, c.before, v.body
FROM batch_changes AS c
LEFT JOIN post_versions AS v ON v.thread_id = :thread_id AND v.post_id = c.post_id AND v.version = c.before
WHERE c.batch_id = :batch_id ORDER BY c.floor;

-- name: batch_changes_clear
-- The digest knows what the batch saw.
UPDATE posts
SET digested_version = (SELECT c.version FROM batch_changes AS c WHERE c.batch_id = :batch_id AND c.floor = posts.floor)
WHERE thread_id = :thread_id
  AND post_id IN (SELECT c.post_id FROM batch_changes AS c WHERE c.batch_id = :batch_id);

-- name: floor_withdrawn
-- Nothing in the digest rests on its words any more.
UPDATE posts INDEXED BY posts_not_shown SET digested_version = 0
WHERE thread_id = :thread_id AND floor = :floor AND quiet = 0 AND state <> 'visible' AND state IN ('deleted', 'withdrawn');

-- name: entries_citing_first
SELECT seq FROM entry_cites WHERE thread_id = :thread_id AND floor = :floor ORDER BY seq LIMIT :limit;

-- name: tombstones_beside
-- Withdrawn entries of the revision that first accounted for the floor: a long floor was told in several.
SELECT e.seq, e.floors FROM entries AS e INDEXED BY entries_by_revision
WHERE e.thread_id = :thread_id AND e.content IS NULL
  AND e.revision = (SELECT d.revision FROM dispositions AS d WHERE d.thread_id = :thread_id AND d.floor = :floor)
ORDER BY e.seq LIMIT :limit;
