-- What stands in the place of withdrawn words is in the language of the day they were withdrawn: it never changes after.

ALTER TABLE entries ADD COLUMN withdrawn_language TEXT;    -- digest::Language; NULL = live, or withdrawn before this was noted
ALTER TABLE summaries ADD COLUMN blanked_language TEXT;    -- the same of a blanked version of the summary
