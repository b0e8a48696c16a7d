-- warning: view-bypasses-row-security
-- postgres: 15+
-- setup
CREATE VIEW safe_notes WITH (security_invoker = true) AS SELECT * FROM notes;
-- probe
ALTER VIEW safe_notes RESET (security_invoker);
