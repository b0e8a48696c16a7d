-- warning: drop-identity | change-default | new-restriction | add-identity
-- probe
ALTER TABLE audit.entries ALTER COLUMN id SET GENERATED ALWAYS;
