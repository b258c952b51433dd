-- The store's tables. Times are milliseconds since 1970 UTC (*_ms). Everything of a thread goes with its row.

CREATE TABLE sources (
  name TEXT PRIMARY KEY,             -- part of URLs, never changes
  kind TEXT NOT NULL,                -- of forum: "discourse"
  origin TEXT NOT NULL UNIQUE,       -- "https://forum.example"
  cooldown_until_ms INTEGER,         -- no request before; NULL = none
  cooldown_reason TEXT NOT NULL DEFAULT '',
  failures INTEGER NOT NULL DEFAULT 0,  -- in a row, of the source as a whole
  last_request_ms INTEGER            -- so that a restart keeps its distance
) STRICT, WITHOUT ROWID;

CREATE TABLE threads (
  id INTEGER PRIMARY KEY AUTOINCREMENT,  -- the list number; never given twice
  source TEXT NOT NULL REFERENCES sources (name),
  topic INTEGER NOT NULL,            -- the forum's number
  title TEXT NOT NULL DEFAULT '',    -- '' until the first answer
  slug TEXT NOT NULL DEFAULT '',
  category TEXT NOT NULL DEFAULT '',
  tags TEXT NOT NULL DEFAULT '[]',   -- JSON array of names
  forum_posts INTEGER NOT NULL DEFAULT 0,    -- posts_count as the forum counts
  forum_highest INTEGER NOT NULL DEFAULT 0,  -- the forum's highest_post_number
  created_ms INTEGER,                -- the topic's, by the forum's clock
  last_posted_ms INTEGER,            -- by the forum's clock
  closed INTEGER NOT NULL DEFAULT 0,
  archived INTEGER NOT NULL DEFAULT 0,
  state TEXT NOT NULL DEFAULT 'active',  -- storage::ThreadState
  last_poll_ms INTEGER,              -- last that ended, well or not
  last_success_ms INTEGER,
  next_poll_ms INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,   -- polls in a row
  last_error TEXT NOT NULL DEFAULT '',
  added_ms INTEGER NOT NULL,
  removed_ms INTEGER,                -- no longer tracked, data kept; NULL = tracked
  complete INTEGER NOT NULL DEFAULT 0,   -- the first fetch has ended
  stream_mark TEXT NOT NULL DEFAULT '',  -- "count:SHA-256" of the last fresh stream with nothing unseen or absent: what begins with it has news only behind it
  stamp_ms INTEGER NOT NULL DEFAULT 0,   -- the latest time given to something seen; what is seen later never gets an earlier one
  taken_ms INTEGER NOT NULL DEFAULT 0,   -- generated_at of the last batch or revision: what is seen afterwards is plainly later
  posts_stored INTEGER NOT NULL DEFAULT 0,  -- posts in state visible (kept by triggers)
  in_entries INTEGER NOT NULL DEFAULT 0,    -- floors accounted for by entries and not deleted (triggers)
  in_quiet INTEGER NOT NULL DEFAULT 0,      -- floors listed as nothing new and not deleted (triggers)
  revision INTEGER NOT NULL DEFAULT 0,   -- of the digest; 0 = none yet
  digest_ms INTEGER,                 -- generated_at of that revision
  commit_no INTEGER NOT NULL DEFAULT 0,  -- of that revision
  last_number INTEGER NOT NULL DEFAULT 0,  -- highest floor accounted for
  entries INTEGER NOT NULL DEFAULT 0,    -- seq of the last entry
  chain_head BLOB NOT NULL DEFAULT x'',  -- link of the last entry
  UNIQUE (source, topic)
) STRICT;
CREATE INDEX threads_by_commit ON threads (commit_no);

-- What was deleted on request: a page that once was answers 410.
CREATE TABLE removed_threads (
  source TEXT NOT NULL,
  topic INTEGER NOT NULL,
  removed_ms INTEGER NOT NULL,
  PRIMARY KEY (source, topic)
) STRICT, WITHOUT ROWID;

-- Posts without their texts: small rows, so that comparing a whole stream reads little.
CREATE TABLE posts (
  thread_id INTEGER NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  post_id INTEGER NOT NULL,          -- the forum's id: the identity
  floor INTEGER NOT NULL,            -- as the digest knows it: no longer changes once a batch holds the post
  forum_floor INTEGER NOT NULL,      -- as the forum last said
  author TEXT NOT NULL,
  author_key TEXT NOT NULL,          -- normal form, to find an author named in a text
  created_ms INTEGER NOT NULL,       -- by the forum's clock
  updated_ms INTEGER,                -- the forum's, latest accepted: an answer with an earlier one is stale
  forum_version INTEGER NOT NULL,
  state TEXT NOT NULL,               -- digest::PostState
  reply_to INTEGER,                  -- floor
  likes INTEGER NOT NULL,
  hash TEXT NOT NULL,                -- of the latest text; '' = never seen with text; stays when the text is forgotten
  version INTEGER NOT NULL,          -- ours, of the latest text; 0 = never seen with text
  first_seen_ms INTEGER,             -- first seen visible; NULL = never yet
  edited_ms INTEGER,                 -- when we saw the last edit
  deleted_ms INTEGER,                -- when the last deletion (or move) was believed
  restored_ms INTEGER,               -- when it was seen again after that
  revision INTEGER,                  -- the digest's that accounts for it; NULL = pending or not to be digested
  quiet INTEGER,                     -- 1 = listed as nothing new, 0 = in an entry; NULL like revision
  PRIMARY KEY (thread_id, post_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX posts_by_floor ON posts (thread_id, floor);
CREATE INDEX posts_by_author ON posts (thread_id, author_key, floor);
CREATE INDEX posts_pending ON posts (thread_id, floor) WHERE state = 'visible' AND revision IS NULL;
CREATE INDEX posts_not_shown ON posts (thread_id, floor) WHERE state <> 'visible';
CREATE INDEX posts_restored ON posts (thread_id, restored_ms) WHERE restored_ms IS NOT NULL;

CREATE TRIGGER posts_counted_when_added AFTER INSERT ON posts WHEN new.state = 'visible'
BEGIN
  UPDATE threads SET posts_stored = posts_stored + 1 WHERE id = new.thread_id;
END;
CREATE TRIGGER posts_counted_when_marked AFTER UPDATE OF state ON posts WHEN (new.state = 'visible') <> (old.state = 'visible')
BEGIN
  UPDATE threads SET posts_stored = posts_stored + iif(new.state = 'visible', 1, -1) WHERE id = new.thread_id;
END;
CREATE TRIGGER posts_counted_when_accounted AFTER UPDATE OF state, quiet ON posts
  WHEN (old.quiet IS NOT new.quiet) OR ((old.state IN ('deleted', 'withdrawn')) <> (new.state IN ('deleted', 'withdrawn')))
BEGIN
  UPDATE threads
  SET in_entries = in_entries + (new.quiet IS 0 AND new.state NOT IN ('deleted', 'withdrawn'))
                              - (old.quiet IS 0 AND old.state NOT IN ('deleted', 'withdrawn')),
      in_quiet = in_quiet + (new.quiet IS 1 AND new.state NOT IN ('deleted', 'withdrawn'))
                          - (old.quiet IS 1 AND old.state NOT IN ('deleted', 'withdrawn'))
  WHERE id = new.thread_id;
END;

-- Every text of a post that we saw. A forgotten one keeps its row: number, hash and times.
CREATE TABLE post_versions (
  thread_id INTEGER NOT NULL,
  post_id INTEGER NOT NULL,
  version INTEGER NOT NULL,          -- from 1
  body TEXT,                         -- digest::to_json(Body); NULL = forgotten after a deletion
  hash TEXT NOT NULL,
  first_seen_ms INTEGER NOT NULL,
  until_ms INTEGER,                  -- when the next text was seen; NULL = the latest
  PRIMARY KEY (thread_id, post_id, version),
  FOREIGN KEY (thread_id, post_id) REFERENCES posts (thread_id, post_id) ON DELETE CASCADE
) STRICT;

-- Small actions: closed, split, pinned. They stand in the stream among the posts and are none.
CREATE TABLE thread_events (
  thread_id INTEGER NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  post_id INTEGER NOT NULL,          -- ids and floors are shared with posts
  floor INTEGER NOT NULL,
  action TEXT NOT NULL,              -- "closed.enabled"
  author TEXT NOT NULL,
  created_ms INTEGER NOT NULL,
  updated_ms INTEGER,
  state TEXT NOT NULL,               -- digest::PostState
  hash TEXT NOT NULL,                -- of its body, which isn't kept
  first_seen_ms INTEGER NOT NULL,
  PRIMARY KEY (thread_id, post_id)
) STRICT, WITHOUT ROWID;

-- Posts that a fresh stream lacked: to be confirmed before it is believed.
CREATE TABLE absences (
  thread_id INTEGER NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  post_id INTEGER NOT NULL,
  noted_ms INTEGER NOT NULL,         -- first fresh stream without it
  PRIMARY KEY (thread_id, post_id)
) STRICT, WITHOUT ROWID;

-- Ids asked for by id without an answer. After two polls they are no longer asked for.
CREATE TABLE unanswered (
  thread_id INTEGER NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  post_id INTEGER NOT NULL,
  times INTEGER NOT NULL,            -- polls
  last_ms INTEGER NOT NULL,
  PRIMARY KEY (thread_id, post_id)
) STRICT, WITHOUT ROWID;

-- The open batch of a thread. Its row goes with the revision that it becomes.
CREATE TABLE batches (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  thread_id INTEGER NOT NULL UNIQUE REFERENCES threads (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,         -- the one to be written
  taken_ms INTEGER NOT NULL          -- its generated_at
) STRICT;
CREATE TABLE batch_floors (
  batch_id INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
  floor INTEGER NOT NULL,
  post_id INTEGER NOT NULL,
  version INTEGER NOT NULL,          -- the text that the engine sees
  PRIMARY KEY (batch_id, floor)
) STRICT, WITHOUT ROWID;

-- One row for each digest transaction, as its document's head said. commit_no orders them over all threads.
CREATE TABLE revisions (
  commit_no INTEGER PRIMARY KEY AUTOINCREMENT,
  thread_id INTEGER NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,
  generated_ms INTEGER NOT NULL,     -- when its batch was taken; never earlier than that of the revision before
  committed_ms INTEGER NOT NULL,
  title TEXT NOT NULL,
  url TEXT NOT NULL,
  posts_count INTEGER NOT NULL,
  last_number INTEGER NOT NULL,
  visible INTEGER NOT NULL,          -- coverage
  in_entries INTEGER NOT NULL,       -- coverage
  nothing_new INTEGER NOT NULL,      -- coverage
  entries INTEGER NOT NULL,          -- seq of the last entry
  chain_head BLOB NOT NULL,          -- link of that entry
  UNIQUE (thread_id, revision)
) STRICT;

-- link = SHA-256(link of the entry before || content_hash), from 32 zero bytes; content_hash = SHA-256(salt || content).
-- A withdrawal drops content and salt: the chain still verifies, and the hash tells nothing of the text.
CREATE TABLE entries (
  thread_id INTEGER NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,              -- place in the digest, from 1
  revision INTEGER NOT NULL,         -- that appended it
  section TEXT NOT NULL,
  floors TEXT NOT NULL,              -- JSON array: those it accounts for
  content TEXT,                      -- digest::canonical_entry; NULL = withdrawn
  salt BLOB,                         -- 16 random bytes; NULL = withdrawn
  content_hash BLOB NOT NULL,
  link BLOB NOT NULL,
  withdrawn_floor INTEGER,           -- the tombstone's marker; NULL = live
  withdrawn_revision INTEGER,        -- that withdrew it; NULL = live
  PRIMARY KEY (thread_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX entries_by_revision ON entries (thread_id, revision);
CREATE INDEX entries_withdrawn ON entries (thread_id, withdrawn_revision) WHERE withdrawn_revision IS NOT NULL;

-- Which live entries cite a floor.
CREATE TABLE entry_cites (
  thread_id INTEGER NOT NULL,
  floor INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (thread_id, floor, seq),
  FOREIGN KEY (thread_id, seq) REFERENCES entries (thread_id, seq) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_cites_by_entry ON entry_cites (thread_id, seq);

-- digest::sample_grams of live entries' texts: finds likely repeats without reading all entries.
CREATE TABLE entry_grams (
  thread_id INTEGER NOT NULL,
  gram INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  PRIMARY KEY (thread_id, gram, seq),
  FOREIGN KEY (thread_id, seq) REFERENCES entries (thread_id, seq) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_grams_by_entry ON entry_grams (thread_id, seq);

-- Where each floor went: into an entry, or nothing new with a reason.
CREATE TABLE dispositions (
  thread_id INTEGER NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  floor INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  seq INTEGER,                       -- of the entry (the first, where several tell of one floor)
  reason TEXT,                       -- digest::Reason
  PRIMARY KEY (thread_id, floor),
  CHECK ((seq IS NULL) <> (reason IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX dispositions_quiet ON dispositions (thread_id, revision, floor) WHERE seq IS NULL;

-- Every version of the summary.
CREATE TABLE summaries (
  thread_id INTEGER NOT NULL REFERENCES threads (id) ON DELETE CASCADE,
  revision INTEGER NOT NULL,         -- that wrote it
  text TEXT,                         -- NULL = blanked after the deletion of a floor it cites
  cites TEXT NOT NULL,               -- JSON array of floors; '[]' once blanked
  PRIMARY KEY (thread_id, revision)
) STRICT, WITHOUT ROWID;
CREATE TABLE summary_cites (
  thread_id INTEGER NOT NULL,
  floor INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  PRIMARY KEY (thread_id, floor, revision),
  FOREIGN KEY (thread_id, revision) REFERENCES summaries (thread_id, revision) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX summary_cites_by_summary ON summary_cites (thread_id, revision);

-- Tracked threads as storage::ThreadRecord shows them.
CREATE VIEW tracked AS
SELECT t.id, t.source, s.origin, t.topic,
       t.title, t.slug, t.category, t.tags, t.forum_posts, t.forum_highest, t.created_ms, t.last_posted_ms, t.closed, t.archived,
       t.state, t.last_poll_ms, t.last_success_ms, t.next_poll_ms, t.failures, t.last_error,
       t.added_ms, t.complete, t.revision, t.digest_ms, t.commit_no, t.last_number,
       coalesce((SELECT max(p.floor) FROM posts AS p WHERE p.thread_id = t.id), 0) AS highest,
       t.posts_stored,
       (SELECT count(*) FROM posts AS p INDEXED BY posts_pending
        WHERE p.thread_id = t.id AND p.state = 'visible' AND p.revision IS NULL
          AND NOT EXISTS (SELECT 1 FROM dispositions AS d WHERE d.thread_id = p.thread_id AND d.floor = p.floor)) AS pending
FROM threads AS t JOIN sources AS s ON s.name = t.source
WHERE t.removed_ms IS NULL;
