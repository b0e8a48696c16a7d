-- warning: view-bypasses-row-security
-- truth: adds view public.all_notes
-- probe
CREATE VIEW all_notes AS SELECT * FROM notes;
