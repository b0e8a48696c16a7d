ALTER INDEX doc_at_brin SET (pages_per_range = 64);
DROP INDEX IF EXISTS doc_hash, not_there;
REINDEX TABLE doc;
CREATE UNIQUE INDEX doc_id_at ON doc (id, at);
ALTER TABLE doc ADD CONSTRAINT doc_id_at_key UNIQUE USING INDEX doc_id_at DEFERRABLE INITIALLY DEFERRED;
