-- error: powerful-role
-- probe
CREATE ROLE copier WITH REPLICATION LOGIN CONNECTION LIMIT 3;
