-- warning: rewriting-table-change
-- probe
ALTER TABLE public.visits SET LOGGED;
