-- warning: delete-by-join | delete-without-where
-- probe
DELETE FROM secrets USING users;
