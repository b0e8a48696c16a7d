-- warning: sequence-reset
-- probe
ALTER TABLE audit.entries ALTER COLUMN id SET GENERATED ALWAYS SET INCREMENT BY 1 RESTART;
