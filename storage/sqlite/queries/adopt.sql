-- Provisional posts: those with an id below zero.

-- name: provisional_any
SELECT 1 FROM posts WHERE thread_id = :thread_id AND post_id < 0 LIMIT 1;

-- name: provisional_one
-- The last column: an engine or a digest knows it by its floor.
SELECT p.author_key, p.created_ms, p.version, v.body,
       p.revision IS NOT NULL
       OR EXISTS (SELECT 1 FROM batches AS b JOIN batch_floors AS f ON f.batch_id = b.id
                  WHERE b.thread_id = p.thread_id AND f.floor = p.floor AND f.post_id = p.post_id)
FROM posts AS p
LEFT JOIN post_versions AS v ON v.thread_id = p.thread_id AND v.post_id = p.post_id AND v.version = p.version
WHERE p.thread_id = :thread_id AND p.post_id = :post_id;

-- name: id_is_held
SELECT 1 FROM posts WHERE thread_id = :thread_id AND post_id = :post_id
UNION ALL
SELECT 1 FROM thread_events WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: floors_with_ids
SELECT floor FROM posts WHERE thread_id = :thread_id AND post_id > 0
UNION
SELECT forum_floor FROM posts WHERE thread_id = :thread_id AND post_id > 0
UNION
SELECT floor FROM thread_events WHERE thread_id = :thread_id;

-- name: adopt_post
-- What the page's own time said is no time of the forum's.
UPDATE posts SET post_id = :real_id, created_ms = :created_ms, updated_ms = NULL
WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: adopt_versions
UPDATE post_versions SET post_id = :real_id WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: adopt_batch_floors
UPDATE batch_floors SET post_id = :real_id
WHERE post_id = :post_id AND batch_id IN (SELECT id FROM batches WHERE thread_id = :thread_id);

-- name: adopt_batch_changes
UPDATE batch_changes SET post_id = :real_id
WHERE post_id = :post_id AND batch_id IN (SELECT id FROM batches WHERE thread_id = :thread_id);

-- name: provisional_delete
DELETE FROM posts WHERE thread_id = :thread_id AND post_id = :post_id AND post_id < 0;
