-- warning: other-object-dropped
-- truth: removes collation public.plain
-- setup
CREATE COLLATION plain (locale = 'C');
-- probe
DROP COLLATION IF EXISTS plain CASCADE;
