-- error: delete-without-where boats
-- truth: deletes 1 rows of public.boats
-- truth: scans public.boats
-- probe
DELETE FROM boats;
