-- aim: a psql command
-- expect: refused
\! touch @MARKER@
SELECT 1;
