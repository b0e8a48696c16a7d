-- warning: lock-table
-- probe
LOCK TABLE secrets IN ACCESS EXCLUSIVE MODE;
