-- warning: own-transaction
-- runs: alone
-- probe
START TRANSACTION ISOLATION LEVEL SERIALIZABLE;
CREATE TABLE letters (id integer);
ROLLBACK;
