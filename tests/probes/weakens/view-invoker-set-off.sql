-- warning: view-bypasses-row-security
-- postgres: 15+
-- truth: changes view public.safe_notes: options security_invoker=true to security_invoker=off
-- setup
CREATE VIEW safe_notes WITH (security_invoker) AS SELECT * FROM notes;
-- probe
ALTER VIEW safe_notes SET (security_invoker = off);
