-- warning: volatile-default | rewriting-table-change | domain-constraint | new-restriction | validating-check
-- probe
ALTER TABLE visits ADD COLUMN amount quantity;
