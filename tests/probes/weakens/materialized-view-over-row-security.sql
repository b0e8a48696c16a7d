-- warning: view-bypasses-row-security
-- probe
CREATE MATERIALIZED VIEW all_notes AS SELECT * FROM notes;
