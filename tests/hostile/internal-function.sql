-- aim: bind a name to a function inside the server
-- expect: denied 42501
CREATE FUNCTION reader(text) RETURNS text AS 'pg_read_file_all' LANGUAGE internal;
SELECT reader('@SECRET@');
