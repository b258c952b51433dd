-- Floors for readers. A hidden one is listed, without text, only where a digest accounts for it. The row's columns are the same in all of them (rows.cpp reads them).

-- name: posts_first
SELECT p.post_id, p.floor, p.forum_floor, p.author, p.created_ms, p.updated_ms, p.forum_version, p.state, p.reply_to,
       p.likes, p.accepted, p.version, p.first_seen_ms, p.edited_ms, p.deleted_ms, p.restored_ms, p.moved_to,
       CASE WHEN p.state = 'visible' THEN v.body END
FROM posts AS p INDEXED BY posts_by_floor
LEFT JOIN post_versions AS v ON v.thread_id = p.thread_id AND v.post_id = p.post_id AND v.version = p.version
WHERE p.thread_id = :thread_id AND p.floor BETWEEN :from AND :to AND p.first_seen_ms IS NOT NULL
  AND (p.state <> 'hidden' OR p.revision IS NOT NULL)
ORDER BY p.floor, p.post_id LIMIT :limit;

-- name: posts_newest
SELECT p.post_id, p.floor, p.forum_floor, p.author, p.created_ms, p.updated_ms, p.forum_version, p.state, p.reply_to,
       p.likes, p.accepted, p.version, p.first_seen_ms, p.edited_ms, p.deleted_ms, p.restored_ms, p.moved_to,
       CASE WHEN p.state = 'visible' THEN v.body END
FROM posts AS p INDEXED BY posts_by_floor
LEFT JOIN post_versions AS v ON v.thread_id = p.thread_id AND v.post_id = p.post_id AND v.version = p.version
WHERE p.thread_id = :thread_id AND p.floor BETWEEN :from AND :to AND p.first_seen_ms IS NOT NULL
  AND (p.state <> 'hidden' OR p.revision IS NOT NULL)
ORDER BY p.floor DESC, p.post_id DESC LIMIT :limit;

-- name: posts_undigested
SELECT p.post_id, p.floor, p.forum_floor, p.author, p.created_ms, p.updated_ms, p.forum_version, p.state, p.reply_to,
       p.likes, p.accepted, p.version, p.first_seen_ms, p.edited_ms, p.deleted_ms, p.restored_ms, p.moved_to,
       CASE WHEN p.state = 'visible' THEN v.body END
FROM posts AS p INDEXED BY posts_pending
LEFT JOIN post_versions AS v ON v.thread_id = p.thread_id AND v.post_id = p.post_id AND v.version = p.version
WHERE p.thread_id = :thread_id AND p.floor BETWEEN :from AND :to AND p.state = 'visible' AND p.revision IS NULL
  AND NOT EXISTS (SELECT 1 FROM dispositions AS d WHERE d.thread_id = p.thread_id AND d.floor = p.floor)
ORDER BY p.floor, p.post_id LIMIT :limit;

-- name: posts_undigested_newest
SELECT p.post_id, p.floor, p.forum_floor, p.author, p.created_ms, p.updated_ms, p.forum_version, p.state, p.reply_to,
       p.likes, p.accepted, p.version, p.first_seen_ms, p.edited_ms, p.deleted_ms, p.restored_ms, p.moved_to,
       CASE WHEN p.state = 'visible' THEN v.body END
FROM posts AS p INDEXED BY posts_pending
LEFT JOIN post_versions AS v ON v.thread_id = p.thread_id AND v.post_id = p.post_id AND v.version = p.version
WHERE p.thread_id = :thread_id AND p.floor BETWEEN :from AND :to AND p.state = 'visible' AND p.revision IS NULL
  AND NOT EXISTS (SELECT 1 FROM dispositions AS d WHERE d.thread_id = p.thread_id AND d.floor = p.floor)
ORDER BY p.floor DESC, p.post_id DESC LIMIT :limit;

-- name: floor_facts
SELECT floor, author, created_ms, state FROM posts INDEXED BY posts_by_floor
WHERE thread_id = :thread_id AND first_seen_ms IS NOT NULL AND (state <> 'hidden' OR revision IS NOT NULL)
ORDER BY floor DESC, post_id DESC LIMIT :limit;

-- name: post_earlier_versions
SELECT version, body, first_seen_ms, until_ms FROM post_versions
WHERE thread_id = :thread_id AND post_id = :post_id AND body IS NOT NULL AND until_ms IS NOT NULL
ORDER BY version;

-- name: floors_held
SELECT floor FROM posts WHERE thread_id = :thread_id AND floor > 0
UNION
SELECT floor FROM thread_events WHERE thread_id = :thread_id AND floor > 0
ORDER BY 1;
