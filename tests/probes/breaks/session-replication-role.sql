-- warning: disable-trigger
-- measured: no, because a setting leaves no trace in the catalog
-- probe
SET session_replication_role = replica;
INSERT INTO visits VALUES (2, '/x');
