-- What was digested on a day.

-- name: day_threads
-- Tracked threads with revisions committed within; the first and the last of these.
SELECT r.thread_id, min(r.revision), max(r.revision), max(r.committed_ms)
FROM revisions AS r INDEXED BY revisions_by_time JOIN threads AS t ON t.id = r.thread_id
WHERE r.committed_ms >= :from_ms AND r.committed_ms < :to_ms AND t.removed_ms IS NULL
  AND (:source IS NULL OR t.source = :source)
GROUP BY r.thread_id ORDER BY r.thread_id;

-- name: first_commit_time
SELECT r.committed_ms FROM revisions AS r INDEXED BY revisions_by_time JOIN threads AS t ON t.id = r.thread_id
WHERE t.removed_ms IS NULL AND (:source IS NULL OR t.source = :source)
ORDER BY r.committed_ms LIMIT 1;

-- name: entries_between
SELECT seq, revision, section, floors, content, withdrawn_floor, withdrawn_language FROM entries INDEXED BY entries_by_revision
WHERE thread_id = :thread_id AND revision BETWEEN :first AND :last ORDER BY seq;

-- name: quiet_between
SELECT count(*) FROM dispositions INDEXED BY dispositions_quiet
WHERE thread_id = :thread_id AND seq IS NULL AND revision BETWEEN :first AND :last;

-- name: commit_counts
-- By quarter of an hour.
SELECT q.quarter, sum(q.revisions), sum(q.entries)
FROM threads AS t CROSS JOIN commit_quarters AS q ON q.thread_id = t.id
WHERE t.removed_ms IS NULL AND (:source IS NULL OR t.source = :source)
GROUP BY q.quarter ORDER BY q.quarter;

-- name: commit_count
-- A revision's `entries` is the number of the last one: what it added is the difference to the one before.
INSERT INTO commit_quarters
VALUES (:thread_id, :committed_ms / 900000, 1,
        :entries - coalesce((SELECT entries FROM revisions WHERE thread_id = :thread_id AND revision = :revision - 1), 0))
ON CONFLICT (thread_id, quarter) DO UPDATE SET revisions = revisions + 1, entries = entries + excluded.entries;
