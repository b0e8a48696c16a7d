-- warning: attach-partition
-- probe
ALTER TABLE boats INHERIT vehicles;
