-- warning: volatile-default | rewriting-table-change | domain-constraint | new-restriction | validating-check
-- truth: locks public.visits ACCESS EXCLUSIVE
-- truth: rewrites public.visits
-- truth: scans public.visits
-- probe
ALTER TABLE visits ADD COLUMN amount quantity;
