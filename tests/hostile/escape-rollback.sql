-- aim: undo the transaction, the history row in it as well
-- expect: harmless
ROLLBACK;
CREATE TABLE outside (x int);
