-- error: drop-table boats
-- truth: locks public.boats ACCESS EXCLUSIVE
-- truth: removes table public.boats
-- probe
DROP TABLE boats;
