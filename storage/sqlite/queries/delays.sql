-- How long replies took to be seen.

-- name: arrival_note
-- Of a reply that came at its thread's end, just now: one that is older than the floor below was moved in; one below a
-- floor that has been held for longer than :late_ms was restored or shown later.
INSERT INTO arrivals (source, seen_ms, thread_id, post_id, delay_ms)
SELECT :source, p.first_seen_ms, p.thread_id, p.post_id, max(0, p.first_seen_ms - p.created_ms)
FROM posts AS p
WHERE p.thread_id = :thread_id AND p.post_id = :post_id
  AND p.created_ms >= coalesce((SELECT q.created_ms FROM posts AS q INDEXED BY posts_by_floor
                                WHERE q.thread_id = p.thread_id AND q.floor < p.floor ORDER BY q.floor DESC LIMIT 1), 0)
  AND p.first_seen_ms - coalesce((SELECT q.first_seen_ms FROM posts AS q INDEXED BY posts_by_floor
                                  WHERE q.thread_id = p.thread_id AND q.floor > p.floor ORDER BY q.floor LIMIT 1),
                                 p.first_seen_ms) <= :late_ms
ON CONFLICT DO NOTHING;

-- name: arrivals_forget
DELETE FROM arrivals WHERE source = :source AND seen_ms < :before_ms;

-- name: delays_of_thread
SELECT delay_ms FROM arrivals INDEXED BY arrivals_by_thread WHERE thread_id = :thread_id ORDER BY seen_ms DESC LIMIT :limit;

-- name: delays_of_source
SELECT delay_ms FROM arrivals WHERE source = :source ORDER BY seen_ms DESC LIMIT :limit;

-- name: fresh_replies
-- By thread, so that the index alone is read.
SELECT t.id, (SELECT count(*) FROM arrivals AS a INDEXED BY arrivals_by_thread WHERE a.thread_id = t.id AND a.seen_ms >= :since_ms) AS replies
FROM threads AS t WHERE t.removed_ms IS NULL AND replies > 0 ORDER BY t.id;
