-- warning: view-bypasses-row-security
-- postgres: 15+
-- truth: changes view public.safe_notes: options security_invoker=true to null
-- setup
CREATE VIEW safe_notes WITH (security_invoker = true) AS SELECT * FROM notes;
-- probe
ALTER VIEW safe_notes RESET (security_invoker);
