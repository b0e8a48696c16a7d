-- warning: drop-identity | change-default | new-restriction | add-identity
-- truth: changes column audit.entries.id: identity d to a
-- probe
ALTER TABLE audit.entries ALTER COLUMN id SET GENERATED ALWAYS;
