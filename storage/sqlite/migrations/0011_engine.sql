-- What was asked of a model: what it costs, what was answered, how endpoints behave; and which engine a thread has.

-- One row for each attempt, written before anything is sent. Outlives its thread, so that money spent stays counted: then without a link to it.
CREATE TABLE attempts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  thread_id INTEGER REFERENCES threads (id) ON DELETE SET NULL,  -- NULL = removed since, or asked for no thread (kind test)
  revision INTEGER NOT NULL,         -- the one to be written; 0 = none (kind test, trial)
  first_floor INTEGER,               -- of the floors asked about; NULL = thread removed
  last_floor INTEGER,
  number INTEGER NOT NULL,           -- of the batch, from 1
  kind TEXT NOT NULL,                -- first, repair, retry, test, trial
  endpoint TEXT NOT NULL,            -- origin and path
  model TEXT NOT NULL,               -- as asked for
  started_ms INTEGER NOT NULL,
  estimate INTEGER NOT NULL,         -- tokens of the prompt
  reserved INTEGER NOT NULL,         -- tokens: estimate and the limit of the answer
  request_hash TEXT,                 -- of the request without its nonce, hex; NULL = thread removed
  nonce TEXT,                        -- NULL = thread removed
  ended_ms INTEGER,                  -- NULL = never answered: sent, and then the process died; or still under way
  http_status INTEGER,               -- NULL = no answer came
  finish_reason TEXT NOT NULL DEFAULT '',
  verdict TEXT NOT NULL DEFAULT '',  -- llm::Verdict
  trouble TEXT NOT NULL DEFAULT '',  -- llm::Trouble
  rules TEXT NOT NULL DEFAULT '',    -- "V13 V24"
  answered_by TEXT NOT NULL DEFAULT '',  -- the model that the answer names
  prompt_tokens INTEGER,             -- as the endpoint counts; NULL = it didn't say
  completion_tokens INTEGER,
  cached_tokens INTEGER,             -- of the prompt
  reasoning_tokens INTEGER,          -- of the completion
  cost_micros INTEGER,               -- millionths of the currency; NULL = no price known
  currency TEXT NOT NULL DEFAULT '',
  error TEXT NOT NULL DEFAULT '',    -- one line
  counted INTEGER NOT NULL           -- tokens for budgets: usage where it is known, else the reservation
) STRICT;
CREATE INDEX attempts_by_thread ON attempts (thread_id, started_ms, counted);
CREATE INDEX attempts_by_time ON attempts (started_ms, counted);
CREATE INDEX attempts_open ON attempts (thread_id, request_hash) WHERE ended_ms IS NULL;

-- Sums of attempts by the hour, so that a budget of a month is not counted row by row.
CREATE TABLE spent_hours (
  hour INTEGER PRIMARY KEY,          -- hours since 1970 UTC
  tokens INTEGER NOT NULL,
  calls INTEGER NOT NULL
) STRICT;

-- Answers that were paid for, while their batch is open: they hold words of posts.
CREATE TABLE kept_answers (
  attempt_id INTEGER PRIMARY KEY REFERENCES attempts (id) ON DELETE CASCADE,
  batch_id INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  kept_ms INTEGER NOT NULL,
  http_status INTEGER NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX kept_answers_by_batch ON kept_answers (batch_id);
CREATE INDEX kept_answers_by_time ON kept_answers (kept_ms);

-- What was found out about an endpoint's model.
CREATE TABLE endpoint_facts (
  endpoint TEXT NOT NULL,
  model TEXT NOT NULL,
  facts TEXT NOT NULL,               -- JSON
  updated_ms INTEGER NOT NULL,
  PRIMARY KEY (endpoint, model)
) STRICT, WITHOUT ROWID;

ALTER TABLE threads ADD COLUMN engine TEXT;  -- "extract", "llm"; NULL = the source's or the instance's choice

DROP VIEW tracked;
CREATE VIEW tracked AS
SELECT t.id, t.source, s.origin, t.topic,
       t.title, t.slug, t.category, t.tags, t.forum_posts, t.forum_highest, t.created_ms, t.last_posted_ms, t.closed, t.archived, t.unlisted,
       t.state, t.last_poll_ms, t.last_success_ms, t.next_poll_ms, t.failures, t.last_error, t.missing_since_ms, t.notice, t.paused_until_ms,
       t.added_ms, t.complete, t.completed_ms, t.revision, t.digest_ms, t.commit_no, t.last_number,
       coalesce((SELECT max(p.floor) FROM posts AS p WHERE p.thread_id = t.id), 0) AS highest,
       t.posts_stored,
       (SELECT count(*) FROM posts AS p INDEXED BY posts_pending
        WHERE p.thread_id = t.id AND p.state = 'visible' AND p.revision IS NULL
          AND NOT EXISTS (SELECT 1 FROM dispositions AS d WHERE d.thread_id = p.thread_id AND d.floor = p.floor)) AS pending,
       (SELECT count(*) FROM posts AS p INDEXED BY posts_changed
        WHERE p.thread_id = t.id AND p.state = 'visible' AND p.digested_version <> p.version) AS changed,
       t.added_by, t.let_go_ms, t.engine
FROM threads AS t JOIN sources AS s ON s.name = t.source
WHERE t.removed_ms IS NULL;
