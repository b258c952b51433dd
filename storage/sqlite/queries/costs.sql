-- What was spent on what. Each row: name, currency, tokens counted, calls, calls without a price, millionths of the currency,
-- tokens of prompts, of answers, read from caches, calls that failed. Those of one name stand together.

-- name: costs_by_quarter
-- Quarters of an hour, the finest in which zones differ.
SELECT started_ms / 900000, currency, sum(max(counted, 0)), count(*), count(*) - count(cost_micros), coalesce(sum(cost_micros), 0),
       coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0), coalesce(sum(cached_tokens), 0),
       count(*) FILTER (WHERE verdict IN ('retry', 'fallback'))
FROM attempts INDEXED BY attempts_by_time WHERE started_ms >= :since_ms
GROUP BY started_ms / 900000, currency ORDER BY 1, 2;

-- name: costs_by_thread
SELECT CASE WHEN t.id IS NOT NULL THEN t.source || '/' || t.topic WHEN a.kind = 'test' THEN '(test)' ELSE '(removed)' END AS name,
       a.currency, sum(max(a.counted, 0)), count(*), count(*) - count(a.cost_micros), coalesce(sum(a.cost_micros), 0),
       coalesce(sum(a.prompt_tokens), 0), coalesce(sum(a.completion_tokens), 0), coalesce(sum(a.cached_tokens), 0),
       count(*) FILTER (WHERE a.verdict IN ('retry', 'fallback'))
FROM attempts AS a INDEXED BY attempts_by_time LEFT JOIN threads AS t ON t.id = a.thread_id
WHERE a.started_ms >= :since_ms
GROUP BY name, a.currency ORDER BY 1, 2;

-- name: costs_by_model
SELECT model, currency, sum(max(counted, 0)), count(*), count(*) - count(cost_micros), coalesce(sum(cost_micros), 0),
       coalesce(sum(prompt_tokens), 0), coalesce(sum(completion_tokens), 0), coalesce(sum(cached_tokens), 0),
       count(*) FILTER (WHERE verdict IN ('retry', 'fallback'))
FROM attempts INDEXED BY attempts_by_time WHERE started_ms >= :since_ms
GROUP BY model, currency ORDER BY 1, 2;
