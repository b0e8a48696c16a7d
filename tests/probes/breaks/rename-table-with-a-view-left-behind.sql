-- warning: rename-table secrets
-- truth: adds view public.secrets
-- truth: changes table public.secrets: name secrets to hidden
-- probe
ALTER TABLE secrets RENAME TO hidden;
CREATE VIEW secrets AS SELECT * FROM hidden;
