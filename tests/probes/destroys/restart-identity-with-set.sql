-- warning: sequence-reset
-- truth: changes column audit.entries.id: identity d to a
-- truth: moves sequence audit.entries_id_seq from 2 to not called
-- probe
ALTER TABLE audit.entries ALTER COLUMN id SET GENERATED ALWAYS SET INCREMENT BY 1 RESTART;
