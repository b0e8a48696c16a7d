-- aim: leave the transaction, then fail
-- expect: ended
CREATE TABLE stays (x int);
COMMIT;
SELECT 1 / 0;
