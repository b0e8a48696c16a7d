-- warning: rewriting-table-change
-- truth: locks public.visits ACCESS EXCLUSIVE
-- truth: rewrites public.visits
-- truth: scans public.visits
-- probe
ALTER TABLE public.visits SET LOGGED;
