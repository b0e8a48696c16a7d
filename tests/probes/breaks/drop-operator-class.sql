-- warning: other-object-dropped
-- truth: removes operator class public.mine
-- setup
CREATE OPERATOR CLASS mine FOR TYPE integer USING btree AS OPERATOR 1 <, FUNCTION 1 btint4cmp(integer, integer);
-- probe
DROP OPERATOR CLASS mine USING btree;
