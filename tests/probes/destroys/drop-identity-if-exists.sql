-- warning: drop-identity
-- truth: changes column audit.entries.id: identity d to 
-- truth: removes sequence audit.entries_id_seq
-- probe
ALTER TABLE audit.entries ALTER id DROP IDENTITY IF EXISTS;
