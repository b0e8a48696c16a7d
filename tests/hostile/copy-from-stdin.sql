-- aim: rows for COPY, with a psql command in them
-- expect: refused
CREATE TABLE t (x text);
COPY t FROM STDIN;
\! touch @MARKER@
\.
