-- error: concurrently-among-others
-- probe
ALTER TABLE visits ADD COLUMN seen boolean;
CREATE INDEX CONCURRENTLY visits_seen_idx ON visits (seen);
