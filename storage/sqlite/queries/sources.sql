-- Forum sites.

-- name: sources_all
SELECT name, kind, origin FROM sources ORDER BY name;

-- name: source_of_origin
SELECT name, kind, origin FROM sources WHERE origin = :origin;

-- name: source_exists
SELECT 1 FROM sources WHERE name = :name;

-- name: source_insert
INSERT INTO sources (name, kind, origin) VALUES (:name, :kind, :origin);

-- name: source_threads
SELECT count(*) FILTER (WHERE removed_ms IS NULL), count(*) FILTER (WHERE removed_ms IS NOT NULL)
FROM threads WHERE source = :name;

-- name: source_delete
DELETE FROM sources WHERE name = :name;

-- name: source_state
SELECT cooldown_until_ms, cooldown_reason, failures, last_request_ms, trouble, requests_day_ms, requests, listed_ms
FROM sources WHERE name = :name;

-- name: source_state_save
UPDATE sources
SET cooldown_until_ms = :cooldown_until_ms, cooldown_reason = :cooldown_reason, failures = :failures,
    last_request_ms = :last_request_ms, trouble = :trouble, requests_day_ms = :requests_day_ms, requests = :requests,
    listed_ms = :listed_ms
WHERE name = :name
RETURNING 1;
