-- warning: view-bypasses-row-security
-- truth: adds materialized view public.all_notes
-- probe
CREATE MATERIALIZED VIEW all_notes AS SELECT * FROM notes;
