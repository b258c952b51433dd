-- Digests: revisions, entries, nothing new, summaries.

-- name: revision_head
SELECT commit_no, revision, generated_ms, title, url, posts_count, last_number, visible, in_entries, nothing_new, entries,
       chain_head
FROM revisions WHERE thread_id = :thread_id AND revision = :revision;

-- name: entries_upto
SELECT seq, revision, section, floors, content, withdrawn_floor, withdrawn_language FROM entries
WHERE thread_id = :thread_id AND seq <= :seq ORDER BY seq;

-- name: entries_places
SELECT seq, revision, section FROM entries WHERE thread_id = :thread_id AND seq <= :seq ORDER BY seq;

-- name: entries_newest
-- Live ones.
SELECT seq, revision, section, floors, content, withdrawn_floor, withdrawn_language FROM entries
WHERE thread_id = :thread_id AND content IS NOT NULL ORDER BY seq DESC LIMIT :limit;

-- name: entries_after
SELECT seq, revision, section, floors, content, withdrawn_floor, withdrawn_language FROM entries INDEXED BY entries_by_revision
WHERE thread_id = :thread_id AND revision > :revision ORDER BY seq;

-- name: entries_withdrawn_after
SELECT seq FROM entries INDEXED BY entries_withdrawn
WHERE thread_id = :thread_id AND withdrawn_revision > :revision AND revision <= :revision ORDER BY seq;

-- name: since_revision_at
-- The last revision that was there at a time.
SELECT revision FROM revisions WHERE thread_id = :thread_id AND committed_ms <= :at_ms ORDER BY revision DESC LIMIT 1;

-- name: since_revision_of_floor
-- The first revision that had read as far as a floor.
SELECT revision FROM revisions WHERE thread_id = :thread_id AND last_number >= :floor ORDER BY revision LIMIT 1;

-- name: since_floor_at
-- The highest floor that was there at a time, by the forum's clock.
SELECT floor FROM posts INDEXED BY posts_by_floor
WHERE thread_id = :thread_id AND created_ms <= :at_ms AND state = 'visible' ORDER BY floor DESC LIMIT 1;

-- name: likes_above
SELECT floor, likes FROM posts INDEXED BY posts_by_floor
WHERE thread_id = :thread_id AND floor > :floor AND likes > 0 AND state = 'visible' ORDER BY floor;

-- name: nothing_new_upto
SELECT floor, reason FROM dispositions
WHERE thread_id = :thread_id AND seq IS NULL AND revision <= :revision ORDER BY revision, floor;

-- name: summaries_upto
SELECT revision, text, cites, blanked_language FROM summaries
WHERE thread_id = :thread_id AND revision <= :revision ORDER BY revision DESC;

-- name: chain_all
SELECT seq, revision, section, floors, content, salt, content_hash, link FROM entries
WHERE thread_id = :thread_id ORDER BY seq;

-- name: chain_heads
SELECT revision, entries, chain_head FROM revisions WHERE thread_id = :thread_id ORDER BY revision;

-- name: entry_insert
INSERT INTO entries (thread_id, seq, revision, section, floors, content, salt, content_hash, link)
VALUES (:thread_id, :seq, :revision, :section, :floors, :content, :salt, :content_hash, :link);

-- name: entry_cite_insert
INSERT INTO entry_cites (thread_id, floor, seq) VALUES (:thread_id, :floor, :seq);

-- name: entry_gram_insert
INSERT INTO entry_grams (thread_id, gram, seq) VALUES (:thread_id, :gram, :seq);

-- name: disposition_insert
INSERT INTO dispositions (thread_id, floor, revision, seq, reason) VALUES (:thread_id, :floor, :revision, :seq, :reason);

-- name: post_account
UPDATE posts SET revision = :revision, quiet = :quiet, digested_version = :version
WHERE thread_id = :thread_id AND post_id = :post_id;

-- name: summary_insert
INSERT INTO summaries (thread_id, revision, text, cites) VALUES (:thread_id, :revision, :text, :cites);

-- name: summary_cite_insert
INSERT INTO summary_cites (thread_id, floor, revision) VALUES (:thread_id, :floor, :revision);

-- name: revision_insert
INSERT INTO revisions (thread_id, revision, generated_ms, committed_ms, title, url, posts_count, last_number, visible,
                       in_entries, nothing_new, entries, chain_head)
VALUES (:thread_id, :revision, :generated_ms, :committed_ms, :title, :url, :posts_count, :last_number, :visible,
        :in_entries, :nothing_new, :entries, :chain_head)
RETURNING commit_no;

-- name: coverage_later
-- What changed between generated_at and now, to be taken back from the counters: floors deleted since were still there,
-- floors restored since were not.
SELECT sum(quiet IS 0 AND deleted_ms > :generated_ms) , sum(quiet IS 1 AND deleted_ms > :generated_ms)
FROM posts INDEXED BY posts_not_shown
WHERE thread_id = :thread_id AND state <> 'visible' AND state IN ('deleted', 'withdrawn') AND quiet IS NOT NULL;

-- name: coverage_restored_later
SELECT sum(quiet IS 0), sum(quiet IS 1) FROM posts INDEXED BY posts_restored
WHERE thread_id = :thread_id AND restored_ms IS NOT NULL AND restored_ms > :generated_ms AND deleted_ms <= :generated_ms
  AND quiet IS NOT NULL AND state NOT IN ('deleted', 'withdrawn');

-- name: late_floors_seen_later
-- Floors that a withdrawal's revision passes over, between two batches: they count as seen after it.
UPDATE posts INDEXED BY posts_pending SET first_seen_ms = :generated_ms + 1
WHERE thread_id = :thread_id AND state = 'visible' AND revision IS NULL AND floor <= :last_number
  AND first_seen_ms <= :generated_ms
RETURNING 1;

-- name: deleted_cited
-- Deleted floors that live entries or summaries still cite.
SELECT DISTINCT p.floor FROM posts AS p INDEXED BY posts_not_shown
WHERE p.thread_id = :thread_id AND p.state <> 'visible' AND p.state IN ('deleted', 'withdrawn')
  AND (EXISTS (SELECT 1 FROM entry_cites AS c WHERE c.thread_id = p.thread_id AND c.floor = p.floor)
       OR EXISTS (SELECT 1 FROM summary_cites AS c WHERE c.thread_id = p.thread_id AND c.floor = p.floor))
  AND NOT EXISTS (SELECT 1 FROM posts AS q INDEXED BY posts_by_floor
                  WHERE q.thread_id = p.thread_id AND q.floor = p.floor AND q.state = 'visible')
ORDER BY p.floor;

-- name: entry_withdraw
UPDATE entries
SET content = NULL, salt = NULL, withdrawn_floor = :floor, withdrawn_revision = :revision,
    withdrawn_language = :language
WHERE thread_id = :thread_id AND seq = :seq AND content IS NOT NULL;

-- name: entry_cites_delete
DELETE FROM entry_cites WHERE thread_id = :thread_id AND seq = :seq;

-- name: entry_grams_delete
DELETE FROM entry_grams WHERE thread_id = :thread_id AND seq = :seq;

-- name: summaries_citing
SELECT revision FROM summary_cites WHERE thread_id = :thread_id AND floor = :floor ORDER BY revision;

-- name: summary_blank
UPDATE summaries SET text = NULL, cites = '[]', blanked_language = :language
WHERE thread_id = :thread_id AND revision = :revision;

-- name: summary_cites_delete
DELETE FROM summary_cites WHERE thread_id = :thread_id AND revision = :revision;
