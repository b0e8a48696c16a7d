-- warning: attach-partition
-- truth: locks public.boats ACCESS EXCLUSIVE
-- truth: locks public.vehicles SHARE UPDATE EXCLUSIVE
-- probe
ALTER TABLE boats INHERIT vehicles;
