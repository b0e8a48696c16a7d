-- warning: delete-without-where secrets
-- truth: deletes 2 rows of public.secrets
-- probe
WITH old AS (SELECT id FROM users) DELETE FROM secrets;
