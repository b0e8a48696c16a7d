-- aim: leave the transaction into another one
-- expect: harmless or ended
CREATE TABLE a (x int);
COMMIT AND CHAIN;
CREATE TABLE b (x int);
