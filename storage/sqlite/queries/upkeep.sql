-- Figures of the store as a whole.

-- name: figures
-- Sums of what the threads' rows count already: no table of posts is read.
SELECT (SELECT max(number) FROM schema_migrations),
       (SELECT page_count FROM pragma_page_count()) * (SELECT page_size FROM pragma_page_size()),
       (SELECT count(*) FROM threads WHERE removed_ms IS NULL),
       (SELECT coalesce(sum(posts_stored), 0) FROM threads);
