-- What an observation writes.

-- name: known_all
-- Posts and events alike: both stand in the stream.
SELECT p.post_id, p.forum_floor, p.state, p.hash, p.updated_ms, p.forum_version, p.likes, p.accepted, p.author, '', p.reply_to, 0 AS is_event
FROM posts AS p WHERE p.thread_id = :thread_id
UNION ALL
SELECT e.post_id, e.floor, e.state, e.hash, e.updated_ms, 1, 0, 0, e.author, e.detail, NULL, 1
FROM thread_events AS e WHERE e.thread_id = :thread_id;

-- name: known_after
-- Those behind a floor, by either of their numbers.
SELECT p.post_id, p.forum_floor, p.state, p.hash, p.updated_ms, p.forum_version, p.likes, p.accepted, p.author, '', p.reply_to, 0 AS is_event
FROM posts AS p INDEXED BY posts_by_floor WHERE p.thread_id = :thread_id AND p.floor > :after
UNION ALL
SELECT p.post_id, p.forum_floor, p.state, p.hash, p.updated_ms, p.forum_version, p.likes, p.accepted, p.author, '', p.reply_to, 0
FROM posts AS p INDEXED BY posts_renumbered
WHERE p.thread_id = :thread_id AND p.forum_floor > :after AND p.floor <> p.forum_floor
UNION ALL
SELECT e.post_id, e.floor, e.state, e.hash, e.updated_ms, 1, 0, 0, e.author, e.detail, NULL, 1
FROM thread_events AS e WHERE e.thread_id = :thread_id;

-- name: known_one
SELECT p.post_id, p.forum_floor, p.state, p.hash, p.updated_ms, p.forum_version, p.likes, p.accepted, p.author, '', p.reply_to, 0 AS is_event
FROM posts AS p WHERE p.thread_id = :thread_id AND p.post_id = :post_id
UNION ALL
SELECT e.post_id, e.floor, e.state, e.hash, e.updated_ms, 1, 0, 0, e.author, e.detail, NULL, 1
FROM thread_events AS e WHERE e.thread_id = :thread_id AND e.post_id = :post_id;

-- name: ids_held
SELECT post_id FROM posts WHERE thread_id = :thread_id
UNION ALL
SELECT post_id FROM thread_events WHERE thread_id = :thread_id;

-- name: post_insert
INSERT INTO posts (thread_id, post_id, floor, forum_floor, author, author_key, created_ms, updated_ms, forum_version,
                   state, reply_to, likes, accepted, hash, version, first_seen_ms, deleted_ms)
VALUES (:thread_id, :post_id, :floor, :floor, :author, :author_key, :created_ms, :updated_ms, :forum_version,
        :state, :reply_to, :likes, :accepted, '', 0, :first_seen_ms, :deleted_ms);

-- name: post_held_text
SELECT p.version, p.hash, v.body IS NOT NULL
FROM posts AS p
LEFT JOIN post_versions AS v ON v.thread_id = p.thread_id AND v.post_id = p.post_id AND v.version = p.version
WHERE p.thread_id = :thread_id AND p.post_id = :post_id;

-- name: post_is_visible
SELECT 1 FROM posts WHERE thread_id = :thread_id AND post_id = :post_id AND state = 'visible';

-- name: post_author
SELECT author FROM posts WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: post_relabel
-- The floor stays as it is once a batch or a revision knows the post by it, and while the forum's doesn't change.
UPDATE posts
SET forum_floor = :floor,
    floor = CASE WHEN forum_floor <> :floor AND revision IS NULL
                  AND NOT EXISTS (SELECT 1 FROM batches AS b JOIN batch_floors AS f ON f.batch_id = b.id
                                  WHERE b.thread_id = posts.thread_id AND f.floor = posts.floor AND f.post_id = posts.post_id)
                 THEN :floor ELSE floor END,
    author = :author, author_key = :author_key, likes = :likes, accepted = :accepted, forum_version = :forum_version,
    reply_to = :reply_to, updated_ms = coalesce(max(updated_ms, :updated_ms), :updated_ms, updated_ms)
WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: post_count
UPDATE posts SET likes = :likes WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: post_set_text
UPDATE posts SET hash = :hash, version = :version, edited_ms = coalesce(:edited_ms, edited_ms)
WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: post_show
-- What was hidden before a digest accounted for it counts as first seen now: no digest in between passed over it.
UPDATE posts
SET state = 'visible',
    first_seen_ms = iif(first_seen_ms IS NULL OR (state = 'hidden' AND revision IS NULL), :now_ms, first_seen_ms),
    deleted_ms = iif(first_seen_ms IS NULL, NULL, deleted_ms),
    restored_ms = CASE WHEN deleted_ms IS NULL OR first_seen_ms IS NULL THEN NULL ELSE coalesce(restored_ms, :now_ms) END,
    moved_to = NULL, moved_ms = NULL
WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: post_hide
-- One that was removed or had moved is there again, although nobody can read it.
UPDATE posts
SET state = 'hidden',
    deleted_ms = iif(first_seen_ms IS NULL, NULL, deleted_ms),
    restored_ms = CASE WHEN deleted_ms IS NULL OR first_seen_ms IS NULL THEN NULL ELSE coalesce(restored_ms, :now_ms) END,
    moved_to = NULL, moved_ms = NULL
WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: post_remove
-- Deleted or withdrawn; a later removal of a restored post is a new one.
UPDATE posts
SET state = :state, restored_ms = NULL, moved_to = NULL, moved_ms = NULL,
    deleted_ms = iif(state IN ('deleted', 'withdrawn') AND deleted_ms IS NOT NULL, deleted_ms, :now_ms)
WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: post_move
-- A digested one isn't deleted for a reader of the digest: what cites it stands. One that is pending goes from the count
-- of visible floors like a deleted one. A withdrawn one has no text left that could live elsewhere.
UPDATE posts
SET state = iif(state IN ('deleted', 'withdrawn'), 'deleted', 'moved'),
    moved_to = :moved_to, moved_ms = :now_ms,
    restored_ms = iif(revision IS NULL, NULL, restored_ms),
    deleted_ms = iif(revision IS NULL AND state NOT IN ('deleted', 'withdrawn'), :now_ms, deleted_ms)
WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: moved_copies
-- Threads of the same source that kept the post when it moved away.
SELECT t.id FROM threads AS t
WHERE t.source = (SELECT o.source FROM threads AS o WHERE o.id = :thread_id) AND t.id <> :thread_id
  AND EXISTS (SELECT 1 FROM posts AS p WHERE p.thread_id = t.id AND p.post_id = :post_id AND p.state = 'moved')
ORDER BY t.id;

-- name: post_floor
SELECT floor FROM posts WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: floor_is_shared
SELECT 1 FROM posts INDEXED BY posts_by_floor WHERE thread_id = :thread_id AND floor = :floor AND post_id <> :post_id LIMIT 1;

-- name: floors_await_numbers
-- Posts that may still get their own number back.
SELECT 1 FROM posts INDEXED BY posts_renumbered
WHERE thread_id = :thread_id AND floor <> forum_floor AND revision IS NULL LIMIT 1;

-- name: floors_all
-- With what fixes a number: a revision or the open batch.
SELECT p.post_id, p.forum_floor, p.floor,
       p.revision IS NOT NULL
         OR EXISTS (SELECT 1 FROM batches AS b JOIN batch_floors AS f ON f.batch_id = b.id
                    WHERE b.thread_id = p.thread_id AND f.floor = p.floor AND f.post_id = p.post_id)
FROM posts AS p WHERE p.thread_id = :thread_id;

-- name: post_number
UPDATE posts SET floor = :floor WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: version_insert
INSERT INTO post_versions (thread_id, post_id, version, body, hash, first_seen_ms)
VALUES (:thread_id, :post_id, :version, :body, :hash, :now_ms);

-- name: version_close
UPDATE post_versions SET until_ms = :now_ms WHERE thread_id = :thread_id AND post_id = :post_id AND until_ms IS NULL;

-- name: post_body
SELECT v.body FROM posts AS p
JOIN post_versions AS v ON v.thread_id = p.thread_id AND v.post_id = p.post_id AND v.version = p.version
WHERE p.thread_id = :thread_id AND p.post_id = :post_id AND v.body IS NOT NULL;

-- name: version_recook
-- The same words in other HTML.
UPDATE post_versions SET body = :body, hash = :hash
WHERE thread_id = :thread_id AND post_id = :post_id AND body IS NOT NULL
  AND version = (SELECT p.version FROM posts AS p WHERE p.thread_id = :thread_id AND p.post_id = :post_id);

-- name: post_recook
UPDATE posts SET hash = :hash WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: version_refill
UPDATE post_versions SET body = :body WHERE thread_id = :thread_id AND post_id = :post_id AND version = :version;

-- name: versions_forget
UPDATE post_versions SET body = NULL WHERE thread_id = :thread_id AND post_id = :post_id AND body IS NOT NULL;

-- name: event_upsert
INSERT INTO thread_events (thread_id, post_id, floor, action, detail, author, created_ms, updated_ms, state, hash,
                           first_seen_ms)
VALUES (:thread_id, :post_id, :floor, :action, :detail, :author, :created_ms, :updated_ms, :state, :hash, :now_ms)
ON CONFLICT (thread_id, post_id) DO UPDATE
SET floor = excluded.floor, author = excluded.author, state = excluded.state, hash = excluded.hash,
    action = iif(excluded.action = '', action, excluded.action),
    detail = iif(excluded.detail = '' AND excluded.state = 'visible', detail, excluded.detail),
    updated_ms = coalesce(excluded.updated_ms, updated_ms);

-- name: absences_of
SELECT post_id, noted_ms FROM absences WHERE thread_id = :thread_id ORDER BY post_id;

-- name: absence_note
INSERT INTO absences (thread_id, post_id, noted_ms) VALUES (:thread_id, :post_id, :now_ms)
ON CONFLICT (thread_id, post_id) DO NOTHING;

-- name: absence_held
SELECT 1 FROM absences WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: absence_end
DELETE FROM absences WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: unanswered_of
SELECT post_id, times, last_ms FROM unanswered WHERE thread_id = :thread_id ORDER BY last_ms, post_id;

-- name: unanswered_note
INSERT INTO unanswered (thread_id, post_id, times, last_ms) VALUES (:thread_id, :post_id, 1, :now_ms)
ON CONFLICT (thread_id, post_id) DO UPDATE SET times = min(times + 1, 5), last_ms = excluded.last_ms;

-- name: unanswered_end
DELETE FROM unanswered WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: held_between
-- Only what can be asked for by its id.
SELECT post_id, floor, forum_floor FROM posts INDEXED BY posts_by_floor
WHERE thread_id = :thread_id AND floor > :after AND floor < :before AND post_id > 0 AND state IN ('visible', 'hidden', 'withdrawn')
ORDER BY floor DESC, post_id DESC LIMIT :limit;

-- name: newest_written
-- Of the last floors: an index of times would cost every insert. Moved posts bring old times to the end, so there are
-- more floors than times.
SELECT created_ms
FROM (SELECT created_ms FROM posts INDEXED BY posts_by_floor WHERE thread_id = :thread_id ORDER BY floor DESC LIMIT 3 * :limit)
WHERE created_ms > 0 AND created_ms <= :now_ms ORDER BY created_ms DESC LIMIT :limit;

-- name: events_of
-- Not those that were deleted in their turn.
SELECT post_id, floor, action, detail, author, created_ms, first_seen_ms FROM thread_events
WHERE thread_id = :thread_id AND state = 'visible' ORDER BY created_ms DESC, post_id DESC LIMIT :limit;
