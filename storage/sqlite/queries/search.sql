-- The search index.

-- name: search_state
SELECT stamp, filling, thread_id, item, erasing FROM search_state WHERE id = 1;

-- name: search_state_save
UPDATE search_state
SET stamp = :stamp, filling = :filling, thread_id = :thread_id, item = :item, erasing = :erasing
WHERE id = 1;

-- name: search_is_stale
-- Its words can't be named any more: it is made anew.
UPDATE search_state SET stamp = 'stale' WHERE id = 1;

-- name: search_owe_erasure
-- Deleted words are in old segments; a merge under way may have passed them.
UPDATE search_state SET erasing = CASE erasing WHEN 0 THEN 1 WHEN 2 THEN 3 ELSE erasing END WHERE id = 1;

-- name: search_posts_any
SELECT 1 FROM posts WHERE thread_id > 0 LIMIT 1;

-- name: search_place_taken
SELECT 1 FROM search_docs WHERE doc = :doc;

-- name: search_place_last
SELECT doc FROM search_docs WHERE doc >= :first AND doc < :end ORDER BY doc DESC LIMIT 1;

-- name: search_doc
SELECT doc, mark FROM search_docs WHERE thread_id = :thread_id AND kind = :kind AND item = :item;

-- name: search_doc_insert
INSERT INTO search_docs (doc, thread_id, kind, item, at_ms, mark) VALUES (:doc, :thread_id, :kind, :item, :at_ms, :mark);

-- name: search_doc_delete
DELETE FROM search_docs WHERE doc = :doc;

-- name: search_docs_of_thread
-- By their places: FTS5 takes rows in ascending order best.
SELECT doc, kind, item FROM search_docs INDEXED BY search_docs_by_item WHERE thread_id = :thread_id ORDER BY doc;

-- name: search_docs_clear
DELETE FROM search_docs;

-- name: search_words_insert
INSERT INTO search_index (rowid, words) VALUES (:doc, :words);

-- name: search_words_delete
INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', :doc, :words);

-- name: search_words_clear
INSERT INTO search_index (search_index) VALUES ('delete-all');

-- name: search_merge
-- So many pages of it; a negative number takes all segments up first.
INSERT INTO search_index (search_index, rank) VALUES ('merge', :pages);

-- name: search_floor_source
-- What the index holds of a floor, where it holds it.
SELECT t.source, p.author, p.created_ms, v.body
FROM posts AS p JOIN threads AS t ON t.id = p.thread_id
JOIN post_versions AS v ON v.thread_id = p.thread_id AND v.post_id = p.post_id AND v.version = p.version
WHERE p.thread_id = :thread_id AND p.post_id = :post_id AND v.body IS NOT NULL;

-- name: search_entry_source
SELECT t.source, r.generated_ms, e.seq, e.revision, e.section, e.floors, e.content, e.withdrawn_floor, e.withdrawn_language
FROM entries AS e JOIN threads AS t ON t.id = e.thread_id
JOIN revisions AS r ON r.thread_id = e.thread_id AND r.revision = e.revision
WHERE e.thread_id = :thread_id AND e.seq = :seq AND e.content IS NOT NULL;

-- name: search_unfilled_floors
-- The next ones by their keys, also those that aren't to be indexed.
SELECT thread_id, post_id, state = 'visible' FROM posts
WHERE (thread_id, post_id) > (:thread_id, :item) ORDER BY thread_id, post_id LIMIT :limit;

-- name: search_unfilled_entries
SELECT thread_id, seq, content IS NOT NULL FROM entries
WHERE (thread_id, seq) > (:thread_id, :item) ORDER BY thread_id, seq LIMIT :limit;

-- name: search_found
-- Newest first. Who reads it stops when it has enough.
SELECT d.doc, d.thread_id, d.kind, d.item, d.at_ms
FROM search_index AS i JOIN search_docs AS d ON d.doc = i.rowid
WHERE i.search_index MATCH :match AND i.rowid >= :least AND i.rowid < :below
ORDER BY i.rowid DESC;

-- name: search_found_floor
SELECT t.source, s.origin, t.topic, t.slug, t.title, p.floor, p.forum_floor, p.author, v.body
FROM posts AS p JOIN threads AS t ON t.id = p.thread_id JOIN sources AS s ON s.name = t.source
JOIN post_versions AS v ON v.thread_id = p.thread_id AND v.post_id = p.post_id AND v.version = p.version
WHERE p.thread_id = :thread_id AND p.post_id = :item AND p.state = 'visible' AND v.body IS NOT NULL
  AND t.removed_ms IS NULL;

-- name: search_found_entry
SELECT t.source, s.origin, t.topic, t.slug, t.title, r.committed_ms,
       e.seq, e.revision, e.section, e.floors, e.content, e.withdrawn_floor, e.withdrawn_language
FROM entries AS e JOIN threads AS t ON t.id = e.thread_id JOIN sources AS s ON s.name = t.source
JOIN revisions AS r ON r.thread_id = e.thread_id AND r.revision = e.revision
WHERE e.thread_id = :thread_id AND e.seq = :item AND e.content IS NOT NULL AND t.removed_ms IS NULL;
