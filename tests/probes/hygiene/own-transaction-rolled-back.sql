-- notice: own-transaction
-- measured: no, because it undoes what it does
-- probe
START TRANSACTION ISOLATION LEVEL SERIALIZABLE;
CREATE TABLE letters (id integer);
ROLLBACK;
