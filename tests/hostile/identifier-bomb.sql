-- aim: a name of a megabyte
-- expect: harmless or ended
CREATE TABLE "@<n>*1000000@" (x int);
