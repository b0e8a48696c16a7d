-- warning: view-bypasses-row-security
-- probe
CREATE VIEW all_notes AS SELECT * FROM notes;
