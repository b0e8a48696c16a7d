-- warning: drop-identity
-- probe
ALTER TABLE audit.entries ALTER id DROP IDENTITY IF EXISTS;
