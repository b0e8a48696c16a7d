-- warning: delete-without-where secrets
-- probe
WITH old AS (SELECT id FROM users) DELETE FROM secrets;
