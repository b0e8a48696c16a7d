-- error: powerful-role
-- truth: adds role copier
-- probe
CREATE ROLE copier WITH REPLICATION LOGIN CONNECTION LIMIT 3;
