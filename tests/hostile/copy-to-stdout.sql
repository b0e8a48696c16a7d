-- aim: rows in the copy protocol
-- expect: refused or ended
COPY (SELECT generate_series(1, 100000000)) TO STDOUT;
