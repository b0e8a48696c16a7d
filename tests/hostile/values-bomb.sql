-- aim: half a million rows in one statement
-- expect: harmless or ended
CREATE TABLE v (x int);
INSERT INTO v VALUES (0)@<,(1)>*500000@;
