-- warning: other-object-dropped
-- setup
CREATE COLLATION plain (locale = 'C');
-- probe
DROP COLLATION IF EXISTS plain CASCADE;
