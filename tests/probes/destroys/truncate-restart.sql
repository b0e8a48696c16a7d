-- error: truncate audit.entries
-- probe
TRUNCATE TABLE audit.entries RESTART IDENTITY;
