-- error: delete-without-where users
-- probe
INSERT INTO audit.entries (what) SELECT 'purged ' || purge_users();
