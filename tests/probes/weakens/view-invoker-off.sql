-- warning: view-bypasses-row-security
-- postgres: 15+
-- truth: adds view public.all_notes
-- probe
CREATE VIEW all_notes WITH (security_invoker = false) AS SELECT id, title FROM public.notes;
