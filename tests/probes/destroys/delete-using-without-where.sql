-- warning: delete-by-join | delete-without-where
-- truth: deletes 2 rows of public.secrets
-- probe
DELETE FROM secrets USING users;
