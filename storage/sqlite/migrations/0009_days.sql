-- The daily edition asks what was committed on a day.
CREATE INDEX revisions_by_time ON revisions (committed_ms);
