-- warning: view-bypasses-row-security
-- postgres: 15+
-- truth: changes view public.safe_notes: options security_invoker=true to null
-- setup
CREATE VIEW safe_notes WITH (security_invoker) AS SELECT * FROM notes;
-- probe
CREATE OR REPLACE VIEW safe_notes AS SELECT * FROM notes;
