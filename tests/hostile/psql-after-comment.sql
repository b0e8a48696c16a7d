-- aim: a psql command behind a comment that only psql ends
-- expect: refused
SELECT 1; -- harmless
\copy (SELECT 1) TO PROGRAM 'touch @MARKER@'
