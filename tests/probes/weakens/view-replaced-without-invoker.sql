-- warning: view-bypasses-row-security
-- postgres: 15+
-- setup
CREATE VIEW safe_notes WITH (security_invoker) AS SELECT * FROM notes;
-- probe
CREATE OR REPLACE VIEW safe_notes AS SELECT * FROM notes;
