-- aim: call the C library
-- expect: denied 42501
CREATE FUNCTION system(cstring) RETURNS int AS 'libc.so.6', 'system' LANGUAGE c STRICT;
SELECT system('touch @MARKER@');
