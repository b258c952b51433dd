-- Threads that rules of the configuration add and let go of.

-- name: thread_of_rule
SELECT id, let_go_ms IS NOT NULL FROM threads WHERE source = :source AND topic = :topic AND removed_ms IS NULL;

-- name: thread_take_back
-- Due at once.
UPDATE threads SET state = 'active', paused_until_ms = NULL, next_poll_ms = NULL, added_by = :added_by, let_go_ms = NULL
WHERE id = :thread_id;

-- name: thread_let_go
-- Of what a rule added and nobody has paused by hand.
UPDATE threads SET state = 'paused', paused_until_ms = NULL, let_go_ms = :now_ms
WHERE id = :thread_id AND removed_ms IS NULL AND added_by <> '' AND state <> 'paused'
RETURNING 1;
