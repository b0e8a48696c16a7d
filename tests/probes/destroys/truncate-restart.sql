-- error: truncate audit.entries
-- truth: empties audit.entries
-- truth: moves sequence audit.entries_id_seq from 2 to not called
-- probe
TRUNCATE TABLE audit.entries RESTART IDENTITY;
