-- warning: rename-table secrets
-- probe
ALTER TABLE secrets RENAME TO hidden;
CREATE VIEW secrets AS SELECT * FROM hidden;
