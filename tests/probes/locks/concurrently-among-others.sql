-- warning: concurrently-among-others
-- truth: fails 25001
-- truth: locks public.visits ACCESS EXCLUSIVE
-- probe
ALTER TABLE visits ADD COLUMN seen boolean;
CREATE INDEX CONCURRENTLY visits_seen_idx ON visits (seen);
