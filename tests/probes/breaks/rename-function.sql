-- warning: rename-object
-- probe
ALTER FUNCTION tax(numeric) RENAME TO vat;
