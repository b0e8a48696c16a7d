-- warning: rewriting-table-change
-- probe
ALTER TABLE visits SET LOGGED;
