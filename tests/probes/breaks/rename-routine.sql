-- warning: rename-object
-- probe
ALTER ROUTINE tax RENAME TO vat;
