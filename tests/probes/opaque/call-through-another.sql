-- error: delete-without-where users
-- probe
CREATE FUNCTION indirect() RETURNS integer LANGUAGE sql AS 'SELECT purge_users()';
SELECT indirect();
