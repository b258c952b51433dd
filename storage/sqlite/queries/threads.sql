-- Tracked threads.

-- name: threads_all
SELECT * FROM tracked ORDER BY id;

-- name: thread_by_id
SELECT * FROM tracked WHERE id = :thread_id;

-- name: thread_by_name
SELECT * FROM tracked WHERE source = :source AND topic = :topic;

-- name: thread_latest
SELECT * FROM tracked
WHERE id = (SELECT id FROM threads WHERE removed_ms IS NULL AND commit_no > 0 ORDER BY commit_no DESC LIMIT 1);

-- name: thread_was_removed
SELECT EXISTS (SELECT 1 FROM removed_threads WHERE source = :source AND topic = :topic)
    OR EXISTS (SELECT 1 FROM threads WHERE source = :source AND topic = :topic AND removed_ms IS NOT NULL);

-- name: thread_id_of
SELECT id, removed_ms IS NOT NULL FROM threads WHERE source = :source AND topic = :topic;

-- name: thread_insert
INSERT INTO threads (source, topic, added_by, added_ms) VALUES (:source, :topic, :added_by, :now_ms) RETURNING id;

-- name: thread_take_up_again
-- With the data of before. Its last stream is no longer evidence: the first poll compares everything.
UPDATE threads
SET removed_ms = NULL, state = 'active', paused_until_ms = NULL, next_poll_ms = NULL, stream_mark = '', added_by = '', let_go_ms = NULL
WHERE id = :thread_id;

-- name: thread_adopt
-- What a rule added is asked for by hand: no rule lets go of it any more.
UPDATE threads
SET added_by = '', state = iif(let_go_ms IS NULL, state, 'active'), next_poll_ms = iif(let_go_ms IS NULL, next_poll_ms, NULL), let_go_ms = NULL
WHERE id = :thread_id AND added_by <> '';

-- name: thread_set_aside
UPDATE threads SET removed_ms = :now_ms WHERE id = :thread_id;

-- name: thread_delete
DELETE FROM threads WHERE id = :thread_id;

-- name: removed_thread_insert
INSERT INTO removed_threads (source, topic, removed_ms) VALUES (:source, :topic, :now_ms)
ON CONFLICT (source, topic) DO UPDATE SET removed_ms = excluded.removed_ms;

-- name: removed_thread_delete
DELETE FROM removed_threads WHERE source = :source AND topic = :topic;

-- name: thread_save_poll
UPDATE threads
SET state = :state, last_poll_ms = :last_poll_ms, last_success_ms = :last_success_ms, next_poll_ms = :next_poll_ms,
    failures = :failures, last_error = :last_error, missing_since_ms = :missing_since_ms, notice = :notice
WHERE id = :thread_id AND removed_ms IS NULL
RETURNING 1;

-- name: thread_complete
UPDATE threads SET complete = 1, completed_ms = coalesce(completed_ms, :now_ms)
WHERE id = :thread_id AND removed_ms IS NULL
RETURNING 1;

-- name: thread_pause
-- By hand: no rule takes it up again.
UPDATE threads SET state = 'paused', paused_until_ms = :until_ms, let_go_ms = NULL
WHERE id = :thread_id AND removed_ms IS NULL
RETURNING 1;

-- name: thread_resume
-- Due at once. What a rule had let go of is kept by hand from now on.
UPDATE threads
SET state = 'active', paused_until_ms = NULL, next_poll_ms = NULL, added_by = iif(let_go_ms IS NULL, added_by, ''), let_go_ms = NULL
WHERE id = :thread_id AND removed_ms IS NULL
RETURNING 1;

-- name: thread_set_engine
UPDATE threads SET engine = :engine WHERE id = :thread_id AND removed_ms IS NULL RETURNING 1;

-- name: thread_cursor
-- What writing transactions have to know of a thread; no counting.
SELECT t.id, t.source, s.origin, t.topic, t.title, t.slug, t.complete, t.stream_mark, t.stamp_ms, t.taken_ms,
       t.posts_stored, t.in_entries, t.in_quiet, t.revision, t.last_number, t.entries, t.chain_head, t.completed_ms
FROM threads AS t JOIN sources AS s ON s.name = t.source
WHERE t.id = :thread_id AND t.removed_ms IS NULL;

-- name: thread_source
SELECT source FROM threads WHERE id = :thread_id;

-- name: thread_header
SELECT title, slug, category, tags, forum_posts, forum_highest, created_ms, last_posted_ms, closed, archived, unlisted
FROM threads WHERE id = :thread_id;

-- name: thread_save_header
UPDATE threads
SET title = :title, slug = :slug, category = :category, tags = :tags, forum_posts = :forum_posts,
    forum_highest = :forum_highest, created_ms = :created_ms, last_posted_ms = :last_posted_ms, closed = :closed,
    archived = :archived, unlisted = :unlisted
WHERE id = :thread_id;

-- name: thread_save_stream
UPDATE threads SET stream_mark = :stream_mark WHERE id = :thread_id;

-- name: thread_save_stamp
UPDATE threads SET stamp_ms = :stamp_ms WHERE id = :thread_id;

-- name: thread_save_taken
UPDATE threads SET taken_ms = :taken_ms WHERE id = :thread_id;

-- name: thread_save_revision
UPDATE threads
SET revision = :revision, digest_ms = :generated_ms, commit_no = :commit_no, last_number = :last_number,
    entries = :entries, chain_head = :chain_head, taken_ms = max(taken_ms, :generated_ms)
WHERE id = :thread_id;
