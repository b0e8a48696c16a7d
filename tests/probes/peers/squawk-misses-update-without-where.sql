-- warning: update-without-where boats
-- truth: scans public.boats
-- truth: updates 1 rows of public.boats
-- probe
UPDATE boats SET draught = 0;
