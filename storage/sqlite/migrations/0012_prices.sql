-- The price that an attempt's cost was worked out by, of a million tokens, in millionths of its currency; NULL = none was known, or before this.
-- attempts.counted is 0 from here on where a request was turned away, and -1 where nothing of it left.
ALTER TABLE attempts ADD COLUMN price_prompt_micros INTEGER;
ALTER TABLE attempts ADD COLUMN price_cached_micros INTEGER;      -- of the prompt, read from the endpoint's cache
ALTER TABLE attempts ADD COLUMN price_completion_micros INTEGER;
