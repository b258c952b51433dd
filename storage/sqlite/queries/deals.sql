-- Entries that tell of an offer.

-- name: entry_deal_insert
INSERT INTO entry_deals (thread_id, seq, first) VALUES (:thread_id, :seq, :first);

-- name: entry_deal_first
SELECT first FROM entry_deals WHERE thread_id = :thread_id AND seq = :seq;

-- name: deal_threads
-- Tracked ones that told of an offer, be it withdrawn.
SELECT t.id, t.source, t.topic, t.title, s.origin FROM threads AS t JOIN sources AS s ON s.name = t.source
WHERE t.removed_ms IS NULL AND EXISTS (SELECT 1 FROM entry_deals AS d WHERE d.thread_id = t.id)
ORDER BY t.id;

-- name: live_deal_threads
-- Tracked ones with a deal that isn't withdrawn.
SELECT t.id, t.source, t.topic, t.title, s.origin FROM threads AS t JOIN sources AS s ON s.name = t.source
WHERE t.removed_ms IS NULL
  AND EXISTS (SELECT 1 FROM entry_deals AS d JOIN entries AS e ON e.thread_id = d.thread_id AND e.seq = d.seq
              WHERE d.thread_id = t.id AND e.content IS NOT NULL)
ORDER BY t.id;

-- name: deal_thread
SELECT t.id, t.source, t.topic, t.title, s.origin FROM threads AS t JOIN sources AS s ON s.name = t.source
WHERE t.id = :thread_id AND t.removed_ms IS NULL;

-- name: deal_entries
-- Tombstones too.
SELECT d.first, r.committed_ms, e.withdrawn_revision, w.committed_ms,
       e.seq, e.revision, e.section, e.floors, e.content, e.withdrawn_floor
FROM entry_deals AS d
JOIN entries AS e ON e.thread_id = d.thread_id AND e.seq = d.seq
JOIN revisions AS r ON r.thread_id = e.thread_id AND r.revision = e.revision
LEFT JOIN revisions AS w ON w.thread_id = e.thread_id AND w.revision = e.withdrawn_revision
WHERE d.thread_id = :thread_id ORDER BY d.seq;

-- name: deal_floors
SELECT DISTINCT c.floor, p.author, p.created_ms, p.edited_ms
FROM entry_deals AS d
JOIN entry_cites AS c ON c.thread_id = d.thread_id AND c.seq = d.seq
JOIN posts AS p ON p.thread_id = c.thread_id AND p.floor = c.floor
WHERE d.thread_id = :thread_id ORDER BY c.floor;

-- name: live_deal_entries
-- The newest first.
SELECT e.seq, e.revision, e.section, e.floors, e.content, e.withdrawn_floor
FROM entry_deals AS d JOIN entries AS e ON e.thread_id = d.thread_id AND e.seq = d.seq
WHERE d.thread_id = :thread_id AND e.content IS NOT NULL
ORDER BY d.seq DESC LIMIT :limit;

-- name: chain_entries
-- The newest of an offer that aren't withdrawn.
SELECT d.seq FROM entry_deals AS d JOIN entries AS e ON e.thread_id = d.thread_id AND e.seq = d.seq
WHERE d.thread_id = :thread_id AND d.seq >= :first AND d.first = :first AND e.content IS NOT NULL
ORDER BY d.seq DESC LIMIT :limit;

-- name: deal_entries_before
-- The newest first; where they belong, nothing else.
SELECT seq, first FROM entry_deals WHERE thread_id = :thread_id AND seq < :before ORDER BY seq DESC LIMIT :limit;
