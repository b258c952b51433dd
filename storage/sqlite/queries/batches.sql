-- Open batches, and what an engine gets to see with them. Every look-up here goes by an index, so that a batch costs the
-- same in a thread of 10,000 floors as in one of 70.

-- name: pending_floors
-- Of two posts on one floor the first by id stands for it.
SELECT min(p.post_id), p.floor, p.created_ms, p.first_seen_ms
FROM posts AS p INDEXED BY posts_pending
WHERE p.thread_id = :thread_id AND p.state = 'visible' AND p.revision IS NULL
  AND NOT EXISTS (SELECT 1 FROM dispositions AS d WHERE d.thread_id = p.thread_id AND d.floor = p.floor)
GROUP BY p.floor ORDER BY p.floor LIMIT :limit;

-- name: batch_of_thread
SELECT id, revision, taken_ms FROM batches WHERE thread_id = :thread_id;

-- name: batch_by_id
SELECT id, revision, taken_ms, thread_id FROM batches WHERE id = :batch_id;

-- name: batch_insert
INSERT INTO batches (thread_id, revision, taken_ms) VALUES (:thread_id, :revision, :taken_ms) RETURNING id;

-- name: batch_delete
DELETE FROM batches WHERE id = :batch_id;

-- name: batch_floor_insert
INSERT INTO batch_floors (batch_id, floor, post_id, version)
SELECT :batch_id, floor, post_id, version FROM posts WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: batch_members
SELECT floor, post_id, version FROM batch_floors WHERE batch_id = :batch_id ORDER BY floor;

-- name: batch_is_outdated
-- A member was edited, removed, hidden or renumbered since the batch was taken.
SELECT EXISTS (
  SELECT 1 FROM batch_floors AS f JOIN posts AS p ON p.thread_id = :thread_id AND p.post_id = f.post_id
  WHERE f.batch_id = :batch_id
    AND (p.version <> f.version OR p.state <> 'visible' OR p.floor <> f.floor OR p.revision IS NOT NULL));

-- name: batch_posts
SELECT p.post_id, p.floor, p.forum_floor, p.author, p.created_ms, p.updated_ms, p.forum_version, p.state, p.reply_to,
       p.likes, p.accepted, p.version, p.first_seen_ms, p.edited_ms, p.deleted_ms, p.restored_ms, p.moved_to,
       v.body
FROM batch_floors AS f
JOIN posts AS p ON p.thread_id = :thread_id AND p.post_id = f.post_id
JOIN post_versions AS v ON v.thread_id = p.thread_id AND v.post_id = p.post_id AND v.version = f.version
WHERE f.batch_id = :batch_id ORDER BY f.floor;

-- name: batch_upto
-- Visible floors of one revision, or pending ones, from a floor down.
SELECT p.post_id, p.floor, p.forum_floor, p.author, p.created_ms, p.updated_ms, p.forum_version, p.state, p.reply_to,
       p.likes, p.accepted, p.version, p.first_seen_ms, p.edited_ms, p.deleted_ms, p.restored_ms, p.moved_to,
       v.body
FROM posts AS p INDEXED BY posts_by_floor
JOIN post_versions AS v ON v.thread_id = p.thread_id AND v.post_id = p.post_id AND v.version = p.version
WHERE p.thread_id = :thread_id AND p.floor > :from AND p.floor <= :floor AND p.state = 'visible'
  AND p.revision IS :revision
ORDER BY p.floor DESC LIMIT :limit;

-- name: floor_disposition
SELECT revision, seq, reason FROM dispositions WHERE thread_id = :thread_id AND floor = :floor;

-- name: digested_floor
-- A visible floor that a revision accounts for: what lies beyond, an entry must not cite yet.
SELECT p.post_id, p.floor, p.forum_floor, p.author, p.created_ms, p.updated_ms, p.forum_version, p.state, p.reply_to,
       p.likes, p.accepted, p.version, p.first_seen_ms, p.edited_ms, p.deleted_ms, p.restored_ms, p.moved_to,
       v.body
FROM posts AS p INDEXED BY posts_by_floor
JOIN post_versions AS v ON v.thread_id = p.thread_id AND v.post_id = p.post_id AND v.version = p.version
WHERE p.thread_id = :thread_id AND p.floor = :floor AND p.state = 'visible' AND p.revision IS NOT NULL
ORDER BY p.post_id LIMIT 1;

-- name: author_exists
SELECT 1 FROM posts INDEXED BY posts_by_author WHERE thread_id = :thread_id AND author_key = :author_key LIMIT 1;

-- name: author_floors
SELECT floor FROM posts INDEXED BY posts_by_author
WHERE thread_id = :thread_id AND author_key = :author_key AND floor < :before AND state = 'visible'
  AND revision IS NOT NULL
ORDER BY floor DESC LIMIT :limit;

-- name: floors_before
SELECT floor FROM posts INDEXED BY posts_by_floor
WHERE thread_id = :thread_id AND floor < :before AND state = 'visible' AND revision IS NOT NULL
ORDER BY floor DESC LIMIT :limit;

-- name: entries_with_gram
SELECT seq FROM entry_grams WHERE thread_id = :thread_id AND gram = :gram ORDER BY seq DESC LIMIT :limit;

-- name: entries_citing
SELECT seq FROM entry_cites WHERE thread_id = :thread_id AND floor = :floor ORDER BY seq DESC LIMIT :limit;

-- name: entry_one
SELECT seq, revision, section, floors, content, withdrawn_floor, withdrawn_language FROM entries WHERE thread_id = :thread_id AND seq = :seq;
