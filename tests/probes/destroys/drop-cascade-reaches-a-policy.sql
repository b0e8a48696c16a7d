-- error: drop-column notes.published
-- probe
ALTER TABLE notes DROP COLUMN published CASCADE;
