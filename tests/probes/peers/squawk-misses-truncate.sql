-- error: truncate boats
-- truth: empties public.boats
-- truth: locks public.boats ACCESS EXCLUSIVE
-- probe
TRUNCATE boats;
