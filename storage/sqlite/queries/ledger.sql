-- What was asked of a model. Budgets are looked up before each call: an hour's sums and a thread's day, never all rows.

-- name: attempt_open
INSERT INTO attempts (thread_id, revision, first_floor, last_floor, number, kind, endpoint, model, started_ms, estimate, reserved, counted, request_hash, nonce)
VALUES (:thread_id, :revision, :first_floor, :last_floor, :number, :kind, :endpoint, :model, :started_ms, :estimate, :reserved, :reserved, :request_hash, :nonce)
RETURNING id;

-- name: attempt_is_open
SELECT ended_ms IS NULL, reserved, started_ms FROM attempts WHERE id = :attempt_id;

-- name: attempt_end
-- A good answer to a prompt of no tokens didn't count them. What the model never saw used none;
-- of what counts -1 nothing left, so that it is no call either.
UPDATE attempts
SET ended_ms = :ended_ms, http_status = :http_status, finish_reason = :finish_reason, verdict = :verdict, trouble = :trouble,
    rules = :rules, answered_by = :answered_by, prompt_tokens = :prompt_tokens, completion_tokens = :completion_tokens,
    cached_tokens = :cached_tokens, reasoning_tokens = :reasoning_tokens, cost_micros = :cost_micros, currency = :currency,
    error = :error, price_prompt_micros = :price_prompt_micros, price_cached_micros = :price_cached_micros,
    price_completion_micros = :price_completion_micros,
    counted = CASE WHEN :use = 2 AND :prompt_tokens IS NULL THEN -1
                   WHEN :use = 1 AND :prompt_tokens IS NULL THEN coalesce(:completion_tokens, 0)
                   WHEN :prompt_tokens IS NULL OR (:prompt_tokens = 0 AND :http_status BETWEEN 200 AND 299) THEN reserved
                   ELSE :prompt_tokens + coalesce(:completion_tokens, max(reserved - estimate, 0)) END
WHERE id = :attempt_id
RETURNING counted;

-- name: attempt_judge
UPDATE attempts SET verdict = :verdict, rules = :rules WHERE id = :attempt_id;

-- name: attempts_unlink
-- Before their thread is deleted.
UPDATE attempts SET thread_id = NULL, first_floor = NULL, last_floor = NULL, request_hash = NULL, nonce = NULL
WHERE thread_id = :thread_id;

-- name: attempts_newest
SELECT id, thread_id, revision, first_floor, last_floor, number, kind, endpoint, model, started_ms, estimate, reserved, request_hash, nonce,
       ended_ms, http_status, finish_reason, verdict, trouble, rules, answered_by, prompt_tokens, completion_tokens, cached_tokens,
       reasoning_tokens, cost_micros, currency, error, price_prompt_micros, price_cached_micros, price_completion_micros, counted
FROM attempts WHERE id <= :last_id ORDER BY id DESC LIMIT :limit;

-- name: attempts_of_thread
SELECT id, thread_id, revision, first_floor, last_floor, number, kind, endpoint, model, started_ms, estimate, reserved, request_hash, nonce,
       ended_ms, http_status, finish_reason, verdict, trouble, rules, answered_by, prompt_tokens, completion_tokens, cached_tokens,
       reasoning_tokens, cost_micros, currency, error, price_prompt_micros, price_cached_micros, price_completion_micros, counted
FROM attempts INDEXED BY attempts_by_thread WHERE thread_id = :thread_id ORDER BY started_ms DESC, id DESC LIMIT :limit;

-- name: attempts_sent
-- Of this very request and without an answer, the newest first. Tries without a revision are nobody else's.
SELECT nonce FROM attempts INDEXED BY attempts_open
WHERE thread_id = :thread_id AND request_hash = :request_hash AND ended_ms IS NULL AND revision > 0
ORDER BY id DESC;

-- name: attempts_forget
DELETE FROM attempts
WHERE id IN (SELECT id FROM attempts INDEXED BY attempts_by_time WHERE started_ms < :before_ms ORDER BY started_ms LIMIT :limit);

-- name: answer_keep
-- While the batch is open that the attempt was for. What came too late is for nobody.
INSERT INTO kept_answers (attempt_id, batch_id, kept_ms, http_status, body)
SELECT a.id, b.id, :now_ms, :http_status, :body
FROM attempts AS a JOIN batches AS b ON b.thread_id = a.thread_id AND b.revision = a.revision
WHERE a.id = :attempt_id;

-- name: answer_to
SELECT a.id, a.nonce, k.http_status, k.body
FROM batches AS b JOIN kept_answers AS k ON k.batch_id = b.id JOIN attempts AS a ON a.id = k.attempt_id
WHERE b.thread_id = :thread_id AND a.request_hash = :request_hash ORDER BY a.id DESC LIMIT 1;

-- name: answers_forget
DELETE FROM kept_answers WHERE batch_id IN (SELECT id FROM batches WHERE thread_id = :thread_id);

-- name: answers_forget_old
DELETE FROM kept_answers WHERE kept_ms < :before_ms;

-- name: spent_hour_add
INSERT INTO spent_hours (hour, tokens, calls) VALUES (:hour, :tokens, :calls)
ON CONFLICT (hour) DO UPDATE SET tokens = tokens + excluded.tokens, calls = calls + excluded.calls;

-- name: spent_hours_forget
DELETE FROM spent_hours WHERE hour < :before;

-- name: spent_in_hours
SELECT coalesce(sum(tokens), 0), coalesce(sum(calls), 0) FROM spent_hours WHERE hour >= :from;

-- name: spent_between
SELECT coalesce(sum(max(counted, 0)), 0), count(*) FILTER (WHERE counted >= 0) FROM attempts INDEXED BY attempts_by_time
WHERE started_ms >= :from_ms AND started_ms < :to_ms;

-- name: spent_of_thread
SELECT coalesce(sum(max(counted, 0)), 0), count(*) FILTER (WHERE counted >= 0) FROM attempts INDEXED BY attempts_by_thread
WHERE thread_id = :thread_id AND started_ms >= :from_ms;

-- name: endpoint_facts_of
SELECT facts FROM endpoint_facts WHERE endpoint = :endpoint AND model = :model;

-- name: endpoint_facts_save
INSERT INTO endpoint_facts (endpoint, model, facts, updated_ms) VALUES (:endpoint, :model, :facts, :now_ms)
ON CONFLICT (endpoint, model) DO UPDATE SET facts = excluded.facts, updated_ms = excluded.updated_ms;
